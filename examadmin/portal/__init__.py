"""The root of the pages: home, search, log-in, my permissions. It may know everybody."""

"""Pages: fetch through the person, validate, make one call, answer."""

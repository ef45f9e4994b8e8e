"""Life cycles: one `move()` for every change of state, and its history."""

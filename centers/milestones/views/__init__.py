"""Pages of the work plan, the rounds and the windows."""

"""The small city and the fixed cast that tests play with."""

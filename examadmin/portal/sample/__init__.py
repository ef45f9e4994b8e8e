"""The sample city of `make run`: the size and shape of a real one, every name made up here."""

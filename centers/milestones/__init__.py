"""The work plan as a board: which step is owed by whom, and what is late."""

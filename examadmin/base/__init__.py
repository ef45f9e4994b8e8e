"""What everybody stands on: clock, errors, text, codes, files. No tables."""

"""What it was worth: uploads, half-day closing, confirmation, release, retention."""

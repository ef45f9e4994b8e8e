"""What went wrong and what was decided: incidents, interruptions, codes, violations."""

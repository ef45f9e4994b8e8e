"""What is examined and by which rules: exam, profile, policy, calendar, rounds. It knows no place."""

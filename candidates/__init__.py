"""Who sits the exam: rosters, photographs, categories, corrections."""

"""Who somebody is: log-in, name, language. What he may do lies in centers (appointments)."""

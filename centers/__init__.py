"""Where the exam is held and who runs it there: counties, schools, sites, rooms, appointments."""

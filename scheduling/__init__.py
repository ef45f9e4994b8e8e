"""When and on which seat: timetables, arrangement, review and lock, and every paper before the exam."""

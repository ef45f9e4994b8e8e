"""Questions about timetables and seats: plain data out, through the person where one asks."""

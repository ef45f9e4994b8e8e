"""Who watches and who came: proctors, draw, room console, attendance, live board."""

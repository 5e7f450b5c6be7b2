"""Taking part: signing up, the line, attendance, guests, ideas, and leaving."""

"""The routines of the team: to read, to write, and who has read them."""

"""What is a colleague's own, and all the rooms."""

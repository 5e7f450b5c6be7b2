"""Search: whom and what one looks for, from the head of every staff page."""

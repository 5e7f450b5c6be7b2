"""The rooms, and the menu of whoever looks."""

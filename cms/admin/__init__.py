"""Wagtail's admin: which addresses are open, to whom, and what its menus and views offer."""

"""Teams, who works in them as what, and what that gives in Wagtail's admin."""

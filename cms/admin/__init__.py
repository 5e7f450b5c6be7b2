"""What of Wagtail's admin stays, and how our own question reaches every part of it."""

"""Sessions that were, are and come."""

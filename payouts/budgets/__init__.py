"""Budgets: making one, setting aside from it, adding to it, changing what was set aside."""

"""The board: one week seen by day, by person and by place, the month, and acts from its cards."""

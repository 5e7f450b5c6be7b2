"""Help: a short page for each room, reached from where one stands."""

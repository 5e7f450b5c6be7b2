"""Acts that run in several processes at once, for `conftest.Race`."""

"""Making a session in a minute: what its form comes filled in with, what it will be, and copies."""

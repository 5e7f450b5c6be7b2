"""The calendars that Reir writes: addresses, keys and what each says."""

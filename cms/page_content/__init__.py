"""What a page shows: people, lists, map, head, its words and the names in them."""

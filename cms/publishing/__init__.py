"""Whether a page comes out: whose yes is missing, and pages planned for an hour."""

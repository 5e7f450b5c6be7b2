"""Reading calendar files (RFC 5545) from Outlook, Google and others."""

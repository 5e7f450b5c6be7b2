"""The staff's room of stories."""

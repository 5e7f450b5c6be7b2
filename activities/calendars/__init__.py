"""Calendars in the format of iCalendar (RFC 5545): reading files, and writing feeds."""

"""Who works: availability, shifts, proposals, and who is asked when staff is missing."""

"""Going out and coming home: what is prepared, who is on call, and the escalation."""

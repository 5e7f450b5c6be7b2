"""A calendar file becomes sessions: a plan to look at first, then the act."""

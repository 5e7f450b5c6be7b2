"""What the team offers: activities, recipes, ideas, and what they need."""

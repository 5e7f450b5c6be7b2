"""What was earned and paid, for a person, a team or payroll. Only reads."""

"""What is made and cared for: works, what each kind has of its own, and jobs."""

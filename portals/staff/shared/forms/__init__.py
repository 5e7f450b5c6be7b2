"""What the forms of several rooms share."""

"""What *I dag* and *Trenger deg* show to each role."""

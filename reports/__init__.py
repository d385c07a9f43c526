"""What is printed, exported and projected."""

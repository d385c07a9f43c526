"""What travels, and how it is opened again."""

"""Cards, check words, and whom to trust for what."""

"""The page before everything: one field, and nothing that tells what is behind it."""

"""The encrypted folder: one person, one vault. Rows never leave this room."""

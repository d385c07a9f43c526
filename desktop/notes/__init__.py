"""The list of notes, and one note with its history."""

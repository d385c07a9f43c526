"""Who reads a note: said by name at all times, and changed by a person."""

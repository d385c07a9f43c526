"""Home: one list of at most seven lines, for the role, and the ways to begin."""

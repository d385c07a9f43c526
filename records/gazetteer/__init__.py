"""Places by name: the list that comes with the program, and lists of a country taken in from a file."""

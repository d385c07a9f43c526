"""Entries, chains, forks and merging: pure. Nothing here reads a clock, a file or a database."""

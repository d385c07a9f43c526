"""Open a drive: what lay there, what waits for a person, what came in, and the answer back to the drive."""

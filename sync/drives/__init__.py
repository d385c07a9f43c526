"""Finding drives, and writing to one so that success means it lies there."""

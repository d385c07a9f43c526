"""Pictures, papers and recordings: what they are, a copy without metadata, and their sealed bytes."""

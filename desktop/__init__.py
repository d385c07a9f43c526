"""Windows, and the same acts as commands."""

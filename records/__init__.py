"""What is known, and how it is kept safe. Nothing here knows a window, a drive or a form file."""

"""Filling in a form: one page, story first, everything by keyboard. What a form asks is decided by `forms` alone."""

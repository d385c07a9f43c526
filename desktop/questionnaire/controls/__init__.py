"""The ways a question can be answered. A control shows an answer and says a new one; it knows no form, no notebook."""

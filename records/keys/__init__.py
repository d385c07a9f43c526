"""A device's own keys, the slots that open a vault, and the words people compare."""

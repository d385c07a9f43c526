"""The age v1 file format (c2sp.org/age) without armor and passphrases, on `cryptography`, without input or output.

`header` is bytes to values and back, `recipients` wraps and unwraps the file key, `file` seals and opens. The payload's
chunks are `records.stream`.
"""

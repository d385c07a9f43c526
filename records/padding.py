"""Sizes that tell little: Padmé's classes (PURBs, Nikitin et al. 2019, section 4). At most 12 % is added."""


def padme(size: int, floor: int) -> int:
    """Return the padded size of `size` bytes: the floor, or the next number with few significant bits."""
    if size <= floor:
        return floor
    exponent = size.bit_length() - 1
    kept = exponent.bit_length()
    mask = (1 << (exponent - kept)) - 1
    return (size + mask) & ~mask

"""Small pieces that know no feature. A piece used once lives with its feature."""

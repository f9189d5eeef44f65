"""Forms that other programs read."""

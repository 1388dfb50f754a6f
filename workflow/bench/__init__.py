"""Measures the others: acts against raw SQL of the same shape, in interleaved slices of one run (ruling 53)."""

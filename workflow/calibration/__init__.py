"""Measures how well likeness tells repetitions from look-alikes, and proposes better weights and wordings.

Above the engine, because it reckons with fractions; nothing here is put in force by itself.
"""

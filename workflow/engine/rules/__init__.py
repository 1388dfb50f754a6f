"""The rules of the office, each a pure function of the facts; ``register`` asks them all.

A rule says what it compared and what would clear it. How hard it is, where it stops and who may
override it stands in the policy in force; people decide, rules inform.
"""

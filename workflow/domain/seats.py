"""The words of seats and rounds, used by the deciding and the storing floors alike."""

WAITING = "waiting"  # its turn has not come
OPEN = "open"  # asked; this is what the inbox shows
SIGNED = "signed"
CLOSED = "closed"  # left unsigned: the round ended without it

DONE = "done"  # a round's outcomes
LEFT = "left"

ONE, ALL, IN_ORDER, GATE, REOPENED, SYSTEM = "one", "all", "in_order", "gate", "reopened", "system"

"""Shenbao's engine: a class declaration's way from draft to completed, and the proof of it.

Open three files and you have seen a transition:

1. ``definitions/processes/class_declaration.v1.yaml``: what may happen.
2. ``workflow/engine/decide.py``: may it happen?  Pure; answers a ``Move``, or all refusals at once.
3. ``workflow/acts/take_action.py``: it happens: gather, decide, set the state, apply effects,
   record; one transaction.

Imports only go down: bench, bootstrap, acts | queries, office, engine | store | files, rulebook,
domain | trail, wording, refusals.  The one who decides cannot save; the one who saves cannot decide.
"""

"""The workflow of class declarations: who may do what when, what it changes, and the proof of it.

The five-minute path to a transition:

1. ``definitions/processes/class_declaration.v1.yaml``: *what may happen*.
2. ``workflow/engine/decide.py``: *may it happen?*  Pure; answers a ``Move``, or all refusals at once.
3. ``workflow/acts/take_action.py``: *it happens*: gather, decide, set the state, apply effects, record;
   one transaction.

Floors, from the ground up; imports only go down (``setup.cfg`` says so, the tests hold it):
``refusals``; ``domain``, ``trail``, ``wording``; ``rulebook``; ``engine``, ``store``, ``files``; ``office``;
``acts``, ``queries``; ``bootstrap``; ``bench``.  Whoever decides cannot save; whoever saves cannot decide.
"""

"""The written rules: processes, dated policies, the lexicon, audiences, roles and the calendar.

``Rulebook`` holds what was read; ``reading`` reads and refuses; nothing here knows a case.
"""

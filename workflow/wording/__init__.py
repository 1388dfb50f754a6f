"""Texts in Chinese and English: one catalogue for the pages, the commands and the messages.

Each text has a key (``refusal.wrong_state``) and stands in
``texts/zh/<area>.po`` and ``texts/en/<area>.po``; a key in one language only is
an error of the project's tests.  Sentences are whole, with named placeholders.
"""

from workflow.wording.catalogue import LANGUAGES, keys, say, sentence, speak
from workflow.wording.values import Fen, Label, Term, pack, unpack

__all__ = ["LANGUAGES", "Fen", "Label", "Term", "keys", "pack", "say", "sentence", "speak", "unpack"]

"""Reads the catalogues and speaks: key + language + values -> sentence."""

from datetime import date, datetime, timedelta, timezone
from functools import cache
from importlib.resources import files
from typing import Any

from babel.messages.pofile import read_po

from workflow.wording.values import Fen, Label, Term

LANGUAGES = ("zh", "en")
CHINA = timezone(timedelta(hours=8), "Asia/Shanghai")  # no summer time since 1991
MONTHS = "January February March April May June July August September October November December".split()


@cache
def _texts(language: str) -> dict[str, str]:
    texts: dict[str, str] = {}
    folder = files("workflow.wording") / "texts" / language
    for part in sorted(folder.iterdir(), key=lambda entry: entry.name):
        if not part.name.endswith(".po"):
            continue
        with part.open("rb") as stream:
            for message in read_po(stream):
                if message.id:
                    if message.id in texts:
                        raise ValueError(f"{language}/{part.name}: {message.id} stands twice")
                    texts[str(message.id)] = str(message.string)
    return texts


def keys(language: str) -> frozenset[str]:
    """All keys of one language's catalogue."""
    return frozenset(_texts(language))


def say(key: str, language: str, /, **values: Any) -> str:
    """The sentence ``key`` in ``language``, filled with ``values``.

    An unknown key raises ``KeyError``: a missing text is a fault.
    """
    text = sentence(key, language, values.get("count"))
    return text.format_map({name: speak(value, language) for name, value in values.items()})


def sentence(key: str, language: str, count: Any = None) -> str:
    """The sentence with its places still open, for whoever fills them in a markup of its own.

    An English text may hold two forms split by ``|||`` (one, many), chosen by ``count``.
    """
    text = _texts(language)[key]
    if "|||" in text:
        one, many = text.split("|||")
        text = one if count == 1 else many
    return text


def speak(value: Any, language: str) -> str:
    """One value as it stands in a sentence of that language."""
    match value:
        case Fen():
            return money(value)
        case bool():
            return say("term.yes" if value else "term.no", language)
        case int():
            return f"{value:,}"
        case Label():
            return value[language]
        case Term(key):
            return say(key, language)
        case datetime():
            return moment(value, language)
        case date():
            return day(value, language)
        case tuple() | list():
            return ("、" if language == "zh" else ", ").join(speak(item, language) for item in value)
        case None:
            return "–"
    return str(value)


def money(fen: int) -> str:
    """Yuan with thousands commas; the fen only where there are any."""
    sign, fen = ("−" if fen < 0 else ""), abs(fen)
    yuan, cents = divmod(fen, 100)
    return f"{sign}{yuan:,}.{cents:02d}" if cents else f"{sign}{yuan:,}"


def day(value: date, language: str) -> str:
    if language == "en":
        return f"{value.day} {MONTHS[value.month - 1]} {value.year}"
    return f"{value.year}年{value.month}月{value.day}日"


def moment(value: datetime, language: str) -> str:
    local = value.astimezone(CHINA)
    return f"{day(local.date(), language)} {local:%H:%M}"

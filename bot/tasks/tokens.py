"""Text as it is searched: in small parts, so that what is typed finds what is written. Pure.

A part is a run of letters and digits, in no case and without accents; a sign of a script that is written without
spaces; or a symbol that means something in a name (`C++`, `C#`, an emoji). All else, such as `-`, `'` and `"`, only
parts: `foo-bar` is `foo` and then `bar`.
"""

import re
import unicodedata
from collections.abc import Iterator, Mapping
from typing import Any

SCRIPTS = (
    "\u0e00-\u0eff"  # Thai, Lao
    "\u1000-\u109f\u1780-\u17ff"  # Burmese, Khmer
    "\u3040-\u30ff"  # Japanese syllables
    "\u3400-\u4dbf\u4e00-\u9fff\uf900-\ufaff\U00020000-\U0003ffff"  # Chinese and Japanese signs
)
"""Written without spaces: each sign is a part of its own."""
SYMBOLS = "+#\u2190-\u2bff\U0001f000-\U0001faff"
"""Arrows, mathematics, pictures; variants of a picture, and what joins two, are none."""
PART = re.compile(f"[{SCRIPTS}{SYMBOLS}]|[^\\W_{SCRIPTS}{SYMBOLS}]+")
ACCENTS = "\u0300-\u036f"
UNSEEN = "\u00ad\u200b\u2060\ufeff"
"""Where a word may be broken, or not; what is pasted is full of them."""
DROPPED = re.compile(f"[{ACCENTS}{UNSEEN}]")
ZEROS = re.compile(r"(?<=-)0+(?=\d)")
MOST_WORDS = 50
"""Words that are looked for at once: FTS5 refuses some hundreds."""


def parts(text: str) -> list[str]:
    """The parts of a text, in order. Takes any text; of what is only punctuation there are none."""
    bare = DROPPED.sub("", unicodedata.normalize("NFKD", text))
    return PART.findall(unicodedata.normalize("NFKC", bare).casefold())


def phrases(typed: str) -> list[list[str]]:
    """What is looked for: for each word that is typed the parts that must follow one another."""
    found = (parts(word) for word in typed.split())
    return [each for each in found if each][:MOST_WORDS]


def searched(key: str, title: str, answers: Mapping[str, Any]) -> list[str]:
    """The parts of all that a task is found by: its key, with and without zeros, its title, and its answers."""
    return parts("\n".join([key, ZEROS.sub("", key), title, *_texts(answers)]))


def _texts(value: Any) -> Iterator[str]:
    """All that is said in an answer, however deep."""
    if isinstance(value, str):
        yield value
    elif isinstance(value, Mapping):
        for each in value.values():
            yield from _texts(each)
    elif isinstance(value, list | tuple):
        for each in value:
            yield from _texts(each)

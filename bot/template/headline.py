"""The document's first heading: how the key and the title are written into it, and found in it again.

The heading is fixed words with at most one place for a key and one for a title among them. A key without a
place goes before the words, a title without one behind them: `# KEY: the words: the title`.
"""

from __future__ import annotations

import re
from dataclasses import dataclass

from bot.template.headings import unbroken
from bot.template.layout import Title

KEY = r"[A-Z][A-Z0-9]*-\d+(?![\w-])"
LEADING_KEY = re.compile(rf"(?P<key>{KEY})(?::[ \t]*|[ \t]*$)")


@dataclass(frozen=True, slots=True)
class Headline:
    """The words of a heading, `words[0] slot words[1] slot words[2]`, with as many slots as it has."""

    words: tuple[str, ...]
    """One more than there are slots; line breaks among them are LF."""
    slots: tuple[str, ...]
    """`key` and `title`, in their order; the template's own text for them is in `shown`."""
    shown: tuple[str, ...]

    @classmethod
    def of(cls, template: str, part: Title) -> Headline:
        """The words of a template's title; none if it has no such heading."""
        if part.text is None or part.key is None or part.hole is None:
            return cls(("",), (), ())
        named = (("key", part.key), ("title", part.hole))
        places = sorted((span.start, span.end, name) for name, span in named if span.start < span.end)
        edges = [part.text.start, *(edge for start, end, _ in places for edge in (start, end)), part.text.end]
        words = tuple(unbroken(template[a:b]) for a, b in zip(edges[::2], edges[1::2], strict=True))
        return cls(
            words, tuple(place[2] for place in places), tuple(unbroken(template[a:b]) for a, b, _ in places)
        )

    def first(self, slot: str) -> bool:
        """Whether nothing stands before what is put there."""
        before = self.words[: self.slots.index(slot) + 1] if slot in self.slots else self.words
        return not "".join(before).strip(" \t") and self.slots[:1] in ((), (slot,))

    def written(self, key: str, title: str) -> str:
        """The heading's text; "" leaves the template's own, or nothing where it has no place."""
        said = {"key": key, "title": title}
        filled = [said[slot] or shown for slot, shown in zip(self.slots, self.shown, strict=True)]
        text = "".join(one for pair in zip(self.words, (*filled, ""), strict=True) for one in pair)
        if title and "title" not in self.slots:
            text = f"{text.rstrip(chr(32) + chr(9))}{self._lead()}{title}"
        if key and "key" not in self.slots:
            text = f"{key}: {text}" if text else key
        return text

    def _lead(self) -> str:
        """What stands between the words and a title that is put behind them."""
        if not self.slots and not self.words[0].strip(" \t"):
            return ""
        return " " if self.words[-1].rstrip(" \t").endswith(":") else ": "

    def read(self, text: str) -> tuple[str | None, str | None]:
        """(key, title) that a heading's text says, each None where it says none, or the template's own."""
        text, key = unbroken(text), None
        if "key" not in self.slots and (found := LEADING_KEY.match(text)):
            key, text = found["key"], text[found.end() :]
        match = self._pattern().fullmatch(text)
        said = match.groupdict() if match else self._loosely(text)
        own = dict(zip(self.slots, self.shown, strict=True))
        told = {slot: value for slot, value in said.items() if value and value != own.get(slot)}
        return key or told.get("key"), told.get("title")

    def _pattern(self) -> re.Pattern[str]:
        alternatives = {"key": KEY, "title": ".*"}
        pattern = re.escape(self.words[0] if self.slots else self.words[0].rstrip(" \t"))
        behind = (*self.words[1:-1], self.words[-1].rstrip(" \t")) if self.slots else ()
        for slot, shown, words in zip(self.slots, self.shown, behind, strict=True):
            pattern += rf"(?P<{slot}>{re.escape(shown)}|{alternatives[slot]}){re.escape(words)}"
        if "title" not in self.slots:
            lead = re.escape(self._lead())
            pattern += rf"[ \t]*(?:{lead}(?P<title>.*))?"
        return re.compile(pattern, re.DOTALL)

    def _loosely(self, text: str) -> dict[str, str | None]:
        """What a heading says that somebody wrote otherwise: a key where it begins, and the rest as title."""
        found = LEADING_KEY.match(text)
        return {"key": found["key"], "title": text[found.end() :]} if found else {"key": None, "title": text}

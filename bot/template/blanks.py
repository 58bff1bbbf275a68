"""What is a blank: the places of a text that an answer replaces."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.template.lines import Source

CANDIDATE = re.compile(
    r"""<!--(?:(?!<!--).)*?-->
      | \[\[[^\[\]]*\]\]
      | \[(?P<square>[^\[\]]*)\]
      | \{\{(?P<double>[^{}]*)\}\}
      | \{(?P<curly>[^{}]*)\}
      | <(?P<angle>[A-Za-z][^<>]*)>
      | (?P<line>(?<!_)_{4,}(?!_))
      | (?P<day>(?<!\w)YYYY-MM-DD(?!\w))
    """,
    re.VERBOSE | re.DOTALL,
)
TICKS = re.compile(r"`+")
VOID_TAGS = frozenset(
    [
        "area",
        "base",
        "br",
        "col",
        "embed",
        "hr",
        "img",
        "input",
        "link",
        "meta",
        "param",
        "source",
        "track",
        "wbr",
    ]
)
IN_SPAN = re.compile(r"\[(?:[^\w\[\]]|\d)*[^\W\d][^\[\]]*\]|\{[^{}$]+\}|<[A-Za-z][^<>]*>|YYYY-MM-DD")
WHOLE = re.compile(r"\((?P<round>[^()]+)\)|\*(?P<star>[^*]+)\*|_(?P<under>[^_]+)_")
BOXES = re.compile(r"(?:\[[ xX]?\][^\[\]\r\n]+){2,}")


@dataclass(frozen=True, slots=True)
class Blank:
    """A blank and its own text, without the signs that make it one."""

    start: int
    end: int
    text: str
    code: bool = False
    """Whether it is a whole code span."""


class Blanks:
    """Finds the blanks of one source."""

    def __init__(self, source: Source, prefix: str | None) -> None:
        self._text = source.text
        self._closed = frozenset(tag.lower() for tag in re.findall(r"</([A-Za-z][\w-]*)", source.text))
        self._defined = frozenset(
            name.casefold() for name in re.findall(r"^ {0,3}\[([^\[\]]+)\]:", source.text, re.MULTILINE)
        )
        pattern = rf"(?<![\w-]){re.escape(prefix)}-(?:[A-Z]+|#+)(?![\w-])" if prefix else r"(?!)"
        self.key = re.compile(pattern)
        """A task's key whose number is letters: TASK-XXX."""

    def find(self, start: int, end: int, *, labelled: bool = False) -> list[Blank]:
        """The blanks between two places of the source. `labelled`: what stands there is a label's value, so
        that a code span, or the value as a whole, can be one blank."""
        if labelled and (whole := self._whole(start, end)):
            return [whole]
        spans = list(code_spans(self._text, start, end))
        blanks = [
            Blank(a, b, self._text[a:b].strip("`"), code=True)
            for a, b in spans
            if labelled and IN_SPAN.search(self._text, a, b)
        ]
        for a, b in outside(spans, start, end):
            blanks += self._plain(a, b)
        blanks.sort(key=lambda blank: blank.start)
        return self._joined(blanks)

    def _whole(self, start: int, end: int) -> Blank | None:
        text = self._text[start:end]
        inner = text.strip(" \t")
        a = start + len(text) - len(text.lstrip(" \t"))
        if match := WHOLE.fullmatch(inner):
            return Blank(a, a + len(inner), next(group for group in match.groups() if group))
        if BOXES.fullmatch(inner):
            options = [part.strip(" \t") for part in re.split(r"\[[ xX]?\]", inner)[1:]]
            return Blank(a, a + len(inner), " | ".join(options))
        bare = not re.search(r"[\[\]{}<>]", inner) and choices(inner, bare=True)
        return Blank(a, a + len(inner), inner) if bare else None

    def _plain(self, start: int, end: int) -> Iterator[Blank]:
        for match in CANDIDATE.finditer(self._text, start, end):
            if match.lastgroup and self._is_blank(match):
                yield Blank(match.start(), match.end(), match[match.lastgroup].strip())
        for match in self.key.finditer(self._text, start, end):
            yield Blank(match.start(), match.end(), match[0])

    def _is_blank(self, match: re.Match[str]) -> bool:
        before = self._text[max(0, match.start() - 1) : match.start()]
        after = self._text[match.end() : match.end() + 1]
        inner = match[match.lastgroup or 0].strip()
        match match.lastgroup:
            case "square":
                return (
                    inner not in ("", "x", "X")
                    and not inner.isdigit()
                    and inner[0] not in "!^"
                    and after not in ("(", "[", ":")
                    and before not in ("!", "]", "\\")
                    and not (before.isalnum() and re.fullmatch(r"[a-z]", inner))
                    and inner.casefold() not in self._defined
                )
            case "curly" | "double":
                return bool(inner) and before not in ("$", "\\") and inner[0] not in "#%"
            case "angle":
                return before != "\\" and self._is_no_tag(inner)
        return True

    def _is_no_tag(self, inner: str) -> bool:
        name = inner.split()[0].rstrip("/").lower()
        is_address = re.match(r"[A-Za-z][A-Za-z0-9+.-]*:\S", inner) or re.fullmatch(r"[^\s@]+@\S+", inner)
        return not (is_address or "=" in inner or name in VOID_TAGS or name in self._closed)

    def _joined(self, blanks: list[Blank]) -> list[Blank]:
        """Blanks with nothing, or nothing but `, `, between them are one; one inside another goes."""
        joined: list[Blank] = []
        for blank in blanks:
            last = joined[-1] if joined else None
            if last and blank.start < last.end:
                continue
            if last and self._text[last.end : blank.start] in (", ", "") and not (last.code or blank.code):
                joined[-1] = Blank(last.start, blank.end, f"{last.text}, {blank.text}")
            else:
                joined.append(blank)
        return joined


def code_spans(text: str, start: int, end: int) -> Iterator[tuple[int, int]]:
    """The code spans between two places, ticks included; linear, since each run of ticks is looked at once."""
    runs = [match.span() for match in TICKS.finditer(text, start, end)]
    later: dict[int, list[int]] = {}
    for number in reversed(range(len(runs))):
        later.setdefault(runs[number][1] - runs[number][0], []).append(number)
    at = 0
    while at < len(runs):
        a, b = runs[at]
        same = later[b - a]
        while same and same[-1] <= at:
            same.pop()
        if same:
            at = same[-1]
            yield a, runs[at][1]
        at += 1


def outside(spans: list[tuple[int, int]], start: int, end: int) -> Iterator[tuple[int, int]]:
    """What lies between two places and in none of the spans."""
    for a, b in spans:
        yield start, a
        start = b
    yield start, end


def choices(text: str, *, bare: bool = False) -> tuple[str, ...]:
    """The options that a blank's text lists; () if it lists none.

    `A | B`, numbers `1, 2, 3`, three capitalised parts `A / B / C`, `Yes/No`; at most 40 characters each,
    and none of them "…". `bare`: the text stands without brackets, where a comma lists nothing.
    """
    for parts in _listed(text, bare):
        if all(0 < len(part) <= 40 and part not in ("…", "...") for part in parts):
            return tuple(dict.fromkeys(parts))
    return ()


def _listed(text: str, bare: bool) -> Iterator[list[str]]:
    piped = [part.strip(" \t`") for part in text.replace("\\|", "|").split("|")]
    if len(piped) > (2 if bare else 1):
        yield piped
    commas = [part.strip() for part in text.split(",")]
    if len(commas) > 1 and not bare and all(re.fullmatch(r"\d+(?:\.\d+)?\+?", part) for part in commas):
        yield commas
    slashed = [part.strip() for part in text.split(" / " if " / " in text else "/")]
    if (len(slashed) > 2 and all(part[:1].isupper() for part in slashed)) or [
        part.lower() for part in slashed
    ] == ["yes", "no"]:
        yield slashed

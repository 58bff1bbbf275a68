"""Paragraphs: labelled lines, and prose."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass

from bot.template.blanks import Blank
from bot.template.blocks import Block
from bot.template.harvest import Harvest, Place
from bot.template.kinds import Asked, asked, placeholder
from bot.template.layout import Body, Hole, Line, Part, Span, Still
from bot.template.lines import Source
from bot.template.openings import BOLD, LABEL
from bot.template.overrides import NOTHING

QUICK_ACTION = re.compile(r"/[a-z_]+(?:[ \t].*)?")
"""A line by which GitLab does something: `/label ~bug`."""


@dataclass(frozen=True, slots=True)
class Entry:
    """A label and its value, or a run of prose without one."""

    label: str | None
    first: int
    end: int
    """The lines that it covers."""
    value: Span
    """Where its value stands, its last line break left out."""
    colon: bool = True
    """Whether the label says so by a colon, and not only by standing alone in bold."""


def entries(source: Source, first: int, end: int) -> Iterator[Entry]:
    """The lines of a paragraph by their labels."""
    begin = first
    label: re.Match[str] | None = None
    for number in range(first, end):
        match = _label(source, number)
        if match and number > begin:
            yield _entry(source, begin, number, label)
        if match:
            begin, label = number, match
    yield _entry(source, begin, end, label)


def _label(source: Source, number: int) -> re.Match[str] | None:
    line = source.line(number)
    return LABEL.match(line) or BOLD.fullmatch(line)


def _entry(source: Source, first: int, end: int, label: re.Match[str] | None) -> Entry:
    start, stop = source.starts[first], source.line_end(end - 1)
    if label is None:
        return Entry(None, first, end, Span(start, stop))
    value = start + label.end()
    if end > first + 1 and value >= source.line_end(first):
        value = source.starts[first + 1]
    name = label["label"].strip().removesuffix(":").rstrip()
    return Entry(name, first, end, Span(value, stop), label.re is LABEL or label["label"].endswith(":"))


def prose(harvest: Harvest, place: Place, entry: Entry) -> Part:
    """Text without a label: guidance, or, with blanks in it, text to be rewritten."""
    span = Span(harvest.source.starts[entry.first], harvest.source.starts[entry.end])
    text = harvest.source.text[entry.value.start : entry.value.end]
    action = all(QUICK_ACTION.fullmatch(line.strip(" \t")) for line in text.splitlines())
    if action or "skip" in harvest.words:
        harvest.words = NOTHING
        return Still(span.start, span.end, holds=True)
    if place.header or not harvest.blanks.find(entry.value.start, entry.value.end):
        harvest.guidance.append(text.strip())
        return Still(span.start, span.end, holds=False)
    return ask_body(harvest, place, entry.first, entry.end)


def ask_body(harvest: Harvest, place: Place, first: int, end: int, name: str | None = None) -> Body:
    """Lines that an answer replaces as a whole: asked by the kind of their one blank, or as Markdown."""
    source = harvest.source
    start, stop = source.starts[first], source.line_end(end - 1)
    blanks = harvest.blanks.find(start, stop, labelled=True)
    text = source.text[start:stop].strip()
    if len(blanks) == 1 and source.text[blanks[0].start : blanks[0].end] == text:
        how = _as_told(harvest, asked(name or place.title, blanks[0].text, harvest.blanks.key, alone=True))
        shown, hint = placeholder(blanks[0].text)
        multiline = how.kind == "text"
        field = harvest.add(
            place,
            name,
            how.kind,
            first,
            options=how.options,
            placeholder=shown,
            hint=hint,
            multiline=multiline,
            default=_default(harvest, how, blanks[0].text),
        )
    else:
        default = _default(harvest, Asked("markdown"), text)
        hint = "" if default else without_comment_marks(text)
        field = harvest.add(place, name, "markdown", first, hint=hint, multiline=True, default=default)
    return Body(start, source.starts[end], field.key)


def without_comment_marks(text: str) -> str:
    """A hint as it is shown: what stands in comments is meant to be read too."""
    return re.sub(r"<!--|-->", "", text).strip()


def labelled(
    harvest: Harvest, place: Place, label: str, span: Span, value: Span, line: int, box: int | None = None
) -> Part:
    """A label with a value: asked if the value holds blanks, else shown.

    `span` is what the part covers; `line` counts from 0. A value that is empty, or that stands on lines of
    its own, is a blank as a whole.
    """
    text = harvest.source.text[value.start : value.end]
    own_lines = value.start > span.start and harvest.source.text[value.start - 1] in "\r\n"
    blanks = harvest.blanks.find(value.start, value.end, labelled=True)
    if not text.strip() or (own_lines and len(blanks) != 1):
        blanks = [Blank(value.start, value.end, text.strip())]
    if not blanks or "skip" in harvest.words:
        harvest.add(place, label, "constant", line, text=text.strip())
        return Still(span.start, span.end, holds=True)
    alone = len(blanks) == 1 and harvest.source.text[blanks[0].start : blanks[0].end] == text.strip()
    words = harvest.words
    holes = []
    for number, blank in enumerate(blanks):
        harvest.words = words  # which hold for each blank of the line
        name = _own_name(harvest, label, blanks, number) if number else label
        key = _ask(harvest, place, name, blank, line, alone=alone)
        holes.append(Hole(blank.start, blank.end, key, blank.code))
    return Line(span.start, span.end, tuple(holes), place.indent, box)


def _own_name(harvest: Harvest, label: str, blanks: list[Blank], number: int) -> str:
    """What a later blank of a line is called: its own text, or, if that names nothing, such as a day's pattern
    or options, the line's label with the words before the blank."""
    blank = blanks[number]
    plain = asked("", blank.text, harvest.blanks.key, alone=False).kind not in ("choice", "date")
    if plain and any(character.isalpha() for character in blank.text):
        return blank.text
    before = harvest.source.text[blanks[number - 1].end : blank.start].strip(" \t\r\n,;:()/-–—")
    return f"{label} {before if any(sign.isalpha() for sign in before) else number + 1}"


KEPT = {"Status": "choice", "Created": "date", "Updated": "date"}
"""What the bot keeps, by label and by the kind of blank."""


def _ask(
    harvest: Harvest,
    place: Place,
    label: str,
    blank: Blank,
    line: int,
    *,
    alone: bool,
) -> str:
    how = _as_told(harvest, asked(label, blank.text, harvest.blanks.key, alone=alone))
    if blank.code and how.kind != "choice":
        how = Asked("text")
    if place.header and KEPT.get(label) == how.kind:
        return harvest.add(place, label, "kept", line, options=how.options, text=blank.text).key
    shown, hint = placeholder(blank.text)
    return harvest.add(
        place,
        label,
        how.kind,
        line,
        options=how.options,
        placeholder=shown,
        hint=hint,
        multiline=how.kind == "text" and alone and not blank.code,
        default=_default(harvest, how, blank.text),
    ).key


def _default(harvest: Harvest, how: Asked, text: str) -> str | None:
    """What a blank starts as, if a comment says that it does: its own text, or the first of its options."""
    if "default" not in harvest.words or how.kind not in ("text", "markdown", "link", "choice"):
        return None
    plain = re.sub(r"\r\n|\r", "\n", text.replace("\0", "\ufffd")).strip(" \t\n")
    flat = plain if how.kind == "markdown" else re.sub(r"[ \t\n]+", " ", plain)
    return how.options[0] if how.options else flat or None


def _as_told(harvest: Harvest, how: Asked) -> Asked:
    return Asked("person") if "person" in harvest.words else how


def paragraph_entries(source: Source, block: Block) -> list[Entry]:
    """The entries of a paragraph block."""
    return list(entries(source, block.first, block.end))

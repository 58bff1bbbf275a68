"""How what a person typed is written, so that it stays what was typed and the template stays what it is.

There is one guard, the first non-blank character of a line (or of an item, a cell, a value): `force` puts it
on, `un` takes it off. Whoever reads takes it off wherever it may stand and need not know why it was put on.
"""

from __future__ import annotations

import re
import string
from collections.abc import Callable, Collection

from markdown_it import MarkdownIt

BLANKS = " \t"
ENTITY = re.compile(r"&#([0-9]{1,7});")
LABEL = re.compile(r"[ \t]*(?:\*\*|__)[^*\r\n]+")
RULE = re.compile(r"[ \t]*(?:(?:-[ \t]*){3,}|(?:\*[ \t]*){3,}|(?:_[ \t]*){3,}|=+[ \t]*)")
HEADING = re.compile(r" {0,3}(#{1,6})(?:[ \t]|$)")
NUMBERED = re.compile(r"[ \t]*\d{1,9}[.)](?:[ \t]|$)")
RISKY_ITEM = re.compile(
    r"[ \t]*(?:```|~~~|[#<>|]|[-+*](?:[ \t]|$)|\d{1,9}[.)](?:[ \t]|$)|\[[ xX]?\]|\[[^\[\]]*\]:)"
)
CLOSING_HASHES = re.compile(r"(?:^|(?<=[ \t]))(?=\\*#+$)")
CLOSED_HASHES = re.compile(r"(?:^|(?<=[ \t]))\\(?=\\*#+$)")
LAST_CODE_POINT = 0x10FFFF
NO_HEADING = 6
"""The limit at which no heading of the person's own may stand."""


def un(line: str) -> str:
    """A line without its guard."""
    rest = line.lstrip(BLANKS)
    indent = line[: len(line) - len(rest)]
    if rest[:1] == "\\" and rest[1:2] and rest[1] in string.punctuation:
        return indent + rest[1:]
    match = ENTITY.match(rest)
    if match and 0 < int(match[1]) <= LAST_CODE_POINT:
        return indent + chr(int(match[1])) + rest[match.end() :]
    return line


def force(line: str) -> str:
    """A line with a guard: a backslash before punctuation, any other first character as `&#N;`."""
    rest = line.lstrip(BLANKS)
    indent = line[: len(line) - len(rest)]
    if not rest:
        return line
    return indent + ("\\" + rest if rest[0] in string.punctuation else _entity(rest[0]) + rest[1:])


def differently(text: str) -> str:
    """A text that must not look like the template's own: its first character as `&#N;`."""
    rest = text.lstrip(BLANKS)
    return text[: len(text) - len(rest)] + _entity(rest[0]) + rest[1:] if rest else text


def _entity(character: str) -> str:
    return f"&#{ord(character)};"


def inline(text: str, taken: Collection[str] = ()) -> str:
    """A value of one line after its label. `taken`: what the template has there, which would be no answer."""
    if text[:1] in BLANKS or text in taken:
        return lead(text)
    written = force(text) if un(text) != text else text
    return differently(text) if written in taken else written


def item(text: str, taken: Collection[str] = ()) -> str:
    """The text of a list's item, on one line. `taken`: the list's examples."""
    if text in taken or text[:1] in BLANKS:
        return lead(text)
    risky = RISKY_ITEM.match(text) or RULE.fullmatch(text) or un(text) != text
    written = force(text) if risky else text
    return lead(text) if written in taken else written


def cell(text: str, taken: Collection[str] = ()) -> str:
    """A table's cell, on one line."""
    written = spelled(inline(text), "|")
    return spelled(lead(text), "|") if written in taken else written


def lead(text: str) -> str:
    """Its very first character, a blank too, as `&#N;`."""
    return _entity(text[0]) + text[1:] if text else text


def spelled(text: str, character: str) -> str:
    """A character as `&#N;` wherever it stands; what was typed so gains an `amp;`."""
    number = ord(character)
    return re.sub(rf"&((?:amp;)*#{number};)", r"&amp;\1", text).replace(character, _entity(character))


def unspelled(text: str, character: str) -> str:
    """What `spelled` was given."""
    number = ord(character)
    plain = text.replace(_entity(character), character)
    return re.sub(rf"&amp;((?:amp;)*#{number};)", r"&\1", plain)


def before(text: str, separator: str) -> str:
    """A value that stands before a separator, which must not be found too early."""
    if not separator:
        return text
    first = parting(separator)
    early = (text + separator).find(separator) < len(text)
    return spelled(text, first) if early or unspelled(text, first) != text else text


def parting(separator: str) -> str:
    """The character of a separator that no value before it may hold."""
    return separator.lstrip()[:1] or separator[:1]


def heading(text: str, taken: Collection[str] = (), *, first: bool = False) -> str:
    """A value in a heading: a run of `#` at its end would close the heading. `first`: nothing is before it."""
    risky = first and (RISKY_ITEM.match(text) or RULE.fullmatch(text))
    guarded = lead(text) if text[:1] in BLANKS else force(text) if risky else inline(text, taken)
    return CLOSING_HASHES.sub(r"\\", guarded, count=1)


def unmistaken(text: str) -> str:
    """A value in a heading that would be taken for another heading of the template."""
    return CLOSING_HASHES.sub(r"\\", differently(text), count=1)


def unclosing(text: str) -> str:
    """A heading's value without the backslash before the `#` at its end."""
    return CLOSED_HASHES.sub("", text, count=1)


def span(text: str, *, longer: bool = False) -> str:
    """A code span: one tick more than the longest run inside; padded only if it holds ticks."""
    ticks = "`" * (max((len(run) for run in re.findall("`+", text)), default=0) + 1 + longer)
    return f"{ticks} {text} {ticks}" if "`" in text else f"{ticks}{text}{ticks}"


def fence(language: str, text: str, *, longer: bool = False) -> str:
    """A fenced code block without the last line break: its fence is longer than any run of three ticks."""
    ticks = "`" * (max((len(run) for run in re.findall("`{3,}", text)), default=2) + 1 + longer)
    return "\n".join((ticks + language, *([text] if text else []), ticks))


def block(
    text: str,
    limit: int = NO_HEADING,
    *,
    all_lines: bool = False,
    taken: str = "",
    ours: Callable[[str], bool] = lambda _: False,
) -> str:
    """A value of many lines, as Markdown of the person's own where that leaves the template's skeleton alone.

    `limit`: the person's headings stand only where they are deeper than this level. `all_lines`: what comes
    next in the template is a list, a table or code, which the person's own must not be taken for. `taken`:
    what the template has there, which would be no answer. `ours`: which lines are the template's.
    """
    lines = text.split("\n")
    written = None if all_lines else _raw(lines, limit, ours)
    if written is None:
        written = "\n".join(_forced(line, ours) for line in lines)
    if written != taken.replace("\r\n", "\n").replace("\r", "\n"):
        return written
    return "\n".join((differently(lines[0]), *(_forced(line, ours) for line in lines[1:])))


def _raw(lines: list[str], limit: int, ours: Callable[[str], bool]) -> str | None:
    """The lines as they are, but for those that need a guard; None if that would reach out of its place."""
    inside = fenced(lines)
    raw = [line if number in inside else _guarded(line, limit, ours) for number, line in enumerate(lines)]
    written = "\n".join(raw)
    back = [line if number in inside else un(line) for number, line in enumerate(raw)]
    same = fenced(raw) == inside and back == lines
    return written if same and _stays_inside(written, limit) else None


def unblock(written: str) -> str:
    """What `block` was given."""
    lines = written.split("\n")
    inside = fenced(lines)
    return "\n".join(line if number in inside else un(line) for number, line in enumerate(lines))


def _guarded(line: str, limit: int, ours: Callable[[str], bool]) -> str:
    heading = HEADING.match(line)
    too_high = heading is not None and len(heading[1]) <= limit
    own = too_high or LABEL.match(line) or RULE.fullmatch(line) or un(line) != line
    return force(line) if own or ours(line) else line


def _forced(line: str, ours: Callable[[str], bool]) -> str:
    first = line.lstrip(BLANKS)[:1]
    risky = (first and first in string.punctuation) or NUMBERED.match(line)
    return force(line) if risky or un(line) != line or ours(line) else line


OPENER = re.compile(r" {0,3}(?P<fence>`{3,}(?=[^`]*$)|~{3,})")
CLOSER = re.compile(r" {0,3}(?P<fence>`{3,}|~{3,})[ \t]*")


def fenced(lines: list[str]) -> frozenset[int]:
    """The lines inside closed fences, with the fences; an opener that nothing closes is ordinary text.

    Linear: how long the closers further down are is known beforehand, so each line is passed once.
    """
    longest = longest_closers(lines)
    inside: set[int] = set()
    at = 0
    while at < len(lines):
        opener = OPENER.match(lines[at])
        end = at + 1
        if opener and longest[at + 1][opener["fence"][0]] >= len(opener["fence"]):
            while not closes(lines[end], opener["fence"]):
                end += 1
            end += 1
            inside.update(range(at, end))
        at = end
    return frozenset(inside)


def closes(line: str, opener: str) -> bool:
    """Whether a line closes the fence."""
    match = CLOSER.fullmatch(line)
    return match is not None and match["fence"].startswith(opener)


def longest_closers(lines: list[str]) -> list[dict[str, int]]:
    """For each line, how long the longest closer of each sign is from there on."""
    longest = {"`": 0, "~": 0}
    known = [longest]
    for line in reversed(lines):
        if match := CLOSER.fullmatch(line):
            sign, length = match["fence"][0], len(match["fence"])
            if length > longest[sign]:
                longest = longest | {sign: length}
        known.append(longest)
    return known[::-1]


def _stays_inside(written: str, limit: int) -> bool:
    """Whether a heading written below would be one, nothing in it is a heading of the template's levels, and
    it defines no link."""
    environment: dict[str, object] = {}
    tokens = _PARSER.parse(written + "\n\n# probe", environment)
    headings = [token for token in tokens if token.type == "heading_open"]
    if (
        not headings
        or headings[-1].level
        or tokens[-1].type != "heading_close"
        or tokens[-2].content != "probe"
    ):
        return False
    return not environment.get("references") and all(int(token.tag[1]) > limit for token in headings[:-1])


_PARSER = MarkdownIt("commonmark").enable("table").disable("inline")

"""A summary in pieces that fit into messages, cut at line ends. Pure."""

import re
from collections.abc import Iterator

MOST = 8500
"""Characters of one message, as they are sent. Slack: a `markdown` block holds 12,000; above some 9,000 in one
message refusals were seen.
"""
SENT = {"&": 5, "<": 4, ">": 4, "@": 2}
"""What a character becomes on its way: three are escaped, and a zero-width space breaks what would call everybody."""

GOES_ON = "\nThe rest stands in this thread.\n"
"""What ends the first of several messages; `MOST` leaves room for it."""


def messages(text: str) -> list[str]:
    """The text as the messages that hold it: the first, and what goes on in its thread."""
    first, *rest = pieces(text)
    return [first + GOES_ON, *rest] if rest else [first]


def pieces(text: str, most: int = MOST) -> list[str]:
    """The text in pieces of at most `most` characters as they are sent: in whole lines, none of which may be longer.

    A heading stays with what follows it, if both together are not longer than that.
    """
    parts, room = [""], most
    for lines in _together(text, most):
        size = sent(lines)
        if size > room and parts[-1]:
            parts.append("")
            room = most
        parts[-1] += lines
        room -= size
    return parts


def sent(text: str) -> int:
    """How many characters the text is at the most, once it is escaped."""
    return sum(SENT.get(each, 1) for each in text)


def _together(text: str, most: int) -> Iterator[str]:
    """The lines, each with the headings and empty lines right before it."""
    above = ""
    for line in re.split(r"(?<=\n)", text):
        if above and sent(above + line) > most:
            yield above
            above = ""
        above += line
        if line.strip() and not line.startswith("#"):
            yield above
            above = ""
    if above:
        yield above

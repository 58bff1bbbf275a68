"""Text for Slack: escaped, split to its limits, and never able to ping or to format by itself.

What a person typed travels in `plain_text` objects and in rich text's `text` elements: neither is
parsed for mentions, links or formatting, so it is shown as it was typed.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterator, Sequence
from typing import Any

Block = dict[str, Any]
Inline = dict[str, Any]

SECTION = 3000
"""Slack: a text object holds at most 3,000 characters."""
MOST_SENT = 240_000
"""Slack: a view is at most 250,000 bytes."""
VIEW = 150_000
"""So many bytes of it may be what is asked, and what people typed."""
AROUND = 250
"""Bytes of a block around its one text."""
HEADING = re.compile(r"^#+ ")
BULLET = re.compile(r"^( *)- ")
LINK = re.compile(r"(?<!\\)\[((?:[^\]\\]|\\.)*)\]\(https://[^)\s]*\)")
"""A link, as its words."""
MARKS = re.compile(r"\*\*|\\(.)")
"""Bold, and what makes a mark a character: that character stays."""
UNSENT = re.compile("[\x00\ud800-\udfff]")
FALLBACK = 3000
"""Slack: chat.update refuses a `text` above 4,000; a margin is left for escapes."""


def clean(text: str) -> str:
    """Text that Slack can carry: NUL, and half of a surrogate pair, is drawn as U+FFFD."""
    return UNSENT.sub("\ufffd", text)


def escape(text: str) -> str:
    """Text for `mrkdwn` and for a message's own `text`: Slack asks for these three and no others."""
    return clean(text).replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")


def unescape(text: str) -> str:
    """What was typed, out of a message's text or a command's."""
    return text.replace("&lt;", "<").replace("&gt;", ">").replace("&amp;", "&")


def quiet(text: str) -> str:
    """Markdown for a `markdown` block that pings nobody: whether `@here` does there is not documented."""
    return re.sub(r"@(here|channel|everyone)\b", "@\u200b\\1", escape(text))


def spoken(markdown: str) -> str:
    """Our own Markdown as notifications and screen readers say it: without its marks, bullets as `•`."""
    lines = [BULLET.sub(r"\1• ", HEADING.sub("", line)) for line in markdown.split("\n")]
    return MARKS.sub(r"\1", LINK.sub(r"\1", "\n".join(lines)))


def shorten(text: str, limit: int) -> str:
    """At most `limit` characters as Slack counts them (escaped), with `…` where something was left out.

    Only for labels and lines that repeat what stands in full elsewhere.
    """
    text = clean(text)
    if len(escape(text)) <= limit:
        return text
    return text[: _fitting(text, limit - 1)].rstrip() + "…"


def joined(words: Sequence[str]) -> str:
    """Words in one phrase: `Back, Jump to… and Review`."""
    return " and ".join(filter(None, [", ".join(words[:-1]), *words[-1:]]))


def split(text: str, limit: int = SECTION) -> Iterator[str]:
    """The text in parts of at most `limit` escaped characters, cut at line ends where there are any."""
    part: list[str] = []
    room = limit
    for line in re.split(r"(?<=\n)", clean(text)):
        for piece in _pieces(line, limit):
            size = len(escape(piece))
            if size > room and part:
                yield "".join(part)
                part, room = [], limit
            part.append(piece)
            room -= size
    if text:
        yield "".join(part)


def _pieces(line: str, limit: int) -> Iterator[str]:
    """The line in pieces of at most `limit` escaped characters. Each character is looked at once."""
    at = 0
    while at < len(line):
        piece = line[at : at + limit]
        piece = piece[: _fitting(piece, limit) or 1]
        yield piece
        at += len(piece)


def sent(text: str) -> int:
    """How many bytes the text is in a call: the SDK writes an emoji as twelve."""
    return len(json.dumps(text))


def size(blocks: Sequence[Block]) -> int:
    """How many bytes blocks are in a call."""
    return len(json.dumps(blocks))


def within(text: str, room: int) -> str:
    """The text in at most so many bytes (a dozen at least) when sent, with `…` where something was left out."""
    if sent(text) <= room:
        return text
    kept = text[:room]
    while kept and (over := sent(kept + "…") - room) > 0:
        kept = kept[: -max(1, over // 12)]
    return kept.rstrip() + "…"


def first_parts(parts: Sequence[str], most: int, room: int = VIEW) -> list[str]:
    """The first parts, at most so many, that are together at most `room` bytes when sent; one at least."""
    kept: list[str] = []
    for part in parts[:most]:
        room -= sent(part)
        if room < 0 and kept:
            break
        kept.append(part)
    return kept


def _fitting(line: str, limit: int) -> int:
    """How many characters of the line fit; a character is at most five when escaped, so none too few."""
    size = max(0, limit)
    while size and (over := len(escape(line[:size])) - limit) > 0:
        size -= max(1, over // 5)
    return size


def plain(text: str, limit: int = SECTION) -> dict[str, Any]:
    """A plain_text object; `emoji` is off, so that `:name:` stays what was typed."""
    return {"type": "plain_text", "text": shorten(text, limit) or " ", "emoji": False}


def said(text: str, **style: bool) -> Inline:
    """One run of rich text, never parsed: said("Ada", bold=True)."""
    run: Inline = {"type": "text", "text": clean(text)}
    return {**run, "style": style} if style else run


def paragraph(*runs: Inline) -> Block:
    """A rich text block of one paragraph; empty runs are left out, since Slack refuses them."""
    filled = [run for run in runs if run.get("text") or run["type"] != "text"]
    return _rich({"type": "rich_text_section", "elements": filled or [said(" ")]})


def listed(items: list[list[Inline]]) -> Block:
    """A rich text block of one bullet list."""
    lines = [{"type": "rich_text_section", "elements": item} for item in items]
    return _rich({"type": "rich_text_list", "style": "bullet", "elements": lines})


def source(text: str) -> Block:
    """A rich text block that shows the text as it is, in the fixed font."""
    return _rich({"type": "rich_text_preformatted", "elements": [said(text)]})


def context(text: str) -> Block:
    """A small grey line of plain text."""
    return {"type": "context", "elements": [plain(text, 2000)]}


def _rich(element: dict[str, Any]) -> Block:
    return {"type": "rich_text", "elements": [element]}

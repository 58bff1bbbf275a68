"""What a heading says: the document's title with its key, and the titles of a group's items."""

from __future__ import annotations

from bot.template import escape
from bot.template.headline import Headline
from bot.template.layout import Line, Title
from bot.template.sink import Sink


def read_title(template: str, part: Title, text: str, sink: Sink) -> None:
    """The key and the title that the text of the document's first heading says."""
    key, title = Headline.of(template, part).read(text)
    if key:
        sink.kept["key"] = key
    if title:
        sink.put("title", escape.un(escape.unclosing(title)))


def read_heading(line: Line, title: str, blank: str | None, sink: Sink) -> None:
    """The answer that a heading holds, by what stands in it in place of its blank."""
    if not title or not line.holes:
        return
    if title == blank:
        sink.untouched(line.holes[0].key)
    else:
        sink.put(line.holes[0].key, escape.un(escape.unclosing(title)))

"""User text in Markdown of ours. Pure."""

import re

_STRUCTURE = "\\`*_[]#|~!"
_BROADCAST = re.compile(r"@(?=(?:here|channel|everyone)\b)", re.IGNORECASE)
_ZERO_WIDTH_SPACE = "\u200b"


def escaped(text: str, also: str = "") -> str:
    """The text as one line that reads as typed, has no structure and calls nobody.

    `<`, `>` and `&` stay as they are unless they are in `also`: whoever posts it escapes them for Slack.
    """
    line = " ".join(text.split())
    special = _STRUCTURE + also
    return _BROADCAST.sub("@" + _ZERO_WIDTH_SPACE, "".join("\\" + c if c in special else c for c in line))

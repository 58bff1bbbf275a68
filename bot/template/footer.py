"""The footer of a signed document, which is no part of what was answered."""

from __future__ import annotations

import re

MARKER = "<!-- countersign: signed document -->"
"""The line between a signed document and its footer. Only the last such line of a text counts."""

SIGNED, UNSIGNED = "signed with Countersign", "done without a signature"
"""What a footer says of the document."""

FOOTER_LINE = re.compile(rf"|---|\*\*.*, revision \d+, (?:{SIGNED}|{UNSIGNED})\.|- .*")
"""What a footer is made of, line by line. An answer that holds the marker has more than that below it."""


def without_footer(lines: list[str]) -> list[str]:
    """The lines of a document without its footer, which stands behind the last marker and ends the text."""
    marks = [number for number, line in enumerate(lines) if line == MARKER]
    if marks and all(FOOTER_LINE.fullmatch(line.rstrip(" \t")) for line in lines[marks[-1] + 1 :]):
        return lines[: marks[-1]]
    return lines

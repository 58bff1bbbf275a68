"""The footer of a signed document, read back from a file that may have been through many hands. Pure."""

import re

from pydantic import BaseModel, ConfigDict

from bot.tasks.documents import MARKER, split
from bot.tasks.substance import sha256
from bot.template.footer import SIGNED, UNSIGNED

_HASH = r"`sha256:([0-9a-f]{64})`"
_TASK = re.compile(rf"\*\*(.+)\*\*, revision ([0-9]+), (?:{SIGNED}|{UNSIGNED})\.")
_SIGNATURE = re.compile(r"- (.+) \(`([^`]+)`\), ([0-9]{4}-[0-9]{2}-[0-9]{2}), revision ([0-9]+)")
_HASHES = {
    "substance": re.compile(rf"- What (?:was signed|it says): {_HASH}"),
    "head": re.compile(rf"- Task history up to here: {_HASH}"),
    "text": re.compile(rf"- This document above the line: {_HASH}"),
}


class NoFooter(Exception):
    """The text has no footer that can be read; str() is one sentence that says why."""


class SignatureLine(BaseModel):
    """What a footer says of a signature."""

    model_config = ConfigDict(frozen=True)

    line: str
    """The line as it stands, without spaces at its end."""
    said: str
    """Role and name, as Markdown: `Developer: Grace Hopper`."""
    signer: str
    """The user's id."""
    day: str
    """YYYY-MM-DD."""
    revision: int
    """The revision that was signed."""


class Footer(BaseModel):
    """What a footer says."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The task's key."""
    revision: int
    """The number of the revision that was signed."""
    signatures: tuple[SignatureLine, ...]
    """In the order in which they stand."""
    substance: str
    """The SHA-256 (hex) of what was signed."""
    head: str
    """The hash of the last event of the task's chain when it was sealed."""
    text: str
    """The SHA-256 (hex) of the text above the footer."""


class SignedFile(BaseModel):
    """A file that ends in a footer."""

    model_config = ConfigDict(frozen=True)

    whole: str
    """All of it, with the line breaks with which the text fits, if it fits with any."""
    above: str
    """The text above the footer."""
    footer: Footer
    """What the footer says."""
    footers: int
    """How many lines mark a footer; only the last one counts."""
    breaks_changed: bool
    """Whether the text fits only once Windows line breaks are made plain ones again."""

    @property
    def fits(self) -> bool:
        """Whether the text above is the one whose SHA-256 the footer names."""
        return sha256(self.above) == self.footer.text


def read(text: str) -> SignedFile:
    """The file, without a byte order mark, understood. NoFooter.

    Mail programs and some editors write `\\r\\n` for each line break: what fits without fits.
    """
    plain = text.replace("\r\n", "\n")
    ways = [_signed(text, changed=False)]
    if plain != text:
        ways.append(_signed(plain, changed=True))
    return next((each for each in ways if each.fits), ways[0])


def _signed(text: str, *, changed: bool) -> SignedFile:
    above, below = split(text)
    if below is None:
        raise NoFooter(
            "It has no footer of Countersign: it isn't a signed document, or its end was cut off. "
            f"A footer begins with the line {MARKER}"
        )
    marks = sum(line.rstrip("\r") == MARKER for line in text.split("\n"))
    footer = _footer(below, above.count("\n") + 1)
    return SignedFile(whole=text, above=above, footer=footer, footers=marks, breaks_changed=changed)


def _footer(below: str, first: int) -> Footer:
    """What these lines say, the first of which is the file's line `first`."""
    said: dict[str, str] = {}
    signatures: list[SignatureLine] = []
    for number, raw in enumerate(below.split("\n"), start=first):
        line = raw.rstrip()
        if line in ("", "---", MARKER):
            continue
        if (name := next((name for name, shape in _SHAPES.items() if shape.fullmatch(line)), None)) is None:
            raise NoFooter(
                f"Line {number} is no line of a footer: it was changed, or something was added: {line}"
            )
        if name in said:
            raise NoFooter(f"Line {number} says something that the footer has said already: {line}")
        if name == "signature":
            signatures.append(_signature(line))
        else:
            said[name] = line
    if missing := [_MEANT[name] for name in _MEANT if name not in said]:
        raise NoFooter(f"Its footer isn't whole. It lacks {', '.join(missing)}.")
    return _made(said, signatures)


def _made(said: dict[str, str], signatures: list[SignatureLine]) -> Footer:
    key, revision = _groups(_TASK, said["task"])
    hashes = {name: _groups(shape, said[name])[0] for name, shape in _HASHES.items()}
    return Footer(key=key, revision=int(revision), signatures=tuple(signatures), **hashes)


def _signature(line: str) -> SignatureLine:
    said, signer, day, revision = _groups(_SIGNATURE, line)
    return SignatureLine(line=line, said=said, signer=signer, day=day, revision=int(revision))


def _groups(shape: re.Pattern[str], line: str) -> tuple[str, ...]:
    found = shape.fullmatch(line)
    return found.groups() if found else ()


_SHAPES = {"task": _TASK, **_HASHES, "signature": _SIGNATURE}
"""What each line of a footer looks like."""
_MEANT = {
    "task": "the line with the task's key",
    "substance": "the hash of what was signed",
    "head": "the hash of the task's history",
    "text": "the hash of the text",
}
"""What can't be missing."""

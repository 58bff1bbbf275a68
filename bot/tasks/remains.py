"""What is left of the texts that a chain of events names: did retention take the others, or somebody else? Pure."""

from collections.abc import Collection, Iterator, Mapping
from typing import Any

from bot.tasks.chains import Chain, moment

Stored = Mapping[str, Any]
"""A row; moments as the text that stands in the file."""


def unexplained(chain: Chain, gone: Collection[str]) -> Iterator[str]:
    """That texts are gone, which no event says, in a sentence. `gone`: the hashes of those of `chain.texts` and
    `chain.notes` of which no text is kept.
    """
    if chain.forgotten or not gone:
        return
    number, digest = min(({**chain.notes, **chain.texts}[each], each) for each in gone)
    many = (
        "1 text is gone that its events name"
        if len(gone) == 1
        else f"{len(gone)} texts are gone that its events name"
    )
    yield f"{many}, and none says that it was deleted: the first is that of event {number}, with the SHA-256 {digest}."


def row_differs(chain: Chain, task: Stored) -> Iterator[str]:
    """That the task's own row says otherwise than its events whether its texts were deleted, and when."""
    here, there = task["forgotten_at"], chain.forgotten
    if here is None and there is None:
        return
    if there is None:
        yield "Its row says that its texts were deleted, and none of its events does."
    elif here is None:
        yield f"Event {there.number} says that its texts were deleted, and its row doesn't."
    elif not _same(here, chain):
        yield f"Its row says that its texts were deleted at another time than event {there.number}."


def _same(stored: object, chain: Chain) -> bool:
    try:
        return chain.forgotten is not None and moment(str(stored)) == chain.forgotten.at
    except ValueError:
        return False

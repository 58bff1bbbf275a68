"""Boxes that were ticked when somebody signed, and aren't any more. Pure.

A signature doesn't cover ticks, so none is dismissed by this: its signer is told, and decides. Events of ticks
name each box by its checklist and number, which stay the same as long as a signature counts; so the ticks
of that moment are the present ones with all later events undone.
"""

from collections.abc import Iterable, Mapping
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.tasks.boxes import Box
from bot.tasks.events import Event
from bot.tasks.responding import TITLE
from bot.tasks.substance import Tick, ticks_hash
from bot.tasks.task import Signature, Task

TICKED, SIGNED = "ticked", "signed"
"""The kinds of the events that tell of it."""
MOST_NAMED = 5
"""Boxes named in a sentence; more are counted."""

Ids = frozenset[tuple[str, int]]
"""Boxes, as `Box.id`."""


class Unticked(BaseModel):
    """A signature that counts, and what it was given with that isn't so any more."""

    model_config = ConfigDict(frozen=True)

    signature: Signature
    """As it was given."""
    texts: tuple[str, ...]
    """What the boxes say, in the form's order; at least one."""


def numbers(changed: Iterable[Box], afterwards: Iterable[Tick]) -> dict[str, Any]:
    """What an event says of boxes that changed: `{"ticked": {checklist: numbers}, "unticked": …}`, and the hash
    of all ticks as they are afterwards.
    """
    said: dict[str, dict[str, list[int]]] = {"ticked": {}, "unticked": {}}
    for box in changed:
        said["ticked" if box.done else "unticked"].setdefault(box.field, []).append(box.number)
    return {**said, "ticks": ticks_hash(afterwards)}


def when_signed(present: Iterable[Box], events: Iterable[Event], task: Task) -> dict[int, Ids]:
    """What was ticked when each signature that counts was given, by its sign-off's id.

    `events` are the task's of both kinds, the latest first; no older ones are asked for than are needed.
    """
    waiting = {each.sign_off_id for each in task.counting()}
    done = frozenset(box.id for box in present if box.done)
    then: dict[int, Ids] = {}
    for event in events if waiting else ():
        if event.kind == TICKED:
            done = (done - _ids(event, "ticked")) | _ids(event, "unticked")
        elif (sign_off := event.facts.get("sign_off")) in waiting:
            then[sign_off] = done
            waiting.remove(sign_off)
            if not waiting:
                break
    return then


def unticked(present: Iterable[Box], then: Mapping[int, Ids], task: Task) -> tuple[Unticked, ...]:
    """For each signature that counts what was ticked `then` and isn't now; none for those with nothing."""
    off = [box for box in present if not box.done]
    found = (
        Unticked(
            signature=each, texts=tuple(box.text for box in off if box.id in then.get(each.sign_off_id, ()))
        )
        for each in task.counting()
    )
    return tuple(each for each in found if each.texts)


def told(off: Iterable[Box], then: Mapping[int, Ids], task: Task, who: str, name: str) -> dict[str, str]:
    """What each signer is told whose boxes (`off`) somebody else (`who`, called `name`) just unticked."""
    mine: dict[str, list[Unticked]] = {}
    for each in unticked(off, then, task):
        mine.setdefault(each.signature.signer, []).append(each)
    return {signer: _sentence(theirs, task, name) for signer, theirs in mine.items() if signer != who}


def _sentence(theirs: list[Unticked], task: Task, name: str) -> str:
    roles = " and ".join(each.signature.role for each in theirs)
    texts = list(dict.fromkeys(text for each in theirs for text in each.texts))
    return (
        f"{name} unticked {named(texts)} in {task.key} after you signed it as {roles}.\n"
        "Your signature stands; retract it if it shouldn't."
    )


def named(texts: Iterable[str]) -> str:
    """Boxes in a sentence: `“Tests pass”`; the first few of many, shortened, and how many more there are."""
    all_of_them = list(texts)
    first = [
        f"“{text if len(text) <= TITLE else text[: TITLE - 1] + '…'}”" for text in all_of_them[:MOST_NAMED]
    ]
    rest = len(all_of_them) - len(first)
    return ", ".join(first) + (f" and {rest} more" if rest else "")


def _ids(event: Event, way: str) -> Ids:
    listed: Mapping[str, Any] = event.facts.get(way) or {}
    return frozenset((field, number) for field, own in listed.items() for number in own)

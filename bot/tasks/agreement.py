"""Do a task's rows say what its chain of events says? Pure.

The chain can't be changed unseen; so what stands in rows is believed only where an event says the same.
"""

import json
from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from bot.tasks.chains import Chain, moment
from bot.tasks.events import Event
from bot.tasks.remains import row_differs
from bot.tasks.retold import Told
from bot.tasks.substance import sha256, ticks_hash
from bot.tasks.task import State

Stored = Mapping[str, Any]
"""A row; moments, days and JSON as the text that stands in the file."""

_OF_REVISION = {"template_hash": "template", "substance_hash": "substance", "document_hash": "document"}
_OF_SIGNATURE = {
    "role": "role",
    "sign_off_id": "sign_off",
    "signed_for": "for",
    "revision": "revision",
    "substance_hash": "substance",
    "document_hash": "document",
    "day": "day",
    "place": "place",
    "comment_hash": "comment",
}
"""What an event calls what the row's column holds."""


def disagreements(
    chain: Chain,
    task: Stored | None,
    revisions: Sequence[Stored],
    signatures: Sequence[Stored],
    sign_offs: Sequence[Stored],
) -> Iterator[str]:
    """What is wrong with the rows of the task whose chain this is, a sentence each."""
    if task is None:
        yield "The task's own row is gone, though its events are there."
    yield from _revisions(chain, revisions)
    yield from _signatures(chain, signatures)
    yield from _roles(chain, sign_offs)
    if task is not None:
        yield from _task(chain, task)


def _revisions(chain: Chain, rows: Sequence[Stored]) -> Iterator[str]:
    there = {row["number"]: row for row in rows}
    for number in sorted(chain.revisions.keys() - there.keys()):
        yield f"The row of revision {number} is gone, though event {chain.revisions[number].number} made it."
    for number, row in there.items():
        event = chain.revisions.get(number)
        if event is None:
            yield f"The row of revision {number} has no event that made it."
        elif wrong := [*_differing(row, event, _OF_REVISION), *_by(row["author"], event), *_at(row, event)]:
            yield _changed(f"The row of revision {number}", event, wrong)


def _signatures(chain: Chain, rows: Sequence[Stored]) -> Iterator[str]:
    """Each signature has its event, in the same order; only the first that has not is told."""
    for row, event in zip(rows, chain.signed, strict=False):
        if wrong := list(_wrong_signature(row, event)):
            yield _changed(f"Signature {row['id']} ({row['role']}, {row['signer']})", event, wrong)
            break
    if len(rows) != len(chain.signed):
        yield f"It has {len(rows)} signatures, and its events say that {len(chain.signed)} were given."


def _wrong_signature(row: Stored, event: Event) -> Iterator[str]:
    yield from _differing(row, event, _OF_SIGNATURE)
    for column in ("statement", "name"):
        if _hash(row[column]) != event.facts.get(column):
            yield column
    yield from _by(row["signer"], event, "signer")
    yield from _at(row, event)


def _roles(chain: Chain, rows: Sequence[Stored]) -> Iterator[str]:
    told = chain.retold.roles
    for gone in sorted(told.keys() - {row["role"] for row in rows}):
        yield f"The row of the role {gone} is gone, though its events are there."
    for row in rows:
        here = Told(row["state"], row["person"], row["reason"], row["stand_in"])
        there = told.get(row["role"], Told())
        if here != there:
            yield f"The role {row['role']} stands as {_stands(here)}, and its events say {_stands(there)}."
    if event := chain.retold.unasked:
        yield f"Event {event.number} is an answer of {event.who} as {event.facts.get('role')}, who wasn't asked."


def _stands(role: Told) -> str:
    why = f" by the reason with the SHA-256 {role.reason}" if role.reason else ""
    instead = f", and {role.stand_in} stands in" if role.stand_in else ""
    return f"{role.state}{f' ({role.person})' if role.person else ''}{why}{instead}"


def _task(chain: Chain, task: Stored) -> Iterator[str]:
    created, latest = chain.revisions.get(1), max(chain.revisions, default=0)
    if created is None:
        yield "No event says that it was created."
        return
    if task["key"] != created.facts.get("key"):
        yield f"Its key is {task['key']}, and it was created as {created.facts.get('key')}."
    if task["channel"] != created.facts.get("channel"):
        yield f"Its channel is {task['channel']}, and it was created for {created.facts.get('channel')}."
    if task["author"] != created.who:
        yield f"Its author is {task['author']}, and it was created by {created.who}."
    if task["revision"] != latest:
        yield f"It stands at revision {task['revision']}, and its events made {latest}."
    elif wrong := list(_differing(task, chain.revisions[latest], _OF_REVISION)):
        yield _changed("The task's own row", chain.revisions[latest], wrong)
    yield from _shown(chain, task)
    yield from _done(chain, task)
    yield from row_differs(chain, task)


def _shown(chain: Chain, task: Stored) -> Iterator[str]:
    """What lists, reminders and rights go by, and the boxes; an event of an earlier version doesn't name it all."""
    here = {
        "title": _hash(task["title"]),
        "assignee": task["assignee"],
        "priority": _hash(task["priority"]),
        "priority_rank": task["priority_rank"],
        "sign_by": task["sign_by"],
        "ticks": _ticked(task["ticks"]),
    }
    for name, event in chain.retold.named.items():
        if event.facts[name] == here[name]:
            continue
        if name == "ticks":
            yield f"Its boxes aren't ticked as event {event.number} left them: a tick was changed without an event."
        else:
            yield _changed("The task's own row", event, [name.replace("_", " ")])


def _ticked(stored: object) -> str | None:
    try:
        return ticks_hash(json.loads(str(stored)))
    except (ValueError, TypeError):
        return None


def _done(chain: Chain, task: Stored) -> Iterator[str]:
    done, signed = task["state"] == State.DONE.value, task["signed_document_hash"]
    if task["state"] != chain.retold.state:
        yield f"It stands as {task['state']}, and its events say {chain.retold.state}."
    if signed is not None and signed not in {event.facts.get("document") for event in chain.sealed}:
        yield "Its signed document isn't one that an event has sealed."
    if done and signed is None and any(event.number > chain.done for event in chain.sealed):
        yield "Its signed document is no longer named, though an event has sealed one."


def _differing(row: Stored, event: Event, names: Mapping[str, str]) -> Iterator[str]:
    for column, name in names.items():
        if row[column] != event.facts.get(name):
            yield column.removesuffix("_hash").replace("_", " ")


def _by(who: object, event: Event, what: str = "author") -> Iterator[str]:
    if who != event.who:
        yield what


def _at(row: Stored, event: Event) -> Iterator[str]:
    try:
        same = moment(row["at"]) == event.at
    except (ValueError, TypeError):
        same = False
    if not same:
        yield "time"


def _hash(value: object) -> str | None:
    return sha256(value) if isinstance(value, str) else None


def _changed(what: str, event: Event, wrong: list[str]) -> str:
    return f"{what} isn't what event {event.number} says: {', '.join(wrong)} differs."

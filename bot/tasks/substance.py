"""What a signature covers, and its hash; the ticks, which it doesn't cover. Pure.

Substance, version 1: canonical JSON (sorted keys, no spaces, UTF-8, characters as typed) of the template's
hash and the answers, with user ids in place of names and without ticks. It is computed once for each
revision and stored; nothing ever recomputes it, so this format may not change without a new version.
"""

import hashlib
import json
from collections.abc import Iterable, Iterator, Mapping
from typing import Any

Step = str | int
"""A field's key, an object's key, or a position in a list, from 0."""

Tick = tuple[list[Step], bool]
"""The place of a checklist's item, and whether it is done."""


def canonical(template_hash: str, answers: Mapping[str, Any]) -> str:
    """The substance of the answers, as text; equal answers give equal text, whatever is ticked."""
    said = {"answers": without_ticks(answers), "template": template_hash, "version": 1}
    return json.dumps(said, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def sha256(text: str) -> str:
    """The SHA-256 of the text's UTF-8, in hex. A lone surrogate (never sent by Slack) is kept, not raised."""
    return hashlib.sha256(text.encode("utf-8", "surrogatepass")).hexdigest()


def answers_in(substance: str) -> dict[str, Any]:
    """The answers that `canonical` wrote."""
    answers: dict[str, Any] = json.loads(substance)["answers"]
    return answers


def without_ticks(value: Any) -> Any:
    """The same value, where no checklist item says whether it is done."""
    if isinstance(value, Mapping):
        dropped = "done" if _is_item(value) else None
        return {key: without_ticks(each) for key, each in value.items() if key != dropped}
    if isinstance(value, list | tuple):
        return [without_ticks(each) for each in value]
    return value


def ticks(answers: Mapping[str, Any]) -> list[Tick]:
    """What `without_ticks` takes away: for each checklist item, its place and whether it is done."""
    return [([*place], done) for place, done in _ticks_below(answers, ())]


def with_ticks(answers: Mapping[str, Any], said: Iterable[Tick]) -> dict[str, Any]:
    """The answers of a substance, with every item's `done` back where it was."""
    done = {tuple(place): ticked for place, ticked in said}
    marked: dict[str, Any] = _marked(answers, (), done)
    return marked


def ticks_hash(said: Iterable[Tick]) -> str:
    """The SHA-256 of which items are done, in whatever order they are named. Events keep it, which hold no text.

    One that isn't done counts as one that isn't named. ValueError, TypeError if these are no ticks.
    """
    return sha256("\n".join(sorted(json.dumps(place) for place, done in said if done)))


def _is_item(value: Mapping[str, Any]) -> bool:
    return "text" in value and isinstance(value.get("done"), bool)


def _ticks_below(value: Any, place: tuple[Step, ...]) -> Iterator[tuple[tuple[Step, ...], bool]]:
    if isinstance(value, Mapping):
        if _is_item(value):
            yield place, value["done"]
        parts: Iterable[tuple[Step, Any]] = value.items()
    else:
        parts = enumerate(value) if isinstance(value, list | tuple) else ()
    for step, each in parts:
        yield from _ticks_below(each, (*place, step))


def _marked(value: Any, place: tuple[Step, ...], done: Mapping[tuple[Step, ...], bool]) -> Any:
    if isinstance(value, Mapping):
        inner = {key: _marked(each, (*place, key), done) for key, each in value.items()}
        return {**inner, "done": done[place]} if place in done else inner
    if isinstance(value, list | tuple):
        return [_marked(item, (*place, at), done) for at, item in enumerate(value)]
    return value

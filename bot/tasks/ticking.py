"""What becomes of the ticks of checklists. Pure.

A tick belongs to an item's text, not to its place: items come, go and move, and a tick stays with its own.
"""

from collections import defaultdict, deque
from collections.abc import Callable, Collection, Iterable, Iterator, Mapping
from typing import Any, NamedTuple

from bot.tasks.boxes import Box, boxes
from bot.tasks.substance import Step, Tick, ticks, with_ticks
from bot.template.form import Form

Answers = Mapping[str, Any]
"""Values by the keys of their fields."""

Place = tuple[Step, ...]
"""Where an item stands in the answers."""

Checklist = tuple[str, ...]
"""A place without its positions: the same for the items of one level of a field, in whichever group entry."""


class Item(NamedTuple):
    """A checklist's item, and what it is known by."""

    place: Place
    """Where it stands."""
    around: tuple[tuple[str, ...], ...]
    """The texts of what it stands in: a group's entry, and the items above it."""
    text: str
    """Its own text."""
    done: bool
    """Whether it is ticked."""


class Ticked(NamedTuple):
    """What becomes of the boxes that somebody ticked or unticked."""

    ticks: list[Tick]
    """All ticks afterwards."""
    changed: tuple[Box, ...]
    """The boxes that say something else now, as they are afterwards."""
    lost: tuple[str, ...]
    """The texts of the boxes that are no longer there."""


def ticked(form: Form, seen: Answers, wanted: Mapping[int, bool], present: Answers) -> Ticked:
    """The ticks of `present`, where somebody wants some boxes of `seen` (by their numbers in `boxes`) done or not.

    What isn't wanted stays, whatever it was when it was seen. IndexError for a number that `seen` doesn't have.
    """
    shown = boxes(form, seen)
    chosen = {shown[number].place: done for number, done in wanted.items()}
    others = [([*box.place], False) for box in shown if box.place not in chosen]
    base = with_ticks(seen, [*others, *(([*place], not done) for place, done in chosen.items())])
    mine = with_ticks(seen, [*others, *(([*place], done) for place, done in chosen.items())])
    there = boxes(form, present)
    now = with_ticks(present, [([*box.place], box.done) for box in there])
    after = carried(base, mine, now, now)
    changed = flipped(there, boxes(form, with_ticks(now, after)))
    return Ticked(after, changed, _lost(shown, base, chosen, present))


def flipped(before: Iterable[Box], after: Iterable[Box]) -> tuple[Box, ...]:
    """Of the same boxes before and after, those that say something else: as they are afterwards."""
    return tuple(new for old, new in zip(before, after, strict=True) if new.done != old.done)


def _lost(
    shown: Iterable[Box], base: Answers, chosen: Collection[Place], present: Answers
) -> tuple[str, ...]:
    known = frozenset(_checklist(place) for place, _ in ticks(base))
    there = _same(_items(base, known), _items(present, known))
    return tuple(box.text for box in shown if box.place in chosen and box.place not in there)


def carried(base: Answers, mine: Answers, present: Answers, merged: Answers) -> list[Tick]:
    """The ticks of `merged`, which was made of what one person typed and of what stands now.

    `mine` began with `base`; both, and `present`, hold their ticks; those of `merged` don't matter. An item
    keeps its present tick, unless it was ticked or unticked in `mine`; an item that isn't there yet has that
    of `mine`. Which items are the same is told by `_same`.
    """
    known = frozenset(_checklist(place) for each in (base, mine, present) for place, _ in ticks(each))
    items = list(_items(merged, known))
    was, own, now = (_same(items, list(_items(each, known))) for each in (base, mine, present))

    def afterwards(place: Place) -> bool:
        if place in own and own[place] != was.get(place, False):
            return own[place]
        return now.get(place, own.get(place, False))

    return [([*item.place], afterwards(item.place)) for item in items]


def _same(items: Iterable[Item], others: Iterable[Item]) -> dict[Place, bool]:
    """For each of the items that is among the others: its place, and whether the other one is done.

    The same is what has the same text in the same field: first what also stands in the same group entry and
    below the same items, then what is left. Of several, the first is the first, and so on.
    """
    done: dict[Place, bool] = {}
    left, rest = list(items), list(others)
    for known_by in (_exactly, _loosely):
        pairs = dict(_pairs(left, rest, known_by))
        done.update({place: other.done for place, other in pairs.items()})
        found = {other.place for other in pairs.values()}
        left = [item for item in left if item.place not in pairs]
        rest = [other for other in rest if other.place not in found]
    return done


def _pairs(
    items: Iterable[Item], others: Iterable[Item], known_by: Callable[[Item], tuple[object, ...]]
) -> Iterator[tuple[Place, Item]]:
    waiting: defaultdict[tuple[object, ...], deque[Item]] = defaultdict(deque)
    for other in others:
        waiting[known_by(other)].append(other)
    for item in items:
        if same := waiting[known_by(item)]:
            yield item.place, same.popleft()


def _exactly(item: Item) -> tuple[object, ...]:
    return _checklist(item.place), item.around, item.text


def _loosely(item: Item) -> tuple[object, ...]:
    field = tuple(step for step in _checklist(item.place) if step != "items")
    return field, item.text


def _items(answers: Answers, known: Collection[Checklist]) -> Iterator[Item]:
    """The items that stand in these checklists, in the order of the answers."""
    for key, value in answers.items():
        yield from _below(value, (key,), (), known)


def _below(
    value: Any, place: Place, around: tuple[tuple[str, ...], ...], known: Collection[Checklist]
) -> Iterator[Item]:
    if isinstance(value, Mapping):
        if _checklist(place) in known:
            yield Item(place, around, str(value.get("text", "")), bool(value.get("done")))
        around = (*around, tuple(part for _, part in sorted(value.items()) if isinstance(part, str)))
        parts: Iterable[tuple[Step, Any]] = value.items()
    else:
        parts = enumerate(value) if isinstance(value, list | tuple) else ()
    for step, each in parts:
        yield from _below(each, (*place, step), around, known)


def _checklist(place: Iterable[Step]) -> Checklist:
    return tuple(step for step in place if isinstance(step, str))

"""Two people changed the same task: what each of them changed is kept, field by field. Pure.

Inside a field too, where it is certain what is whose: a table row by row, and the entries of a list or a
repeated group one by one, as long as neither side has added one or taken one away.
"""

from collections.abc import Mapping
from typing import Any, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.tasks.comparing import fields_with_section
from bot.tasks.said import Names, said
from bot.tasks.substance import without_ticks
from bot.template.answers import Value
from bot.template.form import Field, Form


class Side(BaseModel):
    """One of the answers to a field that clashes."""

    model_config = ConfigDict(frozen=True)

    value: Value | None
    """As answers hold it; None if it was left empty."""
    text: str
    """How it reads, as lines; "" if it was left empty."""


class Clash(BaseModel):
    """A field that was changed on both sides, and differently."""

    model_config = ConfigDict(frozen=True)

    key: str
    """The field's key."""
    label: str
    """The field's label."""
    section: str
    """The title of the page on which it is asked."""
    base: Side
    """What the edit began with."""
    mine: Side
    """What the edit makes of it."""
    theirs: Side
    """What stands now."""


class Merged(NamedTuple):
    """An edit and what stands now, as one."""

    answers: dict[str, Any]
    """What nobody else touched as edited, all else as it stands; a clash as it stands."""
    clashes: tuple[Clash, ...]
    """The fields that were changed on both sides, in the form's order."""


def merge(
    form: Form, base: Mapping[str, Any], mine: Mapping[str, Any], theirs: Mapping[str, Any], names: Names
) -> Merged:
    """Three ways, by field: an answer that only one side changed is that side's. Ticks are no part of it."""
    answers: dict[str, Any] = {}
    clashes: list[Clash] = []
    for field, section in fields_with_section(form):
        values = tuple(each.get(field.key) for each in (base, mine, theirs))
        try:
            chosen = _of_field(field, *values)
        except Differ:
            chosen = values[-1]
            clashes.append(_clash(field, section, values, names))
        if chosen is not None:
            answers[field.key] = chosen
    return Merged(answers, tuple(clashes))


class Differ(Exception):
    """Both sides changed the same, and differently."""


def three_ways(was: Value | None, own: Value | None, now: Value | None) -> Value | None:
    """The one of the three that is to stay: what only one side changed is that side's. Differ."""
    if _same(own, was) or _same(own, now):
        return now
    if _same(now, was):
        return own
    raise Differ


def _of_field(field: Field, was: Value | None, own: Value | None, now: Value | None) -> Value | None:
    """The answer that is to stay, put together of parts if need be. Differ."""
    try:
        return three_ways(was, own, now)
    except Differ:
        parts = [_parts(field, each) for each in (was, own, now)]
    if not parts[0] or any(each.keys() != parts[0].keys() for each in parts):
        raise Differ
    return _joined(field, {key: three_ways(*(each[key] for each in parts)) for key in parts[0]})


def _parts(field: Field, value: Value | None) -> dict[str, Value | None]:
    """What a value is made of, by row or by number; nothing for one that is a whole."""
    if field.kind == "table":
        given = {row[0]: row[1] for row in value} if isinstance(value, list) else {}
        return {row: given.get(row) for row in field.rows}
    if field.kind in ("group", "list", "checklist", "tasks") and isinstance(value, list):
        return {str(number): entry for number, entry in enumerate(value)}
    return {}


def _joined(field: Field, parts: Mapping[str, Value | None]) -> Value | None:
    if field.kind != "table":
        return list(parts.values())
    rows = [[row, said] for row, said in parts.items() if said is not None]
    return rows or (None if field.default is None else [])


def _same(one: Value | None, other: Value | None) -> bool:
    return bool(without_ticks(one) == without_ticks(other))


def _clash(field: Field, section: str, values: tuple[Value | None, ...], names: Names) -> Clash:
    base, mine, theirs = (Side(value=each, text=said(field, each, names)) for each in values)
    return Clash(key=field.key, label=field.label, section=section, base=base, mine=mine, theirs=theirs)

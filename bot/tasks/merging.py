"""Two people changed the same task: what each of them changed is kept, field by field. Pure."""

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
        was, own, now = (each.get(field.key) for each in (base, mine, theirs))
        if _same(own, was) or _same(own, now):
            chosen = now
        elif _same(now, was):
            chosen = own
        else:
            chosen = now
            clashes.append(_clash(field, section, (was, own, now), names))
        if chosen is not None:
            answers[field.key] = chosen
    return Merged(answers, tuple(clashes))


def _same(one: Value | None, other: Value | None) -> bool:
    return bool(without_ticks(one) == without_ticks(other))


def _clash(field: Field, section: str, values: tuple[Value | None, ...], names: Names) -> Clash:
    base, mine, theirs = (Side(value=each, text=said(field, each, names)) for each in values)
    return Clash(key=field.key, label=field.label, section=section, base=base, mine=mine, theirs=theirs)

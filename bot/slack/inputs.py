"""One field as Slack's input, and what stands in it back as a value. Pure."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import date
from typing import Any

from bot.slack import ids
from bot.slack.asked import HINT, LABEL, Input, listed
from bot.slack.text import VIEW, Block, clean, context, plain, sent, shorten, source, split
from bot.template.answers import Value
from bot.template.form import Field
from bot.template.text import from_text, to_text

NESTED = (
    "these entries stay as they stand in the document. They can't be filled in here, but in a document: "
    "/task import takes one."
)
State = Mapping[str, Mapping[str, Mapping[str, Any]]]
"""view.state.values: block id -> action id -> element's state."""

MOST_TYPED = 3000
"""Slack: a plain_text_input holds at most 3,000 characters."""
MOST_LANGUAGE = 50
"""Characters of the name of code's language."""
BEGINNING, GLIMPSE = 500, 40
"""Characters that are shown of what can't be edited: where there is room, and where there is hardly any."""
AMPLE = 20_000
"""Bytes of room with which there is enough for a beginning."""
MOST_OPTIONS = 100
"""Slack: a select offers at most 100 options."""
RADIO_LIMIT = 4
"""Up to this many short options are radio buttons, which show all choices at once."""
SHORT = 20
OPTION = 75
"""Slack: an option's text and (to be safe) value hold at most 75 characters."""


def blocks(one: Input, value: Value | None, block_id: str, room: int = VIEW) -> list[Block]:
    """The blocks that ask for one value, prefilled with what was answered.

    What is longer than an input may hold, or than there is `room` (bytes) for in the view, is shown and
    kept, with a press that makes room for another text.
    """
    typed = typed_in(one, value)
    if one.field.kind == "group" and value and not typed:
        return [context(f"{shorten(_label(one), LABEL)}: {NESTED}")]
    if typed and not _is_chosen(one) and (len(typed) > MOST_TYPED or sent(typed) > room):
        return _too_long(one, typed, room)
    drawn = [_input(one, value, block_id, _element(one, value, typed))]
    if one.field.kind == "code" and one.row is None:
        drawn += _language(one, value, block_id)
    return drawn


def emptied(one: Input, value: Value | None, block_id: str, room: int = VIEW) -> list[Block]:
    """The blocks that ask for another text in place of one that is too long to edit."""
    kept = {**value, "text": ""} if isinstance(value, dict) else None
    label, count = shorten(_label(one), LABEL), len(typed_in(one, value))
    line = f"{label}: {count:,} characters stay until you type something else here."
    return [context(line), *blocks(one, kept, block_id, room)]


def typed_in(one: Input, value: Value | None) -> str:
    """A value as it stands in a text input."""
    return to_text(one.field, value) if one.row is None else str(value or "")


def read(one: Input, state: State, block_id: str, before: Value | None) -> Value | None:
    """What stands in the input now; `before` where the view did not hold it, None for nothing answered."""
    field = one.field
    if field.kind == "code" and one.row is None:
        return _code(one, state, block_id, before)
    element = state.get(block_id, {}).get(ids.VALUE)
    if element is None:
        return before
    if one.row is not None:
        return _said(element) or _cleared(before)
    if _is_chosen(one):
        return READERS[field.kind](field, element, before)
    typed = _said(element)
    return from_text(field, typed, before=before) if typed else _nothing(field, before)


def _said(element: Mapping[str, Any]) -> str:
    """What was typed; "" for nothing."""
    return clean(str(element.get("value") or ""))


def _is_chosen(one: Input) -> bool:
    """Whether it is chosen, not typed. A choice with more options than a modal can list is typed."""
    field = one.field
    return one.row is None and field.kind in ELEMENTS and (field.kind != "choice" or listed(field))


def _input(one: Input, value: Value | None, block_id: str, element: dict[str, Any]) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(_label(one), LABEL),
        "element": {**element, "action_id": ids.VALUE},
        "optional": not one.field.required or bool(_written(one, value)),
    }
    lines = _lines(one.field) if one.row is None else ""
    hint = " ".join(filter(None, (_written(one, value), one.field.hint, lines)))
    return {**block, "hint": plain(hint, HINT)} if hint else block


def _written(one: Input, value: Value | None) -> str:
    """What was written where something is chosen, as in a document; leaving the choice empty keeps it."""
    if not _is_chosen(one) or not _is_written(one.field, value):
        return ""
    what, kept = (
        ("a person", "the name stays as text") if one.field.kind == "person" else ("one", "that stays")
    )
    return f"The document says “{shorten(str(value), 300)}”. Choose {what}, or leave this empty: {kept}."


def _is_written(field: Field, value: Value | None) -> bool:
    """Whether it is a text that the field's own element can't show."""
    if not isinstance(value, str) or not value:
        return False
    if field.kind == "date":
        return not _is_day(value)
    return field.kind == "person" or value not in field.options


def _is_day(text: str) -> bool:
    """Slack: a datepicker starts with a day of the calendar, as YYYY-MM-DD."""
    try:
        return date.fromisoformat(text).isoformat() == text
    except ValueError:
        return False


LINES = {
    "checklist": "One item per line. Start a line with two spaces to put it under the one above.",
    "list": "One item per line.",
    "tasks": "One task per line.",
    "group": "One entry per line, its answers parted by bars:",
}


def _lines(field: Field) -> str:
    """What stands on a line where several are typed."""
    columns = [below.label for below in field.fields if below.asked]
    return " ".join(filter(None, (LINES.get(field.kind, ""), " | ".join(columns))))


def _element(one: Input, value: Value | None, typed: str) -> dict[str, Any]:
    field = one.field
    if _is_chosen(one):
        return ELEMENTS[field.kind](field, value)
    several = one.row is None and (
        field.multiline or field.kind in ("checklist", "list", "tasks", "code", "markdown", "group")
    )
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": several, "max_length": MOST_TYPED}
    placeholder = field.placeholder or to_text(field, field.example) if one.row is None else field.placeholder
    if placeholder:
        element["placeholder"] = plain(placeholder, 150)
    if typed:
        element["initial_value"] = clean(typed)
    return element


def _choice(field: Field, value: Value | None) -> dict[str, Any]:
    options = [_option(number, text) for number, text in enumerate(field.options)]
    chosen = field.options.index(value) if isinstance(value, str) and value in field.options else None
    few = len(options) <= RADIO_LIMIT and all(len(text) <= SHORT for text in field.options)
    element: dict[str, Any] = (
        {"type": "radio_buttons", "options": options} if few else {"type": "static_select"}
    )
    if not few:
        element |= {"placeholder": plain(field.placeholder or "Choose one", 150), **offered(options)}
    if chosen is not None:
        element["initial_option"] = options[chosen]
    return element


def offered(options: list[dict[str, Any]]) -> dict[str, Any]:
    """A select's options; more than Slack takes in one list are offered in groups."""
    if len(options) <= MOST_OPTIONS:
        return {"options": options}
    chunks = [options[first : first + MOST_OPTIONS] for first in range(0, len(options), MOST_OPTIONS)]
    groups = [
        {
            "label": plain(f"{number * MOST_OPTIONS + 1} to {number * MOST_OPTIONS + len(chunk)}", 75),
            "options": chunk,
        }
        for number, chunk in enumerate(chunks)
    ]
    return {"option_groups": groups}


def _option(number: int, text: str) -> dict[str, Any]:
    """An option by its number: a choice's own text may be longer than a value, and equal to another's."""
    return {"text": plain(text, OPTION), "value": str(number)}


def _date(field: Field, value: Value | None) -> dict[str, Any]:
    day = {"initial_date": value} if isinstance(value, str) and _is_day(value) else {}
    return {"type": "datepicker", **day}


def _person(field: Field, value: Value | None) -> dict[str, Any]:
    user = value.get("user") if isinstance(value, dict) else None
    element: dict[str, Any] = {"type": "users_select", "placeholder": plain("Choose a person", 150)}
    return {**element, "initial_user": user} if user else element


ELEMENTS: dict[str, Callable[[Field, Value | None], dict[str, Any]]] = {
    "choice": _choice,
    "date": _date,
    "person": _person,
}


def _read_choice(field: Field, element: Mapping[str, Any], before: Value | None) -> Value | None:
    option = element.get("selected_option")
    number = str(option["value"]) if option else ""
    known = number.isdecimal() and int(number) < len(field.options)
    return field.options[int(number)] if known else _left(field, before)


def _read_date(field: Field, element: Mapping[str, Any], before: Value | None) -> Value | None:
    return element.get("selected_date") or _left(field, before)


def _read_person(field: Field, element: Mapping[str, Any], before: Value | None) -> Value | None:
    user = element.get("selected_user")
    if user:
        return {"user": str(user)}
    return _left(field, before)


READERS: dict[str, Callable[[Field, Mapping[str, Any], Value | None], Value | None]] = {
    "choice": _read_choice,
    "date": _read_date,
    "person": _read_person,
}


def _left(field: Field, before: Value | None) -> Value | None:
    """Nothing is chosen: what was written there stays, since the view could not show it; a choice is cleared."""
    return before if _is_written(field, before) else _cleared(before)


def _cleared(before: Value | None) -> Value | None:
    return None if before is None else ""


def _nothing(field: Field, before: Value | None) -> Value | None:
    if before is None and field.default is None:
        return None
    return [] if field.kind in ("checklist", "list", "tasks", "group") else ""


def _code(one: Input, state: State, block_id: str, before: Value | None) -> Value | None:
    """Text and language, of which a view may hold only one."""
    old = before if isinstance(before, dict) else {"language": one.field.language, "text": ""}
    text = state.get(block_id, {}).get(ids.VALUE)
    language = state.get(f"{block_id}/0", {}).get(ids.LANGUAGE)
    now = {
        "language": str(old.get("language") or "") if language is None else _said(language),
        "text": str(old.get("text") or "") if text is None else _said(text),
    }
    return before if before is None and not now["text"] else now


def _language(one: Input, value: Value | None, block_id: str) -> list[Block]:
    """Code's language; one that is too long to be any stays as it is."""
    language = str(value.get("language") or "") if isinstance(value, dict) else one.field.language
    if len(language) > MOST_LANGUAGE:
        return []
    element: dict[str, Any] = {
        "type": "plain_text_input",
        "action_id": ids.LANGUAGE,
        "max_length": MOST_LANGUAGE,
    }
    if language:
        element["initial_value"] = clean(language)
    asked = {
        "type": "input",
        "block_id": f"{block_id}/0",
        "label": plain(f"{shorten(one.field.label, LABEL)}: language", 2000),
        "element": element,
        "optional": True,
    }
    return [asked]


def _too_long(one: Input, typed: str, room: int) -> list[Block]:
    why = (
        f"A field in Slack holds at most {MOST_TYPED:,}"
        if len(typed) > MOST_TYPED
        else "With the rest of this page that is more than Slack shows at once"
    )
    line = (
        f"{shorten(_label(one), LABEL)}: {len(typed):,} characters. {why}, so this text can't be edited here. "
        "It is kept, and stands in the document in full; this is its beginning."
    )
    replace: dict[str, Any] = {"type": "button", "text": plain("Replace it", 75), "action_id": ids.REPLACE}
    replace["value"] = ids.pack(p=ids.block("", *one.path))
    head: Block = {"type": "section", "text": plain(line), "accessory": replace}
    beginning = next(split(typed, BEGINNING if room > AMPLE else GLIMPSE))
    return [head, source(beginning.rstrip() + "…")]


def _label(one: Input) -> str:
    return one.row or one.field.label

"""Small payloads that pass, to be broken one rule at a time."""

from collections.abc import Callable, Mapping
from typing import Any, NamedTuple

from bot.sandbox.checks.message import check_message
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.view import check_view

Json = dict[str, Any]


class Case(NamedTuple):
    """One rule: a value at its limit, the same beyond it, and what is then said where."""

    rule: str
    good: Any
    bad: Any
    said: str
    at: str


def plain(text: Any = "A") -> Json:
    return {"type": "plain_text", "text": text}


def mrkdwn(text: Any = "A") -> Json:
    return {"type": "mrkdwn", "text": text}


def block(kind: str, **fields: Any) -> Json:
    return {"type": kind, **fields}


def section(**fields: Any) -> Json:
    return {"type": "section", "text": mrkdwn(), **fields}


def actions(*elements: Json) -> Json:
    return {"type": "actions", "elements": list(elements)}


def asks(element: Any, **fields: Any) -> Json:
    """An input block."""
    return {"type": "input", "label": plain("Label"), "element": element, **fields}


def button(**fields: Any) -> Json:
    return {"type": "button", "text": plain("Press"), **fields}


def option(value: Any = "v", **fields: Any) -> Json:
    return {"text": plain("Text"), "value": value, **fields}


def options(count: int) -> list[Json]:
    return [option(str(number)) for number in range(count)]


def rich(*elements: Json) -> Json:
    return {"type": "rich_text", "elements": list(elements)}


def inlines(*elements: Json) -> Json:
    return rich({"type": "rich_text_section", "elements": list(elements)})


def modal(*blocks: Json, **fields: Any) -> Json:
    return {"type": "modal", "title": plain(), "submit": plain("Go"), "blocks": list(blocks), **fields}


def home(*blocks: Json, **fields: Any) -> Json:
    return {"type": "home", "blocks": list(blocks), **fields}


def faults(check: Callable[[], None]) -> tuple[str, ...]:
    """What a check lists; nothing if it passes."""
    try:
        check()
    except Refusal as refusal:
        return refusal.messages or (refusal.error,)
    return ()


def view_faults(view: Mapping[str, Any]) -> tuple[str, ...]:
    return faults(lambda: check_view(view))


def block_faults(one: Any, surface: str = "modal") -> tuple[str, ...]:
    """The faults of one block on a surface; pointers start at /view/blocks/0 or /blocks/0."""
    if surface == "message":
        return faults(lambda: check_message({"text": "Text", "blocks": [one]}, "chat.postMessage"))
    return view_faults(modal(one) if surface == "modal" else home(one))


def error(said: str, pointer: str) -> str:
    """A fault as Slack writes it."""
    return f"[ERROR] {said} [json-pointer:{pointer}]"

"""What a person enters, by kind of element: from what is meant to what the element holds.

Every refusal is an Impossible, since Slack's client would not let a person enter it at all.
"""

import re
from collections.abc import Callable, Mapping, Sequence
from datetime import date, datetime
from decimal import Decimal, InvalidOperation
from typing import Any

from bot.sandbox.blocks import Control
from bot.sandbox.impossible import Impossible, allow
from bot.sandbox.picks import Picks
from bot.sandbox.values import options_of

Json = dict[str, Any]

LONGEST = 3000
"""Characters that a text input takes, if it does not say less (Slack's client)."""

MOST_FILES = 10
LARGEST_FILE = 10_000_000
"""What a file input takes, if it does not say less: files, and bytes of each (Slack: file input element)."""

TIME = re.compile(r"([01]\d|2[0-3]):[0-5]\d")


class Keyboard:
    """Enters values into elements; ``picks`` says how options, people and conversations are meant."""

    def __init__(self, picks: Picks) -> None:
        self._picks = picks

    def enter(self, control: Control, wanted: Any) -> Any:
        """What the element holds after ``wanted`` was entered: null or [] when it is None, "" or [].

        Texts, dates (``2026-12-01``) and times (``17:30``) are strings, moments are aware datetimes;
        options, people and channels go as the keyboard's picks say, one or, for multi-selects, a list.
        """
        kind = control.type
        many = kind.startswith("multi_") or kind == "checkboxes"
        if wanted in (None, "", []):
            return [] if many else None
        pick = self._picker(control)
        if not many:
            return pick(wanted)
        if not isinstance(wanted, list | tuple):
            raise Impossible(f"“{kind}” takes a list, not {wanted!r}")
        self._check_count(control, wanted)
        return [pick(each) for each in wanted]

    def files(self, control: Control, wanted: Sequence[tuple[str, bytes]]) -> list[tuple[str, bytes]]:
        """The files (name, bytes) that a file input takes.

        ``filetypes`` is not looked at: Slack says that it is a convenience, on which a bot can't rely.
        """
        most = control.element.get("max_files", MOST_FILES)
        allow(len(wanted) <= most, f"At most {most} files can be chosen, not {len(wanted)}")
        for name, content in wanted:
            allow(0 < len(content) <= LARGEST_FILE, f"{name}: {len(content)} bytes; Slack takes 1 to 10 MB")
        return list(wanted)

    def _picker(self, control: Control) -> Callable[[Any], Any]:
        element = control.element
        match control.type.removeprefix("multi_"):
            case "plain_text_input":
                return lambda wanted: _text(element, wanted)
            case "number_input":
                return lambda wanted: _number(element, str(wanted))
            case "email_text_input":
                return lambda wanted: _matching(r"[^@\s]+@[^@\s]+\.[^@\s]+", wanted)
            case "url_text_input":
                return lambda wanted: _matching(r"https?://\S+", wanted)
            case "rich_text_input":
                return _rich_text
            case "static_select" | "radio_buttons" | "checkboxes":
                return lambda wanted: self._picks.option(options_of(element), wanted)
            case "users_select":
                return self._picks.user
            case "conversations_select" | "channels_select":
                return lambda wanted: self._conversation(control, wanted)
            case "datepicker":
                return lambda wanted: date.fromisoformat(wanted).isoformat()
            case "timepicker":
                return lambda wanted: _matching(TIME.pattern, wanted)
            case "datetimepicker":
                return _moment
        raise Impossible(f"Nothing can be entered into a {control.type} in this way.")

    def _conversation(self, control: Control, wanted: str) -> str:
        channel = self._picks.channel(wanted)
        kinds = kinds_offered(control.element)
        offered = kinds is None or channel.kind in kinds
        allow(offered, f"“{wanted}” is {channel.kind}; offered here are {kinds}")
        return channel.id

    def _check_count(self, control: Control, wanted: Sequence[Any]) -> None:
        most = control.element.get("max_selected_items")
        allow(most is None or len(wanted) <= most, f"At most {most} can be chosen, not {len(wanted)}")


def kinds_offered(element: Mapping[str, Any]) -> Sequence[str] | None:
    """The kinds of conversation that a menu of conversations offers; None: all."""
    if "channels_select" in element["type"]:
        return ["public"]
    include: Sequence[str] | None = element.get("filter", {}).get("include")
    return include


def _text(element: Mapping[str, Any], wanted: str) -> str:
    longest = element.get("max_length", LONGEST)
    shortest = element.get("min_length", 0)
    allow(len(wanted) <= longest, f"At most {longest:,} characters fit here, and there are {len(wanted):,}")
    allow(
        len(wanted) >= shortest,
        f"At least {shortest:,} characters belong here, and there are {len(wanted):,}",
    )
    allow(element.get("multiline") or "\n" not in wanted, "The input takes one line only")
    return wanted


def _number(element: Mapping[str, Any], wanted: str) -> str:
    try:
        number = Decimal(wanted)
    except InvalidOperation:
        raise Impossible(f"“{wanted}” is not a number") from None
    whole = element.get("is_decimal_allowed") or number == number.to_integral_value()
    allow(whole, f"{wanted}: only whole numbers are taken")
    least, most = element.get("min_value"), element.get("max_value")
    allow(least is None or number >= Decimal(least), f"{wanted} is less than {least}")
    allow(most is None or number <= Decimal(most), f"{wanted} is more than {most}")
    return wanted


def _matching(pattern: str, wanted: str) -> str:
    allow(re.fullmatch(pattern, wanted), f"“{wanted}” has not the shape that the input takes")
    return wanted


def _rich_text(wanted: str) -> Json:
    section = {"type": "rich_text_section", "elements": [{"type": "text", "text": wanted}]}
    return {"type": "rich_text", "elements": [section]}


def _moment(wanted: datetime) -> int:
    allow(wanted.tzinfo is not None, f"{wanted} has no time zone")
    return int(wanted.timestamp())

"""The words in which the tables of limits are written.

A rule takes a value and its place, and writes down what is wrong; it raises nothing. The sentences are
those of Slack's ``response_metadata.messages``.
"""

from collections.abc import Callable, Collection, Mapping
from re import Pattern
from typing import Any, TypeGuard

from bot.sandbox.checks.place import Place

Rule = Callable[[Any, Place], None]


def check_length(length: int, place: Place, least: int, most: int | None) -> None:
    """Refuse a length outside ``least`` to ``most`` (both allowed), in Slack's words."""
    if length < least:
        place.refuse(f"must be more than {least - 1} characters")
    elif most is not None and length > most:
        place.refuse(f"must be less than {most + 1} characters")


def string(most: int | None = None, least: int = 1) -> Rule:
    """A string of data, such as an id or a value: counted as it is sent, in code points."""

    def check(value: Any, place: Place) -> None:
        if isinstance(value, str):
            check_length(len(value), place, least, most)
        else:
            place.refuse("must provide a string")

    return check


def pattern(shape: Pattern[str], sentence: str) -> Rule:
    """A string that ``shape`` matches from end to end."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, str):
            place.refuse("must provide a string")
        elif not shape.fullmatch(value):
            place.refuse(sentence)

    return check


def boolean(value: Any, place: Place) -> None:
    """A JSON boolean; 0, 1 and "true" are none."""
    if not isinstance(value, bool):
        place.refuse("must provide a boolean")


def is_integer(value: Any) -> TypeGuard[int]:
    """Whether a JSON value is a whole number (a boolean is none)."""
    return isinstance(value, int) and not isinstance(value, bool)


def integer(least: int | None = None, most: int | None = None) -> Rule:
    """A JSON integer from ``least`` to ``most``, both allowed."""

    def check(value: Any, place: Place) -> None:
        if not is_integer(value):
            place.refuse("must provide an integer")
        elif least is not None and value < least:
            place.refuse(f"must be greater than or equal to {least}")
        elif most is not None and value > most:
            place.refuse(f"must be less than or equal to {most}")

    return check


def one_of(*words: str | int) -> Rule:
    """One of a few fixed values."""

    def check(value: Any, place: Place) -> None:
        if isinstance(value, bool) or not isinstance(value, str | int) or value not in words:
            place.refuse(f"must be a valid enum value: {', '.join(map(str, words))}")

    return check


def array(item: Rule, most: int | None = None, least: int = 0) -> Rule:
    """A list of ``least`` to ``most`` items, each of which passes ``item``."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, list):
            place.refuse("must provide an array")
            return
        if len(value) < least:
            place.refuse(f"must provide at least {least} items")
        if most is not None and len(value) > most:
            place.refuse(f"no more than {most} items allowed")
        for index, each in enumerate(value):
            item(each, place.at(index))

    return check


def shape(fields: Mapping[str, Rule], required: Collection[str] = (), also: Collection[Rule] = ()) -> Rule:
    """An object whose known fields pass their rules; ``also`` rules look at it as a whole.

    Unknown fields pass. A null is a wrong type, not an absent field: Slack refuses it
    (java-slack-sdk#853).
    """

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, Mapping):
            place.refuse("must provide an object")
            return
        for name in required:
            if name not in value:
                place.refuse(f"missing required field: {name}")
        for name, rule in fields.items():
            if name in value:
                rule(value[name], place.at(name))
        for rule in also:
            rule(value, place)

    return check


def nullable(rule: Rule) -> Rule:
    """``rule``, or null where Slack takes null for "leave out"."""

    def check(value: Any, place: Place) -> None:
        if value is not None:
            rule(value, place)

    return check


def typed(find: Callable[[str, Place], Rule | None]) -> Rule:
    """An object whose ``type`` decides its rule: the one that ``find`` gives, or none and it is refused."""

    def check(value: Any, place: Place) -> None:
        if not isinstance(value, Mapping):
            place.refuse("must provide an object")
        elif "type" not in value:
            place.refuse("missing required field: type")
        elif not isinstance(kind := value["type"], str) or (rule := find(kind, place)) is None:
            place.at("type").refuse(f"unsupported type: {kind}")
        else:
            rule(value, place)

    return check


def by_type(kinds: Mapping[str, Rule]) -> Rule:
    """An object whose ``type`` names its rule, wherever it stands."""
    return typed(lambda kind, _: kinds.get(kind))


def any_of(*names: str) -> Rule:
    """An object that has at least one of the fields."""

    def check(value: Mapping[str, Any], place: Place) -> None:
        if not any(name in value for name in names):
            place.refuse(f"must define either {' or '.join(f'`{name}`' for name in names)}")

    return check


def just_one_of(*names: str) -> Rule:
    """An object that has exactly one of the fields."""

    def check(value: Mapping[str, Any], place: Place) -> None:
        if sum(name in value for name in names) != 1:
            place.refuse(f"must define exactly one of {', '.join(f'`{name}`' for name in names)}")

    return check


def without(name: str) -> Rule:
    """An object that Slack is known to refuse when it has this field."""

    def check(value: Mapping[str, Any], place: Place) -> None:
        if name in value:
            place.refuse(f"invalid additional property: {name}")

    return check

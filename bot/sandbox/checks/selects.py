"""What a menu starts with must be what it offers."""

from collections.abc import Iterator, Mapping
from typing import Any

from bot.sandbox.checks.place import Place
from bot.sandbox.checks.rules import boolean


def offered(element: Mapping[str, Any]) -> Iterator[Any]:
    """All options of an element, those of its groups included."""
    if isinstance(options := element.get("options"), list):
        yield from options
    if isinstance(groups := element.get("option_groups"), list):
        for group in groups:
            yield from offered(group) if isinstance(group, Mapping) else ()


def _essence(option: Any) -> Any:
    """What makes two options equal: text, value and description; Slack fills in ``emoji`` itself."""
    if not isinstance(option, Mapping):
        return None
    texts = (option.get("text"), option.get("description"))
    return [
        option.get("value"),
        *({**text, "emoji": None} if isinstance(text, Mapping) else text for text in texts),
    ]


def starts_as_offered(element: Mapping[str, Any], place: Place) -> None:
    """Initial options equal offered ones exactly, and an empty list of them is refused.

    Slack: static select, checkboxes, radio buttons; the empty list: bolt-js#482.
    """
    choices = [_essence(option) for option in offered(element)]
    if "initial_option" in element and _essence(element["initial_option"]) not in choices:
        place.at("initial_option").refuse("must be one of the provided options")
    initial = element.get("initial_options")
    if isinstance(initial, list) and not (initial and all(_essence(each) in choices for each in initial)):
        place.at("initial_options").refuse("must be one of the provided options")


def answers_with_response_url(value: Any, place: Place) -> None:
    """``response_url_enabled``: only in an input block of a modal (Slack: Modals)."""
    boolean(value, place)
    if value is True and (place.surface, place.holder) != ("modal", "input"):
        place.refuse("`response_url_enabled` is only for an `input` block in a modal")

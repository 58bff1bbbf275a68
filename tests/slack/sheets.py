"""Forms under way, for tests."""

from importlib import resources
from typing import Any

from bot.slack.sheet import Sheet
from bot.template.answers import start
from bot.template.parse import parse

DEFAULT = resources.files("bot.template").joinpath("task.md").read_text("utf-8")


def sheet(template: str = DEFAULT, **more: Any) -> Sheet:
    """A new form of the template; `answers` are added to its defaults."""
    form = parse(template)
    answers = start(form) | more.pop("answers", {})
    return Sheet(
        draft_id="d" * 22, template_hash="0" * 64, form=form, nonce="n", origin="C1", answers=answers, **more
    )


def state_of(view: dict[str, Any]) -> dict[str, Any]:
    """What Slack would send for a view in which nobody touched anything."""
    return {
        block["block_id"]: {block["element"]["action_id"]: untouched(block["element"])}
        for block in view["blocks"]
        if block["type"] == "input"
    }


def untouched(element: dict[str, Any]) -> dict[str, Any]:
    """An element's state as it was prefilled."""
    match element["type"]:
        case "plain_text_input":
            return {"type": element["type"], "value": element.get("initial_value")}
        case "datepicker":
            return {"type": element["type"], "selected_date": element.get("initial_date")}
        case "users_select":
            return {"type": element["type"], "selected_user": element.get("initial_user")}
        case _:
            return {"type": element["type"], "selected_option": element.get("initial_option")}

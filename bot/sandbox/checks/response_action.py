"""Answers to a view_submission (Slack: Modals, "Displaying errors", "Updating views")."""

from collections.abc import Mapping
from typing import Any

from bot.sandbox.checks.place import Place
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.rules import string
from bot.sandbox.checks.together import of_type
from bot.sandbox.checks.view import check_view


def check_errors(view: Mapping[str, Any], errors: Any) -> None:
    """Refuse ``errors`` unless each key is the block_id of an input block of ``view``.

    ``view`` is the submitted one as Slack keeps it, so with the block_ids that Slack made up. Each
    message is a string that is not empty. Pointers start at ``/errors``. Raises
    ``Refusal("invalid_arguments")``.
    """
    place = Place("modal", pointer="/errors")
    if not isinstance(errors, Mapping):
        place.refuse("must provide an object")
        errors = {}
    elif not errors:
        place.refuse("must provide at least 1 items")
    inputs = [block.get("block_id") for block in of_type(view.get("blocks", ()), "input")]
    for block_id, message in errors.items():
        if block_id not in inputs:
            place.at(str(block_id)).refuse("must be the block_id of an `input` block in the submitted view")
        string()(message, place.at(str(block_id)))
    if place.found:
        raise Refusal("invalid_arguments", place.found)


def check_response_action(answer: Mapping[str, Any], view: Mapping[str, Any]) -> None:
    """Refuse an answer to the submission of ``view`` that Slack could not carry out.

    Fine are: an empty answer (closes the view), ``clear``, ``errors`` as in ``check_errors``, and
    ``update`` or ``push`` with a modal as in ``check_view``. Raises ``Refusal("invalid_arguments")`` or
    ``Refusal("view_too_large")``; the person then sees that something went wrong, and keeps the view.
    """
    if not answer:
        return
    action = answer.get("response_action")
    place = Place("modal")
    if action == "errors":
        check_errors(view, answer.get("errors"))
    elif action in ("update", "push"):
        _check_next(answer, place)
    elif action != "clear":
        place.at("response_action").refuse("must be a valid enum value: errors, update, push, clear")
        raise Refusal("invalid_arguments", place.found)


def _check_next(answer: Mapping[str, Any], place: Place) -> None:
    """The view to come is there, is sound, and is a modal like the one it follows."""
    if "view" not in answer:
        place.refuse("missing required field: view")
        raise Refusal("invalid_arguments", place.found)
    check_view(answer["view"])
    if answer["view"]["type"] != "modal":
        place.at("view").at("type").refuse("must match the `type` of the submitted view")
        raise Refusal("invalid_arguments", place.found)

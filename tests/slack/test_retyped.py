"""A modal drawn anew keeps what was typed and chosen, as far as it is still offered."""

from typing import Any

from bot.sandbox.checks.view import check_view
from bot.slack import ids, shown, signing
from bot.slack.handing import reassigning
from bot.slack.retyped import retyped, typed
from bot.slack.views import ModalView
from bot.tasks.task import SignOff
from tests.slack.posting.samples import GRACE, NAMES, sign_off, task
from tests.slack.sheets import state_of

MADE = task(sign_off(1), sign_off(2, role="Reviewer"))


def page(*roles: SignOff) -> ModalView:
    return reassigning(MADE, roles, NAMES)


def chosen(view: ModalView, action_id: str) -> Any:
    """With what an input begins."""
    element = next(
        each["element"] for each in view["blocks"] if each.get("element", {}).get("action_id") == action_id
    )
    return {key: value for key, value in element.items() if key.startswith("initial_")}


def filled(role: str) -> shown.Entered:
    option = {"text": {"type": "plain_text", "text": "old words"}, "value": role}
    return {
        ids.ROLE: {ids.ROLE: {"type": "static_select", "selected_option": option}},
        ids.SIGNER: {ids.SIGNER: {"type": "users_select", "selected_user": GRACE}},
        ids.REASON: {ids.REASON: {"type": "plain_text_input", "value": "Away <!here>"}},
    }


def test_what_is_still_offered_stays_in_its_new_words() -> None:
    drawn = retyped(page(*MADE.sign_offs), filled("2"), "ab12")
    check_view(drawn)
    assert chosen(drawn, ids.ROLE)["initial_option"]["text"]["text"] == "Reviewer (Grace Hopper)"
    assert chosen(drawn, ids.SIGNER) == {"initial_user": GRACE}
    assert chosen(drawn, ids.REASON) == {"initial_value": "Away <!here>"}


def test_a_choice_that_is_gone_is_not_made_and_nothing_else_is_lost() -> None:
    drawn = retyped(page(*MADE.sign_offs), filled("3"), "ab12")
    check_view(drawn)
    assert chosen(drawn, ids.ROLE) == {}
    assert chosen(drawn, ids.REASON) == {"initial_value": "Away <!here>"}


def test_it_is_read_back_and_drawn_anew_as_often_as_needed() -> None:
    once = retyped(page(*MADE.sign_offs), filled("2"), "ab12")
    state = state_of(once)
    assert (shown.reason(state), shown.entered(state, ids.SIGNER)["selected_user"]) == ("Away <!here>", GRACE)
    twice = retyped(page(*MADE.sign_offs), state, "cd34")
    assert [chosen(twice, each) for each in (ids.ROLE, ids.REASON)] == [
        chosen(once, each) for each in (ids.ROLE, ids.REASON)
    ]
    assert not {each.get("block_id") for each in once["blocks"]} & {
        each["block_id"] for each in twice["blocks"] if each["type"] == "input"
    }


def test_of_ticked_roles_those_stay_that_are_still_asked() -> None:
    state: shown.Entered = {
        ids.ROLE: {ids.ROLE: {"type": "checkboxes", "selected_options": [{"value": "2"}, {"value": "9"}]}}
    }
    block = signing.roles_input(MADE.sign_offs, "I sign as")
    drawn = retyped({"blocks": [block]}, state, "ab12")
    assert [each["value"] for each in chosen(drawn, ids.ROLE)["initial_options"]] == ["2"]


def test_an_error_is_said_at_the_input_that_is_drawn() -> None:
    state = state_of(retyped(page(*MADE.sign_offs), filled("2"), "ab12"))
    assert shown.at_field(state, ids.REASON, "Why?")["errors"] == {"reason~ab12": "Why?"}


def test_what_was_typed_is_found_wherever_it_stands() -> None:
    assert typed(filled("2")) == ["Away <!here>"]
    assert typed({"b": {"a": {"type": "plain_text_input", "value": "  "}}}) == []

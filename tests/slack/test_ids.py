"""What stands in messages that were posted is pressed years later: these ids never change, nor what they held."""

import json

from bot.slack import ids, shown
from bot.slack.request import read
from tests.stories.forging import taken

POSTED = {
    "sign_off": ids.SIGN_OFF,
    "sign_again": ids.SIGN_AGAIN,
    "request_changes": ids.REQUEST_CHANGES,
    "retract": ids.RETRACT,
    "open_task": ids.OPEN_TASK,
    "export": ids.EXPORT,
    "progress": ids.PROGRESS,
    "compare": ids.COMPARE,
    "name_signers": ids.NAME_SIGNERS,
    "open_form": ids.OPEN_FORM,
    "resume": ids.RESUME,
    "typed": ids.TYPED,
}
"""The buttons on cards, direct messages, reminders and private sentences, as they are in people's channels."""


def test_the_ids_of_posted_buttons_are_as_they_were_and_are_taken() -> None:
    assert {name: name for name in POSTED} == POSTED
    assert {("action", name) for name in POSTED} <= taken()


def test_a_button_of_before_keys_stood_in_it_still_says_its_task_and_claims_no_more() -> None:
    action = {"action_id": "sign_off", "type": "button", "value": json.dumps({"t": 7, "v": 3})}
    request = read("action", {"actions": [action], "user": {"id": "UADA"}, "team": {"id": "T1"}})
    assert ids.number(request.facts, "t") == 7
    assert shown.copies(request) == []

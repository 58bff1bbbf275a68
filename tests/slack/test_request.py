"""Slack's payloads as one shape."""

import pytest

from bot.slack.request import read


@pytest.mark.parametrize("sent", ["new R&D: <keys> & 3 > 2", "new R&amp;D: &lt;keys&gt; &amp; 3 &gt; 2"])
def test_a_commands_words_are_what_was_typed_whether_slack_escapes_them_or_not(sent: str) -> None:
    assert read("command", {"command": "/task", "text": sent}).words == "new R&D: <keys> & 3 > 2"


def test_a_mention_in_a_command_stays_one() -> None:
    sent = {"command": "/task", "text": " away tomorrow <@U012ABCDEF|grace> "}
    assert read("command", sent).words == "away tomorrow <@U012ABCDEF|grace>"

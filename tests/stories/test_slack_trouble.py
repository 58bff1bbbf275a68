"""Slack that can't be reached, or refuses for a while: nothing is lost, and nothing comes twice."""

from datetime import timedelta
from typing import Any

import pytest

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story

FAULTS: dict[str, dict[str, Any]] = {
    "cut connections": {"drop": True},
    "server errors": {"error": "service_unavailable", "status": 503},
    "lost answers": {"error": "internal_error", "after_effect": True},
    "too many calls": {"error": "ratelimited", "status": 429, "retry_after": 30},
}
METHODS = (
    "chat.postMessage",
    "conversations.open",
    "files.getUploadURLExternal",
    "files.completeUploadExternal",
)


async def file(author: Person) -> None:
    await author.types("/task new Keys must rotate", channel="engineering")
    await author.presses("Review")
    author.fill({"Signs as Developer": "Grace Hopper"})
    await author.presses("Create")


async def later(story: Story) -> None:
    """Two hours pass, three minutes at a time."""
    for _ in range(40):
        story.sandbox.clock.move(timedelta(minutes=3))
        await story.settled()


@pytest.mark.parametrize("fault", FAULTS)
async def test_card_document_and_message_come_once_when_slack_is_back(begin: Begin, fault: str) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        for method in METHODS:
            story.sandbox.fail(method, times=4, **FAULTS[fault])
        await file(ada)
        assert ada.modal is not None and "TASK-001 is filed" in ada.modal.text
        await later(story)
        assert [("State:" in each.text) for each in ada.channel("engineering")] == [True]
        assert [("asks you" in each.text) for each in grace.dms] == [True]
        files = [file.name for reply in ada.channel("engineering")[0].thread for file in reply.files]
        assert files == ["TASK-001.md"]


async def test_a_signature_that_slack_doesnt_hear_of_is_shown_later(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(ada)
        await story.settled()
        await grace.presses("Sign off", on="TASK-001")
        story.sandbox.fail("chat.update", drop=True, times=5)
        await grace.presses("Sign off")
        assert grace.modal is None
        await later(story)
        await ada.sees("signed by Grace Hopper", where="engineering")
        await grace.sees("There is nothing more to do.", where="dm")

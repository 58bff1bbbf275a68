"""People who can't sign and channels that take no card: said at the field, and nothing is filed."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.person import Person
from bot.slack import vetting
from tests.stories.conftest import Begin, Story, hurried
from tests.stories.test_signing import file

SIGNERS: dict[str, tuple[dict[str, Any], str]] = {
    "deactivated": ({"deleted": True}, "the account is deactivated"),
    "bot": ({"kind": "bot"}, "a bot can't sign"),
    "guest": ({"kind": "guest"}, "guests can read a task but not sign it"),
    "other workspace": ({"kind": "other workspace"}, "the account belongs to another workspace"),
}

CHANNELS: dict[str, tuple[dict[str, Any], str]] = {
    "without-bot": ({"bot_is_in": False}, "Countersign is not in #without-bot. Invite it there with /invite"),
    "archived": ({"archived": True}, "#archived is archived, so nothing can be posted there."),
    "hidden": ({"private": True, "bot_is_in": False}, "Countersign is not in that channel."),
}


async def on_review(story: Story, **chosen: str) -> Person:
    """Ada on Review, with this chosen; nothing of it was sent yet."""
    ada = story.person("Ada")
    await ada.types("/task new Keys must rotate", channel="engineering")
    await ada.presses("Review")
    await story.rested()
    ada.fill(chosen)
    return ada


def day_of(story: Story) -> str:
    """Which day it is for Ada."""
    zone = ZoneInfo(story.person("Ada").user.tz)
    return story.sandbox.clock.now().astimezone(zone).date().isoformat()


def nothing_is_filed(story: Story) -> bool:
    return not [
        call for call in story.sandbox.calls if call.method in ("chat.postMessage", "conversations.open")
    ]


@pytest.mark.parametrize("who", SIGNERS)
async def test_who_cant_sign_is_refused_at_the_field_and_may_be_replaced(begin: Begin, who: str) -> None:
    account, why = SIGNERS[who]
    async with begin() as story:
        story.sandbox.add_person("Mary Jackson", **account)
        ada = await on_review(story, **{"Signs as Developer": "Mary Jackson", "Sign by": "2026-12-01"})
        await ada.presses("Create")
        assert ada.modal is not None
        assert f"Mary Jackson can't be asked to sign: {why}." in ada.modal.errors["Signs as Developer"]
        assert ada.modal.value("Signs as Developer") == "Mary Jackson"
        assert ada.modal.value("Sign by") == "2026-12-01"
        assert nothing_is_filed(story)
        ada.fill({"Signs as Developer": "Grace Hopper"})
        await ada.presses("Create")
        await story.settled()
        await story.person("Grace").sees("TASK-001", where="dm")


async def test_a_bot_is_refused_as_assignee_at_the_field_and_at_create(begin: Begin) -> None:
    async with begin() as story:
        why = "can't be chosen as Assignee: a bot can't take part in a task. Choose a person."
        ada = story.person("Ada")
        await ada.types("/task new Keys must rotate", channel="engineering")
        ada.fill({"Assignee": "Countersign"})
        await ada.presses("Next")
        assert ada.modal is not None and ada.modal.errors == {"Assignee": f"Countersign {why}"}
        assert ada.modal.value("Assignee") == "Countersign"
        await ada.presses("Review")
        await ada.presses("Create")
        assert f"Countersign {why}" in ada.modal.text and ada.modal.value("Assignee") == "Countersign"
        assert nothing_is_filed(story)
        ada.fill({"Assignee": "Grace Hopper"})
        await ada.presses("Review")
        await ada.presses("Create")
        assert "TASK-001 is filed" in ada.modal.text


async def test_a_bot_that_a_task_named_before_stays_in_an_edit_and_is_never_written_to(begin: Begin) -> None:
    async with begin() as story:
        robot = story.sandbox.add_person("Robot")
        ada = await on_review(story, **{"Signs as Developer": "Grace Hopper"})
        await ada.presses("Back")
        await ada.chooses("Jump to…", "1. Basics")
        ada.fill({"Assignee": "Robot"})
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        story.sandbox.change_person("Robot", kind="bot")
        story.sandbox.clock.move(timedelta(minutes=11))
        await ada.types("/task edit TASK-001")
        await ada.presses("Next")
        assert ada.modal is not None and not ada.modal.errors
        await ada.chooses("Jump to…", "1. Basics")
        ada.fill({"Title": "Keys rotate"})
        await ada.presses("Review")
        await ada.presses("Save")
        assert "Saved as revision 2" in ada.modal.text
        await story.settled()
        assert not robot.dms and not (await story.bot.desk.outbox.health()).dead


async def test_a_day_to_sign_by_that_has_passed_is_refused_at_the_field(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_review(story, **{"Signs as Developer": "Grace Hopper", "Sign by": "2020-01-01"})
        await ada.presses("Create")
        assert ada.modal is not None and ada.modal.errors == {
            "Sign by": "2020-01-01 has passed. Please choose a day from today on, or none."
        }
        assert ada.modal.value("Sign by") == "2020-01-01" and nothing_is_filed(story)
        ada.fill({"Sign by": day_of(story)})
        await ada.presses("Create")
        assert "TASK-001 is filed" in ada.modal.text


async def test_an_edit_keeps_a_day_that_has_passed_and_takes_no_other_that_has(begin: Begin) -> None:
    async with begin() as story:
        was = day_of(story)
        ada = await on_review(story, **{"Sign by": was})
        await ada.presses("Create")
        story.sandbox.clock.move(timedelta(days=3))
        await ada.types("/task edit TASK-001")
        await ada.presses("Review")
        ada.fill({"Sign by": "2020-01-01"})
        await ada.presses("Save")
        assert ada.modal is not None and "2020-01-01 has passed." in ada.modal.errors["Sign by"]
        ada.fill({"Sign by": was, "Signs as Developer": "Grace Hopper"})
        await ada.presses("Save")
        assert "Saved." in ada.modal.text


async def test_an_account_that_slack_doesnt_know_is_refused_at_the_field(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_review(story, **{"Signs as Developer": "Grace Hopper"})
        story.sandbox.fail("users.info", "user_not_found", times=9)
        await ada.presses("Create")
        assert ada.modal is not None
        assert "can't be asked to sign: Slack doesn't know" in ada.modal.errors["Signs as Developer"]
        assert nothing_is_filed(story)


@pytest.mark.parametrize("channel", CHANNELS)
async def test_a_channel_that_takes_no_card_is_refused_at_the_field(begin: Begin, channel: str) -> None:
    kind, why = CHANNELS[channel]
    async with begin() as story:
        story.sandbox.add_channel(channel, members=["Ada Lovelace"], **kind)
        ada = await on_review(story, Channel=f"#{channel}", **{"Signs as DevOps": "Alan Turing"})
        await ada.presses("Create")
        assert ada.modal is not None and why in ada.modal.errors["Channel"]
        assert ada.modal.value("Channel") == f"#{channel}"
        assert ada.modal.value("Signs as DevOps") == "Alan Turing"
        assert nothing_is_filed(story)


async def test_all_that_is_wrong_is_said_at_once(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_person("Mary Jackson", kind="guest")
        story.sandbox.add_person("Old Account", deleted=True)
        story.sandbox.add_channel("archived", members=["Ada Lovelace"], archived=True)
        chosen = {
            "Signs as Developer": "Mary Jackson",
            "Signs as DevOps": "Old Account",
            "Channel": "#archived",
        }
        ada = await on_review(story, **chosen)
        await ada.presses("Create")
        assert ada.modal is not None and set(ada.modal.errors) == set(chosen)
        assert nothing_is_filed(story)


async def test_where_the_command_came_from_isnt_proposed_if_nothing_can_be_posted_there(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_channel("without-bot", members=["Ada Lovelace"], bot_is_in=False)
        ada = story.person("Ada")
        await ada.types("/task new Keys must rotate", channel="without-bot")
        await story.rested()
        await ada.presses("Next")
        await ada.presses("Review")
        assert ada.modal is not None and ada.modal.value("Channel") == ""
        await ada.presses("Create")
        assert "Please complete" in ada.modal.errors["Channel"]


async def test_a_task_is_filed_though_slack_says_nothing_of_people_and_channel(begin: Begin) -> None:
    async with begin() as story:
        ada = await on_review(story, **{"Signs as Developer": "Grace Hopper"})
        silent = [story.sandbox.hold(each) for each in ("users.info", "conversations.info")]
        with hurried():
            await ada.presses("Create")
        assert [each.ok for each in story.sandbox.acks if each.kind == "view_submission"] == [True]
        assert ada.modal is not None and "TASK-001 is filed" in ada.modal.text
        await story.settled()
        await ada.sees("TASK-001", where="engineering")
        for each in silent:
            each.release()


@pytest.mark.parametrize("times", [1, 3])
async def test_the_author_is_told_later_when_a_signer_proves_wrong(
    begin: Begin, times: int, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vetting, "PAUSES", (0, 0, 0))
    async with begin() as story:
        story.sandbox.add_person("Mary Jackson", kind="guest")
        ada = await on_review(story, **{"Signs as Developer": "Mary Jackson"})
        story.sandbox.fail("users.info", "ratelimited", times=times, status=429)
        await ada.presses("Create")
        assert ada.modal is not None and "TASK-001 is filed" in ada.modal.text
        told = await ada.sees("TASK-001 is filed, but: Mary Jackson can't be asked to sign", where="dm")
        assert "guests can read a task but not sign it" in told.text


async def test_the_author_is_told_later_when_the_channel_proves_wrong(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_channel("without-bot", members=["Ada Lovelace"], bot_is_in=False)
        ada = await on_review(story, Channel="#without-bot")
        story.sandbox.fail("conversations.info")
        await ada.presses("Create")
        assert ada.modal is not None and "TASK-001 is filed" in ada.modal.text
        await ada.sees("Countersign is not in #without-bot", where="dm")


async def test_who_became_a_guest_after_being_asked_cant_sign(begin: Begin) -> None:
    async with begin() as story:
        grace = story.person("Grace")
        await file(story, story.person("Ada"), "Keys must rotate", {"Signs as Developer": "Grace Hopper"})
        await grace.presses("Sign off", on="TASK-001")
        story.sandbox.change_person("Grace Hopper", kind="guest")
        story.sandbox.clock.move(timedelta(minutes=11))
        await grace.presses("Sign off")
        await grace.sees("You can't sign TASK-001: guests can read a task but not sign it", where="modal")
        await story.settled()
        assert "waiting for Grace Hopper" in (await grace.sees("State:", where="engineering")).text


async def test_nobody_signs_before_slack_has_said_who_they_are(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_person("Mary Jackson", kind="guest")
        mary = story.person("Mary")
        story.sandbox.fail("users.info", drop=True, times=100)
        await file(story, story.person("Ada"), "Keys must rotate", {"Signs as Developer": "Mary Jackson"})
        await mary.presses("Sign off", on="TASK-001")
        mary.fill({"Comment": "Looks fine"})
        await mary.presses("Sign off")
        assert mary.modal is not None
        assert "Slack could not say who you are just now" in mary.modal.errors["I sign as"]
        assert mary.modal.value("Comment") == "Looks fine"
        await story.settled()
        assert (
            "○ Developer: waiting for" in (await story.person("Ada").sees("State:", where="engineering")).text
        )


async def test_who_was_not_known_signs_with_their_name_as_soon_as_slack_says_it(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(vetting, "PAUSES", (3600,))
    async with begin() as story:
        grace = story.person("Grace")
        story.sandbox.fail("users.info", drop=True, times=8)
        await file(story, story.person("Ada"), "Keys must rotate", {"Signs as Developer": "Grace Hopper"})
        await grace.presses("Sign off", on="TASK-001")
        for _ in range(9):
            if grace.modal:
                await grace.presses("Sign off")
        await story.settled()
        assert "signed by Grace Hopper" in (await grace.sees("State:", where="engineering")).text

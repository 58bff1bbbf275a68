"""Who may read a private channel's task: whoever is in the channel now, as far as the rules allow."""

from itertools import count

import pytest

from bot.sandbox.person import Person
from bot.tasks.errors import DatabaseError
from tests.stories.conftest import Begin, Story

TITLE = "Rotate the signing keys"
DENIED = "You can't read TASK-001"


async def filed_quietly(story: Story, *members: str) -> str:
    """Ada's task in a private channel of hers and of these people; the channel's id."""
    ada = story.person("Ada")
    channel = story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace", *members])
    await ada.types(f"/task new {TITLE}", channel="quiet")
    await ada.presses("Review")
    ada.fill({"Signs as Developer": "Alan Turing"})
    await ada.presses("Create")
    await story.settled()
    await ada.closes()
    return channel


async def reads(person: Person, *, elsewhere: str = "general") -> bool:
    """Whether they may read it from another channel."""
    await person.types("/task show TASK-001", channel=elsewhere)
    if person.modal is None:
        assert DENIED in person.notices[-1]
        return False
    assert TITLE in person.modal.text
    await person.closes()
    return True


async def test_who_is_in_the_channel_reads_it_from_anywhere_and_who_comes_and_goes_is_known_at_once(
    begin: Begin,
) -> None:
    async with begin() as story:
        await filed_quietly(story, "Grace Hopper")
        grace, linus = story.person("Grace"), story.person("Linus")
        assert await reads(grace) and not await reads(linus)
        story.sandbox.invite("Linus Pauling", "quiet")
        story.sandbox.kick("Grace Hopper", "quiet")
        await story.sandbox.events_settled()
        assert await reads(linus) and not await reads(grace)


async def test_a_guest_in_the_cards_channel_reads_what_names_them_and_nothing_else(begin: Begin) -> None:
    async with begin() as story:
        gus = story.sandbox.add_person("Gus Guest", kind="guest")
        await filed_quietly(story, "Gus Guest")
        await gus.presses("Open", on="State:")
        await gus.sees("guests read what names them", where="notices")
        await gus.types("/task summary", channel="quiet")
        await gus.sees("only full members of this workspace may read", where="notices")
        ada = story.person("Ada")
        await ada.types("/task new Another", channel="quiet")
        ada.fill({"Assignee": "Gus Guest"})
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        await gus.presses("Open", on="Another")
        assert gus.modal is not None and "Another" in gus.modal.text


async def test_an_event_that_could_not_be_taken_comes_again(
    begin: Begin, monkeypatch: pytest.MonkeyPatch
) -> None:
    async with begin() as story:
        await filed_quietly(story, "Grace Hopper")
        grace, channels = story.person("Grace"), story.bot.desk.channels
        assert await reads(grace)
        left, tries = channels.left, count()

        async def full_at_first(*said: str) -> None:
            if next(tries) == 0:
                raise DatabaseError("The disk is full")
            await left(*said)

        monkeypatch.setattr(channels, "left", full_at_first)
        # Over a socket, what is not taken gets no ack, and is waited for as long as one that is late.
        monkeypatch.setattr(story.sandbox._world.delivery, "_deadline", 2.0)
        story.sandbox.kick("Grace Hopper", "quiet")
        await story.sandbox.events_settled()
        assert not await reads(grace) and next(tries) == 2


async def test_who_becomes_a_guest_reads_it_no_more(begin: Begin) -> None:
    async with begin() as story:
        await filed_quietly(story, "Grace Hopper")
        grace = story.person("Grace")
        assert await reads(grace)
        story.sandbox.change_person("Grace Hopper", kind="guest")
        await story.sandbox.events_settled()
        await grace.presses("Open", on="State:")
        await grace.sees("guests read what names them", where="notices")


async def test_a_bot_that_was_taken_out_knows_of_nobody_and_goes_on(begin: Begin) -> None:
    async with begin() as story:
        channel = await filed_quietly(story, "Grace Hopper")
        grace, alan = story.person("Grace"), story.person("Alan")
        assert await reads(grace)
        story.sandbox.kick(None, "quiet")
        await story.sandbox.events_settled()
        assert not await reads(grace) and await reads(alan)
        story.sandbox.archive("quiet")
        assert await story.bot.membership.refresh() == 0
        story.sandbox.unarchive("quiet")
        story.sandbox.invite(None, "quiet")
        await story.sandbox.events_settled()
        assert await story.bot.membership.refresh() == 1
        assert await reads(grace)
        assert (await story.bot.desk.channel(story.sandbox.team_id, channel)).bot_is_in  # type: ignore[union-attr]

"""Many people at once. Slack's rate limits are on, as they are by default."""

import asyncio
import re

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import Begin, Story
from tests.stories.test_signing import ROLES, file

MOST_LOOKS = 500


async def all_sent(story: Story) -> None:
    """Everything is sent; the clock is moved on to whatever waits for its turn."""
    for _ in range(MOST_LOOKS):
        await story.settled()
        due = await story.bot.desk.outbox.next_due()
        if due is None:
            return
        story.sandbox.clock.set(max(due, story.sandbox.clock.now()))
    raise AssertionError(f"This is not sent: {await story.bot.desk.outbox.health()}")


def crowd(story: Story, size: int) -> list[Person]:
    return [story.sandbox.add_person(f"Person {number:02}") for number in range(1, size + 1)]


async def creates(person: Person) -> str:
    """Files a task of their own; what its card must say."""
    await person.types(f"/task new Errand of {person.name}", channel="engineering")
    await person.presses("Review")
    await person.presses("Create")
    filed = re.search(r"TASK-\d+", str(person.modal))
    assert filed, f"{person.name} sees no key:\n{person.modal}"
    return f"{filed[0]}: Errand of {person.name}"


def cards(story: Story) -> list[SeenMessage]:
    return [each for each in story.person("Linus").channel("engineering") if "State:" in each.text]


def names(message: SeenMessage) -> list[str]:
    """The files in a message's thread."""
    return [file.name for reply in message.thread for file in reply.files]


async def test_fifty_people_create_at_once_and_nothing_is_lost_or_double(begin: Begin) -> None:
    async with begin() as story:
        filed = await asyncio.gather(*(creates(person) for person in crowd(story, 50)))
        assert sorted(each[:8] for each in filed) == [f"TASK-{number:03}" for number in range(1, 51)]
        assert [ack for ack in story.sandbox.acks if not ack.ok] == []
        await all_sent(story)
        shown = cards(story)
        assert sorted(each.text.split("\n")[0] for each in shown) == sorted(filed)
        documents = sorted(name for card in shown for name in names(card))
        assert documents == [f"TASK-{number:03}.md" for number in range(1, 51)]
        assert [call for call in story.sandbox.calls if not call.ok] == []


async def waiting(story: Story) -> tuple[SeenMessage, list[Person]]:
    """The card of a task that waits for four people, and they."""
    ada = story.person("Ada")
    await file(story, ada, "Rotate the signing keys", ROLES)
    await all_sent(story)
    await ada.closes()
    [card] = cards(story)
    return card, [story.person(name) for name in ROLES.values()]


async def is_done_once(story: Story) -> None:
    """Everybody has signed, which is told once; the document names each signature once."""
    await all_sent(story)
    [card] = cards(story)
    told = [each for each in story.person("Linus").channel("engineering") if "has signed" in each.text]
    assert ("State: Done" in card.text, len(told)) == (True, 1)
    assert names(card) == ["TASK-001.md", "TASK-001-signed.md"]
    [signed] = [each.content for reply in card.thread for each in reply.files if "signed" in each.name]
    assert [signed.count(f"- {name} - 2026-11-23") for name in ROLES.values()] == [1, 1, 1, 1]


async def test_fifty_press_sign_off_at_once_and_each_role_is_signed_once(begin: Begin) -> None:
    async with begin() as story:
        card, signers = await waiting(story)
        others = crowd(story, 46)
        await asyncio.gather(*(person.presses("Sign off", on=card) for person in [*others, *signers]))
        await asyncio.gather(*(each.presses("Sign off") for each in signers for _ in range(3)))
        for person in others:
            await person.sees("You weren't asked to sign TASK-001", where="notices")
        assert [each.modal for each in [*others, *signers]] == [None] * 50
        await is_done_once(story)


async def test_four_sign_at_the_same_instant_and_the_task_is_done_once(begin: Begin) -> None:
    async with begin() as story:
        card, signers = await waiting(story)
        await asyncio.gather(*(each.presses("Sign off", on=card) for each in signers))
        await asyncio.gather(*(each.presses("Sign off") for each in signers))
        assert [ack for ack in story.sandbox.acks if not ack.ok] == []
        await is_done_once(story)

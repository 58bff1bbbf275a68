"""Whatever is typed is shown as it was typed, pings nobody, and nothing of it is cut in silence."""

import pytest

from bot.sandbox.modal import Modal
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.filling import answers_for, place
from tests.stories.test_signing import ROLES
from tests.stories.test_stale_clicks import sign

ODD = {
    "mentions": "<!channel> <!here> @here @channel @everyone <@U00000002> <#C1|general> <!subteam^S1>",
    "links": "<https://evil.example|https://bank.example> [bank](https://evil.example) www.x.example",
    "marks": "`code` ``two`` ```fence``` *bold* _it_ ~no~ > quote # head - [ ] box | cell \\ \\* &amp; &lt;",
    "html": '<script>alert("1")</script> <!-- gone --> <b>bold</b> &nbsp; &#65;',
    "quotes": '"double" \'single\' “curly” \\" {"json": [1]} ${x} %s {0} \'; DROP TABLE tasks; --',
    "emoji": "🚀 👩‍👩‍👧‍👦 🏳️‍🌈 é ı ß :tada: 𝒳 中文",
    "right to left": "שלום עולם مرحبا \u202eabc\u202c \u200f!",
}


async def filed(story: Story, title: str, objective: str) -> Person:
    """A task of Ada's with this title and text, signed by nobody yet."""
    ada = story.person("Ada")
    await ada.types("/task", channel="engineering")
    ada.fill({"Title": title})
    await ada.presses("Next")
    ada.fill({"Objective": objective})
    await ada.presses("Review")
    ada.fill(ROLES)
    assert ada.modal is not None and title.replace("\x00", "\ufffd") in ada.modal.text
    await ada.presses("Create")
    assert ada.modal.text
    await story.settled()
    return ada


def everything(story: Story) -> list[SeenMessage]:
    """All that anybody sees: cards, replies, direct messages, private sentences."""
    people = [story.person(name) for name in ROLES.values()]
    top = [
        *people[0].channel("engineering"),
        *(m for p in people for m in p.dms),
        *(m for p in people for m in p._screen.conversation("notices")),
    ]
    return [each for message in top for each in (message, *message.thread)]


@pytest.mark.parametrize("kind", ODD)
async def test_odd_text_is_shown_as_typed_everywhere_and_pings_nobody(begin: Begin, kind: str) -> None:
    odd = ODD[kind]
    async with begin() as story:
        ada, grace = await filed(story, odd, odd + "\n" + odd), story.person("Grace")
        card = await ada.sees("State:", where="engineering")
        assert card.text.count(odd) == 3
        assert odd in (await grace.sees("asks you", where="dm")).text
        await grace.presses("Open", on="State:")
        assert grace.modal is not None and odd in grace.modal.text.split("\n")[1]
        await story.at(MONDAY.replace(day=25, hour=15))
        assert odd in (await grace.sees("waiting for your sign-off", where="dm")).text
        await ada.types("/task summary", channel="engineering")
        for name in ROLES.values():
            await sign(story, story.person(name))
        assert odd in (await ada.sees("is done", where="engineering")).text
        assert [message.pings for message in everything(story) if message.pings] == []


@pytest.mark.parametrize("kind", ODD)
async def test_odd_text_comes_back_into_the_form_as_it_was_typed(begin: Begin, kind: str) -> None:
    odd = ODD[kind]
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        for _ in range(2):
            ada.fill({"Title": odd})
            await ada.presses("Next")
            ada.fill({"Objective": odd + "\n\n" + odd})
            await ada.presses("Back")
        assert ada.modal is not None and ada.modal.value("Title") == odd
        await ada.presses("Next")
        assert ada.modal.value("Objective") == odd + "\n\n" + odd


@pytest.mark.parametrize("mark", ["\x00", "\u2028", "\u2029", "\x85", "\x0b", "\x0c", "\x1b", "\ufeff"])
async def test_a_control_character_in_title_and_text_hinders_nothing(begin: Begin, mark: str) -> None:
    async with begin() as story:
        ada = await filed(story, f"before{mark}after", f"above{mark}below")
        card = await ada.sees("State:", where="engineering")
        assert "before" in card.text and "after" in card.text
        for name in ROLES.values():
            await sign(story, story.person(name))
        await ada.sees("TASK-001-signed.md", where="thread of State: Done")
        assert [each.error for each in story.sandbox.calls if not each.ok] == []


LONG = {"letters": "x", "brackets": "<", "words": "long and winding ", "emoji": "🚀", "lines": "- [ ] line\n"}


def longest(modal: Modal, label: str, unit: str) -> str:
    """3,000 characters, or as many as the input takes, ending in the place where they stand."""
    element = modal.field(label).control.element
    end = f" {place(modal)} {label}"
    size = int(element.get("max_length", 3000))
    text = (unit * 3000)[: size - len(end)] + end if size > len(end) else unit[0] * size
    return text if element.get("multiline") else text.replace("\n", " ")


async def fill_to_the_brim(person: Person, unit: str) -> None:
    while (modal := person.modal) and modal.title != "Review":
        answers = answers_for(modal)
        texts = {
            label: longest(modal, label, unit)
            for label in answers
            if modal.field(label).control.type == "plain_text_input" and not answers[label].startswith("http")
        }
        person.fill(answers | texts)
        await person.presses(modal.submit)
        assert person.modal is not None and person.modal.errors == {}
        assert person.notices == []


async def test_every_page_that_is_full_can_be_gone_back_to(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        await fill_to_the_brim(ada, LONG["emoji"])
        for _ in range(20):
            before = str(ada.modal)
            await ada.presses("Back")
            assert str(ada.modal) != before
        assert ada.modal is not None and place(ada.modal) == "1-of-16"


@pytest.mark.parametrize("unit", LONG)
async def test_three_thousand_characters_in_every_field_are_filed_and_signed(begin: Begin, unit: str) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task", channel="engineering")
        await fill_to_the_brim(ada, LONG[unit])
        ada.fill(ROLES)
        await ada.presses("Create")
        assert ada.modal is not None and "TASK-001 is filed" in ada.modal.text
        await story.settled()
        await ada.closes()
        for name in ROLES.values():
            await sign(story, story.person(name))
        signed = await ada.sees("TASK-001-signed.md", where="thread of State: Done")
        document = signed.files[0].content
        assert len(document) > 150_000
        assert [each.error for each in story.sandbox.calls if not each.ok] == []
        assert [message.pings for message in everything(story) if message.pings] == []

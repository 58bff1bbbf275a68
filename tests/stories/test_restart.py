"""The bot is killed at every moment that matters, and started again on the same database.

The walk with a kill at each page is the slow test of this file: each start takes about a second. What is
only about what the bot sends, which goes the same way in both modes, is told over one of them.
"""

import asyncio
from collections.abc import Awaitable, Callable
from contextlib import AbstractAsyncContextManager
from pathlib import Path

import pytest

from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from tests.stories.filling import answers_for, place, screen
from tests.stories.process import Scene, scene
from tests.stories.test_signing import ROLES
from tests.stories.test_walk import document_of

Play = Callable[..., AbstractAsyncContextManager[Scene]]
TITLE = "Rotate the signing keys"
CLOSED_AT = 8
"""How many pages are filled in when the person closes the form."""


@pytest.fixture(params=["socket", "http"])
def play(request: pytest.FixtureRequest, tmp_path: Path) -> Play:
    """`async with play(COUNTERSIGN_…="…") as scene`: the bot's process, over this transport."""
    return lambda **more: scene(request.param, tmp_path, **more)


async def killed(scene: Scene, person: Person, *, closes: bool) -> None:
    """The bot is killed and started; the person keeps the form open, or closes it meanwhile and resumes."""
    await scene.process.kill()
    if closes:
        await person.closes()
    await scene.process.start()
    if closes:
        await person.types("/task drafts", channel="general")
        await person.presses("Resume")


async def fill_and_kill(scene: Scene, person: Person) -> dict[str, str]:
    """From the first page to Review; at each page the bot is killed. What was typed, by screen and label."""
    typed: dict[str, str] = {}
    pages: set[str] = set()
    while (modal := person.modal) and modal.title != "Review":
        answers = answers_for(modal)
        person.fill(answers)
        typed |= {f"{screen(modal)} > {label}": answer for label, answer in answers.items()}
        await person.presses(modal.submit)
        if place(modal) not in pages:
            await killed(scene, person, closes=len(pages) == CLOSED_AT)
        pages.add(place(modal))
    return typed


async def test_the_whole_form_outlives_a_kill_at_each_page(play: Play) -> None:
    async with play() as scene:
        ada = scene.person("Ada")
        await ada.types("/task", channel="engineering")
        typed = await fill_and_kill(scene, ada)
        await ada.presses("Create")
        document = await document_of(ada, "TASK-001")
        assert {where: answer for where, answer in typed.items() if answer not in document} == {}
        assert len(typed) > 95
        assert all(ack.ok for ack in scene.sandbox.acks)


async def test_a_press_on_a_dead_bot_is_told_and_the_same_press_later_saves_the_page(play: Play) -> None:
    async with play() as scene:
        ada = scene.person("Ada")
        await ada.types("/task", channel="engineering")
        ada.fill({"Title": TITLE})
        await scene.process.kill()
        await ada.presses("Next")
        await ada.sees("We had some trouble connecting", where="notices")
        await scene.process.start()
        await ada.presses("Next")
        assert ada.modal is not None and place(ada.modal) == "2-of-16"
        await ada.presses("Back")
        assert ada.modal.value("Title") == TITLE


async def to_review(scene: Scene, signers: dict[str, str]) -> Person:
    """Ada stands before Create."""
    ada = scene.person("Ada")
    await ada.types(f"/task new {TITLE}", channel="engineering")
    await ada.presses("Review")
    ada.fill(signers)
    return ada


async def press_and_kill(scene: Scene, press: Awaitable[None], *moments: tuple[str, bool]) -> None:
    """The press; then for each moment the bot is killed in the middle of its next call of this method,
    before it took effect or (True) after that, its answer unheard; and it is started again. What is to be
    cut off later doesn't come to pass before.
    """
    go: Awaitable[None] = press
    for number, (method, after_effect) in enumerate(moments, 1):
        hold = scene.sandbox.hold(method, after_effect=after_effect)
        later = [scene.sandbox.hold(name) for name in {name for name, _ in moments[number:]} - {method}]
        await go
        await hold.reached()
        await scene.process.kill()
        for each in (hold, *later):
            each.lose()
        go = scene.process.start()
    await go
    await scene.process.settled()


def asked(person: Person) -> list[str]:
    """How each direct message about the task begins."""
    return [message.text.split(" TASK-001")[0] for message in person.dms if "TASK-001" in message.text]


def files(card: SeenMessage) -> list[str]:
    """The names of the files in a card's thread."""
    return [file.name for reply in card.thread for file in reply.files]


def in_channel(scene: Scene) -> list[SeenMessage]:
    return [message for message in scene.person("Linus").channel("engineering") if TITLE in message.text]


async def test_everything_that_create_promised_comes_once_however_often_the_bot_is_killed(play: Play) -> None:
    async with play() as scene:
        ada = await to_review(scene, ROLES)
        await press_and_kill(
            scene,
            ada.presses("Create"),
            ("chat.postMessage", False),
            ("chat.postMessage", True),
            ("files.getUploadURLExternal", True),
            ("files.completeUploadExternal", True),
        )
        [card] = in_channel(scene)
        assert files(card) == ["TASK-001.md"]
        assert [len(asked(scene.person(name))) for name in ROLES.values()] == [1, 1, 1, 1]


async def test_signing_is_told_once_and_the_card_is_right_however_often_the_bot_is_killed(play: Play) -> None:
    async with play() as scene:
        ada = await to_review(scene, ROLES)
        await ada.presses("Create")
        await scene.process.settled()
        ada, grace, katherine, alan = (scene.person(name) for name in ROLES.values())
        await sign(ada, scene, ("chat.update", False), ("chat.update", True))
        await sign(grace, scene)
        await sign(katherine, scene)
        await sign(alan, scene, ("chat.postMessage", True), ("files.completeUploadExternal", True))
        card, done = in_channel(scene)
        assert "State: Done" in card.text and "everybody has signed" in done.text
        assert files(card) == ["TASK-001.md", "TASK-001-signed.md"]
        assert [asked(each) for each in (grace, katherine, alan)] == [["You signed"]] * 3
        assert asked(ada) == ["You signed", "TASK-001 is done: everybody has signed."]


async def sign(person: Person, scene: Scene, *moments: tuple[str, bool]) -> None:
    """The person signs, and the bot is killed at each of the moments."""
    if person.modal:
        await person.closes()
    await person.presses("Sign off", on="to sign TASK-001")
    await press_and_kill(scene, person.presses("Sign off"), *moments)


async def test_create_is_pressed_again_after_a_kill_in_its_middle_and_creates_once(play: Play) -> None:
    async with play() as scene:
        ada = await to_review(scene, ROLES)
        hold = scene.sandbox.hold("users.info")
        pressing = asyncio.ensure_future(ada.presses("Create"))
        await hold.reached()
        await scene.process.kill()
        hold.lose()
        await pressing
        await scene.process.start()
        await ada.presses("Create")
        assert ada.modal is not None and "TASK-001" in ada.modal.text
        await ada.sees("State:", where="engineering")
        assert len(in_channel(scene)) == 1


async def test_a_signature_that_a_kill_cuts_off_is_given_once(play: Play) -> None:
    """Whether it was written down before the kill is not known, as it isn't to the person."""
    async with play() as scene:
        ada = await to_review(scene, {"Signs as Developer": "Ada Lovelace"})
        await ada.presses("Create")
        await ada.closes()
        await ada.sees("to sign TASK-001", where="dm")
        await ada.presses("Sign off", on="to sign TASK-001")
        await asyncio.gather(ada.presses("Sign off"), scene.process.restart())
        if ada.modal:
            await ada.presses("Sign off")
        await scene.process.settled()
        assert asked(ada) == ["You signed"]
        assert in_channel(scene)[0].text.count("signed by Ada Lovelace") == 1


@pytest.mark.parametrize("play", ["http"], indirect=True)
async def test_a_reminder_in_whose_middle_the_bot_is_killed_comes_once(play: Play) -> None:
    soon = {"COUNTERSIGN_REMIND_AFTER": "1s", "COUNTERSIGN_REMIND_EVERY": "1d", "COUNTERSIGN_TICK": "1s"}
    always = {"COUNTERSIGN_WORKING_HOURS": "00:00-24:00", "COUNTERSIGN_WORKING_DAYS": "mon-sun"}
    async with play(**soon, **always) as scene:
        ada = await to_review(scene, {"Signs as DevOps": "Alan Turing"})
        for _ in ("the card", "what Alan is asked"):
            scene.sandbox.hold("chat.postMessage").release()
        await press_and_kill(scene, ada.presses("Create"), ("chat.postMessage", True))
        await scene.process.restart()
        await scene.process.settled()
        told = [each for each in scene.person("Alan").dms if "waiting for your sign-off" in each.text]
        assert len(told) == 1


@pytest.mark.parametrize("play", ["socket"], indirect=True)
async def test_a_lost_answer_and_a_kill_leave_one_card(play: Play) -> None:
    async with play() as scene:
        ada = await to_review(scene, {})
        scene.sandbox.fail("chat.postMessage", drop=True, after_effect=True)
        await ada.presses("Create")
        await ada.sees("State:", where="engineering")
        await scene.process.restart()
        await scene.process.settled()
        assert len(in_channel(scene)) == 1


async def test_a_bot_that_is_asked_to_stop_finishes_what_it_is_sending(play: Play) -> None:
    async with play() as scene:
        ada = await to_review(scene, {})
        hold = scene.sandbox.hold("chat.postMessage", after_effect=True)
        await ada.presses("Create")
        await hold.reached()
        await scene.process.asked_to_stop()
        hold.release()
        assert await scene.process.stopped() == 0
        assert scene.process.unsent() == ["document:1:1"]


async def test_a_bot_that_is_asked_to_stop_answers_who_has_pressed(play: Play) -> None:
    async with play() as scene:
        ada = scene.person("Ada")
        hold = scene.sandbox.hold("views.open")
        typing = asyncio.ensure_future(ada.types("/task"))
        await hold.reached()
        await scene.process.asked_to_stop()
        hold.release()
        await typing
        assert await scene.process.stopped() == 0
        assert ada.modal is not None and ada.notices == []

"""Two people press at the same instant: the card says what happened, and each is told the truth about their own."""

import asyncio
from collections.abc import Awaitable
from typing import Any

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story
from tests.stories.test_clashes import changes
from tests.stories.test_stale_pages import filed
from tests.stories.window import Window, text_of

TWO = {"Signs as Developer": "Grace Hopper", "Signs as DevOps": "Alan Turing"}
ALL = {**TWO, "Signs as Code Reviewer": "Grace Hopper", "Signs as Tech Lead": "Alan Turing"}
WHY = "We do it otherwise"


async def at_once(story: Story, *presses: Awaitable[Any]) -> list[Any]:
    """All of them, and everything that follows from them."""
    answers = await asyncio.gather(*presses)
    await story.settled()
    return answers


async def opens(person: Person, command: str, **typed: Any) -> None:
    """The page of a step, filled in."""
    await person.types(f"/task {command} TASK-001")
    person.fill(typed)


def read(person: Person) -> str:
    """Everything that they are told: on the page that is open, if one is, and privately."""
    return "\n".join([str(person.modal or ""), *person.notices])


def card(person: Person) -> str:
    """What the card says now."""
    [text] = [each.text for each in person.channel("engineering") if "State:" in each.text]
    return text


async def test_the_last_two_signatures_at_once_make_it_done_once(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, alan = await filed(story, ALL)
        for who in (grace, alan):
            await opens(who, "sign")
        await at_once(story, grace.presses("Sign off"), alan.presses("Sign off"))
        assert "State: Done" in card(ada)
        news = [each.text for each in ada.channel("engineering") if "everybody has signed" in each.text]
        told = [each.text for each in ada.dms if "is done: everybody has signed" in each.text]
        assert len(news) == len(told) == 1


async def test_one_signature_from_two_windows_is_given_once_and_the_second_is_told_when(begin: Begin) -> None:
    async with begin() as story:
        _, grace, _ = await filed(story, TWO)
        await opens(grace, "sign")
        window = Window(story, grace)
        answers = await at_once(story, window.submits(), window.submits())
        assert sorted("You signed TASK-001 as Developer on" in text_of(each) for each in answers) == [
            False,
            True,
        ]
        assert card(grace).count("signed by Grace Hopper") == 1


async def test_a_signature_and_a_close_at_once(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, _ = await filed(story, TWO)
        await opens(grace, "sign")
        await opens(ada, "close", **{"Why is it closed?": WHY})
        await at_once(story, grace.presses("Sign off"), ada.presses("Close it"))
        assert f"Closed by Ada Lovelace: {WHY}" in card(ada)
        came_too_late = "TASK-001 is closed" in read(grace)
        assert ("Grace Hopper did not sign" in card(ada)) == came_too_late


async def test_a_signature_and_the_handing_over_of_its_role_at_once(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, _ = await filed(story, TWO)
        await opens(grace, "sign")
        await opens(ada, "reassign", Role="Developer (Grace Hopper)")
        ada.fill({"Who signs instead?": "Linus Pauling", "Why?": WHY})
        await at_once(story, grace.presses("Sign off"), ada.presses("Hand over"))
        handed = "Developer: waiting for Linus Pauling" in card(ada)
        assert handed or "Developer: signed by Grace Hopper" in card(ada)
        assert ("You weren't asked to sign TASK-001" in read(grace)) == handed
        assert (ada.modal is None) == handed


async def test_a_wish_for_changes_and_another_role_that_isnt_needed_at_once_both_stand(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, alan = await filed(story, TWO)
        await opens(grace, "changes", **{"What has to change?": WHY})
        await ada.types("/task show TASK-001")
        await ada.presses("Not needed")
        ada.fill({"Role": "DevOps (Alan Turing)", "Why is it not needed?": WHY})
        await at_once(story, grace.presses("Request changes"), ada.presses("Not needed"))
        assert f"Developer: Grace Hopper requests changes: {WHY}" in card(ada)
        assert f"DevOps: not needed: {WHY}" in card(ada)
        await alan.sees("needs no signature as DevOps", where="dm")


async def test_an_edit_and_a_signature_at_once_leave_no_signature_of_another_text(begin: Begin) -> None:
    async with begin() as story:
        ada, _, alan = await filed(story, TWO)
        await changes(ada, Scope="Only signing keys")
        await opens(alan, "sign")
        await at_once(story, ada.presses("Save"), alan.presses("Sign off"))
        assert "Saved as revision 2" in read(ada) and "DevOps: waiting for Alan Turing" in card(ada)
        dismissed = any("after you signed it as DevOps" in each.text for each in alan.dms)
        assert dismissed != ("Ada Lovelace edited it: revision 2" in read(alan))


async def test_two_edits_at_once_keep_what_each_changed_and_ask_about_what_both_did(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, _ = await filed(story, TWO)
        await changes(ada, Scope="Only signing keys")
        await changes(grace, Objective="No old keys")
        await at_once(story, ada.presses("Save"), grace.presses("Save"))
        assert {"Saved as revision 2" in read(each) for each in (ada, grace)} == {True, False}
        assert {"Saved as revision 3" in read(each) for each in (ada, grace)} == {True, False}
        for who, scope in ((ada, "Ada's"), (grace, "Grace's")):
            await who.closes()
            await changes(who, Scope=scope)
        await at_once(story, ada.presses("Save"), grace.presses("Save"))
        assert {"Saved as revision 4" in read(each) for each in (ada, grace)} == {True, False}
        assert {"was changed by you, and by somebody else" in read(each) for each in (ada, grace)} == {
            True,
            False,
        }


async def test_boxes_ticked_at_once_are_all_ticked_and_a_step_taken_twice_at_once_is_taken_once(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace, _ = await filed(story, TWO)
        await opens(ada, "progress", Code=["Implementation complete"])
        await opens(grace, "progress", Testing=["Integration tests passing"])
        await at_once(story, ada.presses("Save"), grace.presses("Save"))
        assert " 2 of " in card(ada)
        await at_once(story, ada.types("/task start TASK-001"), grace.types("/task start TASK-001"))
        started = {"TASK-001 is started." in who.notices[-1] for who in (ada, grace)}
        assert started == {True, False}
        assert {"is started already" in who.notices[-1] for who in (ada, grace)} == {True, False}

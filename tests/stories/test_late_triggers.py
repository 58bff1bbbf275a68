"""A page that Slack doesn't open: nothing is lost, and a private button opens it."""

from collections.abc import Awaitable, Callable
from contextlib import nullcontext

import pytest

from bot.sandbox.person import Person
from tests.stories.conftest import Begin, Story, hurried
from tests.stories.test_signing import ROLES, file

Opens = Callable[[Person], Awaitable[None]]

COULD_NOT = "could not be opened just now"


async def from_a_message(person: Person) -> None:
    said = await person.says("Keys must rotate", channel="engineering")
    await person.uses("Make a task", on=said)


BEGINNINGS: dict[str, tuple[Opens, str]] = {
    "/task": (lambda person: person.types("/task", channel="engineering"), ""),
    "/task new": (lambda person: person.types("/task new Keys must rotate"), "Keys must rotate"),
    "the shortcut": (lambda person: person.uses("New task"), ""),
    "a message": (from_a_message, "Keys must rotate"),
}


async def opens_by_the_button(person: Person, label: str, where: str = "notices") -> None:
    """Presses the button of the sentence that came instead of a page."""
    seen = await person.sees(COULD_NOT, where=where)
    assert person.modal is None
    assert seen.pings == ()
    await person.presses(label, on=seen)


@pytest.mark.parametrize("how", BEGINNINGS)
async def test_a_form_whose_trigger_expired_opens_by_a_button_with_everything_in_it(
    begin: Begin, how: str
) -> None:
    act, title = BEGINNINGS[how]
    async with begin() as story:
        ada = story.person("Ada")
        story.sandbox.expire_triggers()
        await act(ada)
        await opens_by_the_button(ada, "Open the form", "dm" if how == "the shortcut" else "notices")
        assert ada.modal is not None and ada.modal.value("Title") == title


FAULTS: dict[str, Callable[[Story], object]] = {
    "internal_error": lambda story: story.sandbox.fail("views.open", "internal_error"),
    "fatal_error": lambda story: story.sandbox.fail("views.open", "fatal_error"),
    "a server error": lambda story: story.sandbox.fail("views.open", "server_error", status=503),
    "too many calls": lambda story: story.sandbox.fail(
        "views.open", "ratelimited", status=429, retry_after=30
    ),
    "a cut connection": lambda story: story.sandbox.fail("views.open", drop=True),
    "no answer": lambda story: story.sandbox.hold("views.open"),
}


@pytest.mark.parametrize("fault", FAULTS)
async def test_a_form_that_slack_fails_to_open_opens_by_a_button(begin: Begin, fault: str) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        FAULTS[fault](story)
        with hurried() if fault == "no answer" else nullcontext():
            await ada.types("/task new Keys must rotate", channel="engineering")
        assert [each.ok for each in story.sandbox.acks] == [True]
        await opens_by_the_button(ada, "Open the form")
        assert ada.modal is not None and ada.modal.value("Title") == "Keys must rotate"


async def test_the_button_may_come_too_late_as_well(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        story.sandbox.expire_triggers(2)
        await ada.types("/task new Keys must rotate", channel="engineering")
        await opens_by_the_button(ada, "Open the form")
        await opens_by_the_button(ada, "Open the form")
        assert ada.modal is not None and ada.modal.value("Title") == "Keys must rotate"


async def test_a_task_filed_from_the_button_goes_to_where_the_command_was_typed(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        story.sandbox.expire_triggers()
        await ada.types("/task", channel="engineering")
        await ada.presses("Open the form", on=COULD_NOT)
        ada.fill({"Title": "Keys must rotate"})
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        await ada.sees("Keys must rotate", where="engineering")


PAGES: dict[str, tuple[Opens, str, str, str]] = {
    "Sign off on the card": (lambda p: p.presses("Sign off", on="State:"), "notices", "Sign off", "You sign"),
    "Sign off in a message": (
        lambda p: p.presses("Sign off", on="asks you"),
        "notices",
        "Sign off",
        "You sign",
    ),
    "Open": (lambda p: p.presses("Open", on="State:"), "notices", "Open", "# TASK-001"),
    "/task sign": (lambda p: p.types("/task sign TASK-001"), "notices", "Open", "You sign revision 1"),
    "/task show": (lambda p: p.types("/task show TASK-001"), "notices", "Open", "# TASK-001"),
}


@pytest.mark.parametrize("how", PAGES)
async def test_a_page_about_a_task_opens_by_a_button(begin: Begin, how: str) -> None:
    act, where, label, shown = PAGES[how]
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await file(story, ada, "Keys must rotate", ROLES)
        story.sandbox.expire_triggers()
        await act(grace)
        await opens_by_the_button(grace, label, where)
        assert grace.modal is not None and shown in grace.modal.text


async def test_the_list_of_drafts_opens_by_a_button(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Keys must rotate")
        await ada.closes()
        story.sandbox.expire_triggers()
        await ada.types("/task drafts")
        await opens_by_the_button(ada, "Open")
        assert ada.modal is not None and "Keys must rotate" in ada.modal.text


@pytest.mark.parametrize("fault", ["internal_error", "no answer"])
async def test_a_page_that_slack_doesnt_redraw_is_saved_and_opens_by_a_button(
    begin: Begin, fault: str
) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await ada.types("/task new Keys must rotate")
        await ada.presses("Next")
        ada.fill({"Scope": "Only signing keys"})
        if fault == "no answer":
            story.sandbox.hold("views.update")
        else:
            story.sandbox.fail("views.update", fault)
        with hurried() if fault == "no answer" else nullcontext():
            await ada.presses("Back")
        seen = await ada.sees(COULD_NOT, where="dm")
        await ada.closes()
        await ada.presses("Open the form", on=seen)
        await ada.presses("Next")
        assert ada.modal is not None and ada.modal.value("Scope") == "Only signing keys"

"""A role is handed to somebody else, or isn't needed."""

from typing import Any

import pytest

from tests.stories.conftest import Begin
from tests.stories.test_changes import filed
from tests.stories.test_stale_clicks import sign
from tests.stories.window import Window, text_of

WHY = "Grace is away until March"


async def test_a_role_is_handed_over_and_everybody_knows_where_they_stand(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await ada.presses("Open", on="State:")
        await ada.presses("Hand over")
        ada.fill({"Role": "Developer (Grace Hopper)", "Who signs instead?": "Linus Pauling", "Why?": WHY})
        await ada.presses("Hand over")
        await story.settled()
        assert ada.modal is None
        await ada.sees("waiting for Linus Pauling", where="engineering")
        await grace.sees("You are no longer asked to sign TASK-001", where="dm")
        await grace.sees(
            "Ada Lovelace handed your role Developer of TASK-001 (Rotate the signing keys) to Linus Pauling: "
            f"{WHY}",
            where="dm",
        )
        (told,) = [each.text for each in linus.dms if "TASK-001" in each.text]
        assert f"Ada Lovelace handed you the role Developer: {WHY}" in told
        await sign(story, linus)
        await ada.sees("signed by Linus Pauling", where="engineering")


async def test_an_objection_isnt_handed_away_without_a_word(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        grace, linus = story.person("Grace"), story.person("Linus")
        await grace.presses("Request changes", on="asks you")
        grace.fill({"What has to change?": "Split it, please"})
        await grace.presses("Request changes")
        await grace.types("/task reassign TASK-001")
        assert grace.modal and "Grace Hopper as Developer: Split it, please" in str(grace.modal)
        grace.fill({"Who signs instead?": "Linus Pauling", "Why?": WHY})
        await grace.presses("Hand over")
        await story.settled()
        await linus.sees("in this role, and you decide anew: Split it, please", where="dm")
        await story.person("Ada").sees("and Linus Pauling decides anew: Split it, please", where="dm")


async def test_who_is_asked_hands_over_their_own_role_by_command(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        grace = story.person("Grace")
        await grace.types("/task reassign TASK-001")
        grace.fill({"Who signs instead?": "Linus Pauling", "Why?": WHY})
        await grace.presses("Hand over")
        await story.settled()
        await grace.sees("waiting for Linus Pauling", where="engineering")


@pytest.mark.parametrize(
    ("name", "account", "sentence"),
    [
        ("Gus Guest", {"kind": "guest"}, "guests can read a task but not sign it"),
        ("Robot", {"kind": "bot"}, "a bot can't sign"),
        ("Old Account", {"deleted": True}, "the account is deactivated"),
        ("Grace Hopper", {}, "You can't hand a role to yourself"),
    ],
)
async def test_who_cant_get_a_role_is_refused_at_the_field(
    begin: Begin, name: str, account: dict[str, Any], sentence: str
) -> None:
    async with begin() as story:
        await filed(story)
        if account:
            story.sandbox.add_person(name, **account)
        grace = story.person("Grace")
        await grace.types("/task reassign TASK-001")
        grace.fill({"Who signs instead?": name, "Why?": WHY})
        await grace.presses("Hand over")
        assert grace.modal is not None and sentence in grace.modal.errors["Who signs instead?"]
        await story.settled()
        await grace.sees("waiting for Grace Hopper", where="engineering")


async def test_a_role_that_isnt_needed_is_marked_so_with_a_reason(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace = story.person("Ada"), story.person("Grace")
        await ada.presses("Open", on="State:")
        await ada.presses("Not needed")
        ada.fill({"Role": "Developer (Grace Hopper)", "Why is it not needed?": "  "})
        await ada.presses("Not needed")
        assert ada.modal is not None and "Please write" in ada.modal.errors["Why is it not needed?"]
        ada.fill({"Why is it not needed?": WHY})
        await ada.presses("Not needed")
        await story.settled()
        await ada.sees(f"Developer: not needed: {WHY}", where="engineering")
        await grace.sees("needs no signature as Developer", where="dm")
        await grace.sees_no("asks you to sign", where="dm")


async def test_a_page_changed_to_another_role_or_task_hands_nothing_over(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        grace = story.person("Grace")
        await grace.types("/task reassign TASK-001")
        grace.fill({"Who signs instead?": "Linus Pauling", "Why?": WHY})
        window = Window(story, grace)
        for forged in ("4", "x"):
            for entry in window.view.values.values():
                if option := entry.get("selected_option"):
                    option["value"] = forged
            said = text_of(await window.submits())
            assert "isn't yours to change" in said or "did not put there" in said
        await story.settled()
        await grace.sees_no("waiting for Linus Pauling", where="engineering")


async def test_whoever_may_not_is_told_so_privately(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        linus = story.person("Linus")
        await linus.types("/task reassign TASK-001")
        await linus.sees("Only who is asked to sign TASK-001, its author or an admin", where="notices")

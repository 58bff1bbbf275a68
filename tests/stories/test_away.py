"""Somebody is away: who signs for them, and what comes back."""

from datetime import timedelta
from typing import Any

from bot.sandbox.person import Person
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_changes import filed
from tests.stories.test_signing import file
from tests.stories.window import Window, text_of

WEEK = "2026-11-23..2026-11-27"
PICKED = {
    "First day away": "2026-11-23",
    "Last day away": "2026-11-27",
    "Who signs for you?": "Linus Pauling",
}
GRACE_IS_AWAY = "Grace Hopper is away until 2026-11-27; Linus Pauling stands in."
SATURDAY, NEXT_MONDAY = MONDAY + timedelta(days=5), MONDAY + timedelta(days=7, hours=6)
ASKED_TO_SIGN = "asks you to sign TASK-001"


async def away(story: Story, who: Person, **changed: str | None) -> str:
    """The page filled in and sent, and all that follows from it; what the page says then."""
    await who.types("/task away")
    who.fill({**PICKED, **changed})
    await who.presses("Set")
    await story.at(MONDAY + timedelta(minutes=1))
    assert who.modal is not None
    return "\n".join([who.modal.text, *who.modal.errors.values()])


async def test_a_stand_in_is_asked_and_signs_for_whoever_is_away(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await grace.types(f"/task away {WEEK} @Linus Pauling")
        assert grace.modal and "doesn't know Linus Pauling" in grace.modal.text
        grace.fill({"Who signs for you?": "Linus Pauling"})
        await grace.presses("Set")
        said = grace.modal.text if grace.modal else ""
        assert (
            "From 2026-11-23 to 2026-11-27, Linus Pauling signs for you. 1 sign-off that waits for you"
            in said
        )
        assert "You get back what is unanswered on 2026-11-28." in said
        await ada.sees("Developer: waiting for Linus Pauling for Grace Hopper", where="engineering")
        await linus.sees("As Developer, for Grace Hopper who is away, you confirm", where="dm")
        await linus.presses("Sign off", on=ASKED_TO_SIGN)
        assert linus.modal and "Developer for Grace Hopper: " in linus.modal.text
        await linus.presses("Sign off")
        await story.settled()
        await ada.sees("signed by Linus Pauling for Grace Hopper on 2026-11-23", where="engineering")
        await grace.closes()
        await grace.sees("Linus Pauling for Grace Hopper signed TASK-001", where="dm")
        await grace.types("/task sign TASK-001")
        await grace.sees("Linus Pauling for Grace Hopper signed TASK-001 as Developer", where="notices")


async def test_what_is_unanswered_comes_back_and_an_old_page_signs_nothing(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        grace, linus = story.person("Grace"), story.person("Linus")
        await away(story, grace)
        await story.at(MONDAY + timedelta(days=1, hours=9))
        await linus.sees("A task is waiting for your sign-off", where="dm")
        await grace.sees_no("A task is waiting for your sign-off", where="dm")
        await linus.presses("Sign off", on=ASKED_TO_SIGN)
        await story.at(SATURDAY)
        await linus.presses("Sign off")
        assert linus.modal and "You weren't asked to sign TASK-001" in linus.modal.text
        await linus.sees("You are no longer asked to sign TASK-001", where="dm")
        await grace.sees("Developer: waiting for Grace Hopper", where="engineering")
        await story.at(NEXT_MONDAY)
        await grace.sees("A task is waiting for your sign-off", where="dm")


async def test_who_names_somebody_who_is_away_reads_at_once_who_stands_in(begin: Begin) -> None:
    async with begin() as story:
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        await file(story, ada, "Rotate the signing keys", {"Signs as Developer": "Alan Turing"})
        await away(story, grace)
        await ada.presses("Open", on="State:")
        await ada.presses("Name who signs")
        ada.fill({"Signs as Tech Lead": "Grace Hopper"})
        await ada.presses("Ask them")
        assert ada.modal and GRACE_IS_AWAY in ada.modal.text
        await linus.sees("As Tech Lead, for Grace Hopper who is away, you confirm", where="dm")
        await ada.presses("Open")
        await ada.presses("Hand over")
        ada.fill(
            {"Role": "Developer (Alan Turing)", "Who signs instead?": "Grace Hopper", "Why?": "Her part"}
        )
        await ada.presses("Hand over")
        assert ada.modal and GRACE_IS_AWAY in ada.modal.text
        await linus.sees("As Developer, for Grace Hopper who is away, you confirm", where="dm")
        await ada.presses("Open")
        await ada.presses("Edit")
        await ada.presses("Review")
        ada.fill({"Signs as DevOps": "Grace Hopper"})
        await ada.presses("Save")
        assert ada.modal and GRACE_IS_AWAY in ada.modal.text


async def test_it_is_ended_on_the_page_and_what_is_picked_there_stays(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        grace, linus = story.person("Grace"), story.person("Linus")
        await away(story, grace)
        await linus.sees("Grace Hopper is away (2026-11-23 to 2026-11-27), and you sign for them", where="dm")
        await linus.types("/task away")
        assert linus.modal and "you sign for Grace Hopper" in linus.modal.text
        later = {"First day away": "2026-12-07", "Last day away": "2026-12-08"}
        grace.fill(later)
        await grace.presses("End")
        assert grace.modal and "It is over" in grace.modal.text and "Linus" not in grace.modal.text
        assert "2026-12-07" in grace.modal.text and "2026-12-08" in grace.modal.text
        await linus.sees("You are no longer asked to sign TASK-001", where="dm")
        await grace.sees("Developer: waiting for Grace Hopper", where="engineering")


async def test_what_cant_be_is_said_at_its_field_and_what_was_picked_stays(begin: Begin) -> None:
    async with begin() as story:
        story.sandbox.add_person("Gus Guest", kind="guest")
        story.sandbox.add_person("Old Account", deleted=True)
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        wrong: list[tuple[dict[str, Any], str]] = [
            ({"Last day away": "2026-11-20"}, "comes before the first (2026-11-23)"),
            ({"First day away": "2026-11-09", "Last day away": "2026-11-13"}, "These days are over"),
            ({"Who signs for you?": "Grace Hopper"}, "You can't stand in for yourself"),
            ({"Who signs for you?": "Gus Guest"}, "guests can read a task but not sign it"),
            ({"Who signs for you?": "Old Account"}, "the account is deactivated"),
        ]
        for changed, sentence in wrong:
            assert sentence in await away(story, grace, **changed)
            assert grace.modal and {**PICKED, **changed}["First day away"] in grace.modal.text
            await grace.closes()
        await grace.types("/task away next week @Linus")
        await grace.sees(
            "“next” is no day. Please write the days like 2026-12-01..2026-12-05", where="notices"
        )
        await grace.types(f"/task away {WEEK} @linus")
        await grace.sees("Linus Pauling signs for you", where="notices")
        await grace.types("/task away 2026-11-25 @Linus Pauling")
        await grace.sees("You are away already (2026-11-23 to 2026-11-27)", where="notices")
        await grace.presses("Choose in a form", on="You are away already")
        assert grace.modal and "2026-11-25" in grace.modal.text and "Linus Pauling" in grace.modal.text
        assert "Grace Hopper is away, too" in await away(story, ada, **{"Who signs for you?": "Grace Hopper"})
        assert "You stand in for Grace Hopper then" in await away(
            story, linus, **{"Who signs for you?": "Ada Lovelace"}
        )


async def test_a_role_that_is_kept_apart_stays_where_it_is(begin: Begin) -> None:
    async with begin(COUNTERSIGN_SEPARATE="Developer/Code Reviewer") as story:
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        both = {"Signs as Developer": "Grace Hopper", "Signs as Code Reviewer": "Linus Pauling"}
        await file(story, ada, "Rotate the signing keys", {**both, "Signs as DevOps": "Grace Hopper"})
        said = await away(story, grace)
        assert "Still yours to sign: TASK-001 as Developer, since Linus Pauling has a role there" in said
        card = (await grace.sees("State:", where="engineering")).text
        assert "Developer: waiting for Grace Hopper\n" in card
        assert "DevOps: waiting for Linus Pauling for Grace Hopper" in card
        await linus.presses("Sign off", on=ASKED_TO_SIGN)
        window = Window(story, linus)
        for entry in window.view.values.values():
            for option in entry.get("selected_options") or []:
                option["value"] = "1"
        assert "Nothing was done yet" in text_of(await window.submits())


async def test_what_waited_for_a_deactivated_account_is_the_authors_to_give_away(begin: Begin) -> None:
    async with begin() as story:
        await filed(story)
        ada, alan = story.person("Ada"), story.person("Alan")
        await away(story, alan)
        story.sandbox.change_person("Linus", deleted=True)
        await alan.sees("Linus Pauling can't sign for you any more", where="dm")
        await ada.sees("DevOps: waiting for Alan Turing", where="engineering")
        story.sandbox.change_person("Grace", deleted=True)
        await ada.sees(
            "Grace Hopper can't sign TASK-001: Rotate the signing keys\nThe account is deactivated",
            where="dm",
        )
        await story.at(MONDAY + timedelta(hours=1))
        assert sum("account is deactivated" in each.text for each in ada.dms) == 1
        await ada.presses("Open", on="The account is deactivated")
        await ada.presses("Name who signs")
        ada.fill({"Signs as Developer": "Alan Turing"})
        await ada.presses("Ask them")
        await story.settled()
        await ada.sees("Developer: waiting for Alan Turing", where="engineering")

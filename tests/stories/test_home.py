"""The Home tab: signed from, turned, kept current while somebody looks, and never older than what is pressed on it."""

from datetime import timedelta
from typing import Any

from bot.sandbox.client import Client
from bot.sandbox.person import Person
from bot.slack import ids
from bot.tasks.homes import PAGE, Part
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_lists import GRACE_SIGNS, filed, quietly
from tests.stories.test_signing import ROLES

AWAY = "You are away from 2026-12-01 to 2026-12-05"


def home(person: Person) -> list[str]:
    """What stands on somebody's Home, by lines."""
    assert person.home is not None
    return person.home.text.splitlines()


async def drawn(story: Story) -> int:
    """How often a Home was drawn, once everything that happened has been taken and sent."""
    await story.sandbox.events_settled()
    await story.settled()
    return sum(each.method == "views.publish" for each in story.sandbox.calls)


async def forges(story: Story, person: Person, action_id: str, **facts: Any) -> None:
    """A press on somebody's Home that nothing there sends."""
    assert person.home is not None
    action = {"type": "button", "action_id": action_id, "block_id": "b", "value": ids.pack(**facts)}
    await Client(story.sandbox._world).act_in_view(person.user, person.home.view, action)


async def test_a_tech_lead_signs_at_home_and_sees_what_still_waits_and_who_holds_up_her_own(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await filed(story, ada, ["Rotate the keys", "Renew the certificate"], ROLES)
        await filed(story, grace, ["Write the report"], {"Signs as Developer": "Alan Turing"})
        await grace.opens_home()
        await grace.sees("Waiting for you (3)", where="home")
        assert home(grace)[2:4] == ["Waiting for you (3)", "TASK-001 Rotate the keys"]
        assert home(grace)[4] == "You are asked as Code Reviewer since 2026-11-23"
        assert (
            "Open · Developer waits for Alan Turing since 2026-11-23; "
            "nobody is asked yet as Code Reviewer, Tech Lead and DevOps" in home(grace)
        )
        await grace.presses_at_home("Sign off")
        await grace.presses("Sign off")
        await grace.sees("Waiting for you (2)", where="home")
        assert "TASK-001 Rotate the keys" not in home(grace)
        await grace.chooses_at_home("Snooze", "Tomorrow morning")
        await grace.sees("as Code Reviewer since 2026-11-23 · snoozed until 2026-11-24 0", where="home")
        await grace.presses_at_home("Name who signs")
        grace.fill({"Signs as DevOps": "Ada Lovelace"})
        await grace.presses("Ask them")
        await grace.sees("; DevOps waits for Ada Lovelace since 2026-11-23", where="home")
        await grace.presses_at_home("Open")
        assert grace.modal and grace.modal.title == "TASK-002"


async def test_a_home_is_kept_current_for_an_hour_and_is_drawn_no_oftener_than_it_changes(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await filed(story, ada, ["Rotate the keys"], GRACE_SIGNS)
        assert await drawn(story) == 0
        await grace.opens_home()
        assert await drawn(story) == 1
        await grace.opens_home()
        assert await drawn(story) == 1
        await filed(story, ada, ["Renew the certificate"], GRACE_SIGNS)
        assert await drawn(story) == 2 and "TASK-002 Renew the certificate" in home(grace)
        await grace.presses_at_home("Open")
        await grace.closes()
        assert await drawn(story) == 2
        await story.at(MONDAY + timedelta(minutes=61))
        await filed(story, ada, ["Write the report"], GRACE_SIGNS)
        assert await drawn(story) == 2 and "TASK-003 Write the report" not in home(grace)
        await grace.opens_home()
        assert await drawn(story) == 3 and "TASK-003 Write the report" in home(grace)


async def test_what_an_old_home_offers_is_answered_there_and_the_home_drawn_as_it_is_now(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await filed(story, ada, ["Rotate the keys", "Renew the certificate"], GRACE_SIGNS)
        await grace.types("/task new Write the report")
        await grace.closes()
        await grace.opens_home()
        await grace.sees("Waiting for you (2)", where="home")
        await story.at(MONDAY + timedelta(hours=2))
        await grace.types("/task sign TASK-001")
        await grace.presses("Sign off")
        await story.settled()
        assert "Waiting for you (2)" in home(grace)
        drawn = story.sandbox.hold("views.publish")
        story.sandbox.expire_triggers()
        await grace.presses_at_home("Open")
        await grace.sees("The page could not be opened just now.", where="dm")
        await grace.presses_at_home("Sign off")
        await grace.sees("You signed TASK-001 as Developer", where="modal")
        drawn.release()
        await grace.closes()
        await grace.sees("Waiting for you (1)", where="home")
        await story.at(MONDAY + timedelta(hours=4))
        await grace.types("/task drafts")
        await grace.presses("Discard")
        await grace.closes()
        await story.settled()
        assert "Your drafts (1)" in home(grace)
        await grace.presses_at_home("Resume")
        await grace.sees("This draft is no longer there", where="modal")
        await grace.closes()
        await story.settled()
        await grace.sees_no("Your drafts", where="home")


async def test_each_list_is_turned_and_drafts_are_gone_on_with_or_thrown_away(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await grace.opens_home()
        await grace.sees("Press New task", where="home")
        await filed(story, ada, [f"Task {number}" for number in range(PAGE[Part.MINE] + 2)], ROLES)
        for title in ("Write the report", "Ask around"):
            await ada.types(f"/task new {title}")
            await ada.closes()
        await ada.opens_home()
        await ada.sees("Your tasks (12)", where="home")
        assert home(ada).count("1 to 10 of 12.") == 2
        await ada.presses_at_home("Next (2)")
        await ada.sees("11 to 12 of 12.", where="home")
        assert home(ada).count("1 to 10 of 12.") == 1
        await ada.presses_at_home("Discard")
        await ada.sees("Your drafts (1)", where="home")
        assert ada.modal is None and "11 to 12 of 12." in home(ada)
        (left,) = await story.bot.desk.drafts(story.bot.team, ada.id)
        await forges(story, grace, ids.DISCARD, d=left.id)
        await grace.sees("This draft belongs to somebody else", where="modal")
        await grace.closes()
        await forges(story, grace, ids.HOME_NEXT, l="everything", n=0)
        await grace.sees("This button holds something that Countersign did not put there", where="modal")
        await ada.presses_at_home("Resume")
        await ada.presses("Review")
        await ada.presses("Create")
        await ada.sees("Your tasks (13)", where="home")
        await ada.sees_no("Your drafts", where="home")


async def test_an_empty_home_leads_to_a_first_task_and_a_private_one_shows_only_to_whom_it_names(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        gus = story.sandbox.add_person("Gus Guest", kind="guest")
        story.sandbox.add_channel("quiet", private=True, members=[ada.name, grace.name, gus.name])
        for each in (ada, grace, gus):
            await each.opens_home()
            await each.sees("Press New task", where="home")
        await quietly(story, ada, "Our <!channel> secret", {"Assignee": gus.name})
        await gus.sees("TASK-001 Our <!channel> secret", where="home")
        assert gus.home and gus.home.buttons == ["New task", "I'll be away", "Open"]
        await grace.sees_no("secret", where="home")
        await ada.presses_at_home("I'll be away")
        ada.fill({"First day away": "2026-12-01", "Last day away": "2026-12-05"})
        ada.fill({"Who signs for you?": "Grace Hopper"})
        await ada.presses("Set")
        await ada.sees(f"{AWAY}, and Grace Hopper stands in for you.", where="home")
        await grace.sees("You stand in for Ada Lovelace from 2026-12-01 to 2026-12-05.", where="home")
        await grace.presses_at_home("New task")
        grace.fill({"Title": "Rotate the keys"})
        await grace.presses("Review")
        grace.fill({"Channel": "engineering"})
        await grace.presses("Create")
        await grace.sees("TASK-002 Rotate the keys", where="home")

"""Lists: what waits for somebody, what is theirs, and all that they may read; each is opened and signed from there."""

import pytest

from bot.sandbox.person import Person
from bot.tasks.listing import PAGE
from tests.stories.conftest import Begin, Story
from tests.stories.test_away import away
from tests.stories.test_signing import ROLES, file

GRACE_SIGNS = {"Signs as Developer": "Grace Hopper"}


def read(person: Person) -> str:
    """What stands on the page that somebody looks at."""
    assert person.modal is not None
    return person.modal.text


async def filed(
    story: Story, author: Person, titles: list[str], signers: dict[str, str] | None = None
) -> None:
    for title in titles:
        await file(story, author, title, signers)
        await author.closes()


async def quietly(
    story: Story, author: Person, title: str, entries: dict[str, str] | None = None, *, channel: str = "quiet"
) -> None:
    """A task in the private channel, or in another one."""
    await author.types(f"/task new {title}", channel=channel)
    author.fill(entries or {})
    await author.presses("Review")
    await author.presses("Create")
    await author.closes()
    await story.settled()


async def test_a_tech_lead_signs_what_waits_from_the_list_one_after_the_other(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await filed(story, ada, ["Rotate the keys", "Renew the certificate"], ROLES)
        await filed(story, grace, ["Write the report"])
        await grace.types("/task list", channel="general")
        lines = read(grace).splitlines()
        assert lines[:2] == ["Your tasks", "Waiting for you (3), the longest waiting first"]
        assert lines[2:4] == [
            "TASK-001 Rotate the keys",
            "Open · waiting for Ada Lovelace as Developer, you as Code Reviewer, Katherine Johnson as Tech Lead and "
            "Alan Turing as DevOps",
        ]
        assert grace.modal and grace.modal.buttons[:4] == ["Sign off", "Open", "Sign off", "Open"]
        await grace.presses("Sign off")
        await grace.presses("Read the document")
        await grace.presses("History")
        assert grace.modal.title == "TASK-001: history"
        await grace.closes()
        await grace.presses("Sign off")
        await grace.sees("Waiting for you (2), the longest waiting first", where="modal")
        assert "TASK-001" not in read(grace) and "TASK-002" in read(grace)
        await grace.presses("Open")
        assert grace.modal.title == "TASK-002"
        await grace.presses("History")
        await grace.closes()
        await grace.closes()
        assert grace.modal.title == "Your tasks"
        await grace.presses("Name who signs")
        grace.fill({"Signs as Developer": "Ada Lovelace"})
        await grace.presses("Ask them")
        await grace.sees("nobody is asked yet to sign as Code Reviewer, Tech Lead and DevOps", where="modal")


async def test_a_list_follows_what_is_done_over_it_also_by_a_way_round(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = story.person("Ada"), story.person("Grace")
        await filed(story, ada, ["Rotate the keys", "Renew the certificate"], GRACE_SIGNS)
        await away(story, story.person("Alan"))
        await grace.types("/task list waiting")
        await grace.presses("Sign off")
        await grace.presses("Request changes")
        grace.fill({"What has to change?": "Say when"})
        await grace.presses("Request changes")
        await grace.sees("Waiting for you (1)", where="modal")
        await grace.presses("Open")
        await grace.presses("Hand over")
        grace.fill({"Who signs instead?": "Alan Turing", "Why?": "I am away"})
        await grace.presses("Hand over")
        assert "Alan Turing is away until" in read(grace)
        await grace.closes()
        await grace.sees("Nothing waits for you.", where="modal")


async def test_a_key_is_a_link_to_its_card_and_typed_alone_it_shows_the_task(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await filed(story, ada, ["Rotate the keys"], GRACE_SIGNS)
        card = await linus.sees("TASK-001", where="engineering")
        await linus.types("/task list all")
        assert linus.modal is not None
        (link,) = [
            run
            for block in linus.modal.view.blocks
            if block["type"] == "rich_text"
            for run in block["elements"][0]["elements"]
            if run["type"] == "link"
        ]
        assert link["url"].endswith(f".slack.com/archives/{card.channel}/p{card.ts.replace('.', '')}")
        await linus.closes()
        await linus.types("/task task-001")
        assert linus.modal.title == "TASK-001"


async def test_long_lists_are_turned_and_stay_short_of_what_may_not_be_read(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = story.person("Ada"), story.person("Linus")
        await filed(story, ada, [f"Task {number}" for number in range(PAGE + 2)])
        story.sandbox.add_channel("quiet", private=True, members=[ada.name])
        await quietly(story, ada, "Our secret")
        await linus.types("/task list all")
        assert f"{PAGE + 2} tasks open that you may read" in read(linus)
        assert f"1 to {PAGE} of {PAGE + 2}." in read(linus)
        await linus.presses("Next")
        assert f"{PAGE + 1} to {PAGE + 2} of {PAGE + 2}." in read(linus)
        assert "Next" not in linus.modal.buttons  # type: ignore[union-attr]
        await linus.presses("Back")
        assert f"1 to {PAGE} of" in read(linus) and "Our secret" not in read(linus)
        await linus.closes()
        await ada.types("/task list mine")
        assert f"{PAGE + 3} tasks of yours" in read(ada) and "TASK-023 Our secret" in read(ada)


async def test_who_is_in_a_private_channel_sees_its_tasks_and_a_guest_only_what_names_them(
    begin: Begin,
) -> None:
    async with begin() as story:
        ada, grace, linus = (story.person(name) for name in ("Ada", "Grace", "Linus"))
        gus = story.sandbox.add_person("Gus Guest", kind="guest")
        story.sandbox.add_channel("quiet", private=True, members=[ada.name, grace.name, gus.name])
        await quietly(story, ada, "Our secret")
        await gus.types("/task list all", channel="quiet")
        await gus.sees("There is no open task that you may read.", where="notices")
        await quietly(story, ada, "Work for Gus", {"Assignee": gus.name})
        await gus.types("/task list", channel="quiet")
        assert "TASK-002 Work for Gus" in read(gus) and "Our secret" not in read(gus)
        await story.bot.membership.refresh()
        await grace.types("/task list all")
        assert "Our secret" in read(grace)
        await linus.types("/task list all")
        await linus.sees("There is no open task that you may read.", where="notices")


@pytest.mark.parametrize("begin", ["socket"], indirect=True)
async def test_what_isnt_there_is_said_kindly_with_what_to_do(begin: Begin) -> None:
    async with begin() as story:
        linus = story.person("Linus")
        for typed, said in {
            "": "Nothing waits for you, and no open task is yours. /task begins one",
            "waiting": "Nothing waits for you. /task list mine shows your own open tasks",
            "Mine": "No open task is yours. /task begins one",
            "all": "There is no open task that you may read. /task begins one",
            "login keys": "No task that you may read holds “login keys”.",
            "???": "What are you looking for?",
        }.items():
            await linus.types(f"/task list {typed}")
            await linus.sees(said, where="notices")
        assert linus.modal is None


@pytest.mark.parametrize("begin", ["socket"], indirect=True)
async def test_a_list_that_could_not_be_opened_comes_by_a_button(begin: Begin) -> None:
    async with begin() as story:
        ada = story.person("Ada")
        await filed(story, ada, ["Rotate the keys"])
        story.sandbox.expire_triggers()
        await ada.types(f"/task search {' keys' * 20}")
        await ada.presses("Open", on="could not be opened just now")
        assert "TASK-001 Rotate the keys" in read(ada)

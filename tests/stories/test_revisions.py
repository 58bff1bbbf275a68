"""What a task said earlier is listed, shown and compared, for whoever may read it."""

from datetime import timedelta

from sqlalchemy import delete

from bot.sandbox.person import Person
from bot.slack import ids
from bot.tasks.tables import texts
from tests.stories.conftest import Begin, Story
from tests.stories.test_dismissal import ONE, edited
from tests.stories.test_editing import filed, shown
from tests.stories.window import Window


async def three_revisions(story: Story) -> Person:
    """Ada, whose task has been edited twice, an hour apart."""
    ada = await filed(story, ONE)
    for scope in ("Only signing keys", "Signing keys and the others"):
        story.sandbox.clock.move(timedelta(hours=1))
        await edited(story, ada, scope)
    return ada


async def lists(person: Person) -> None:
    """From the card to the list."""
    await person.presses("Open", on="State:")
    await person.presses("Revisions")


async def test_a_task_that_was_never_edited_has_no_revisions_to_look_at(begin: Begin) -> None:
    async with begin() as story:
        ada = await filed(story)
        await ada.presses("Open", on="State:")
        assert ada.modal is not None and "Revisions" not in ada.modal.buttons


async def test_revisions_are_listed_with_who_what_and_when_on_the_reader_s_clock(begin: Begin) -> None:
    async with begin() as story:
        await three_revisions(story)
        linus = story.person("Linus")
        await lists(linus)
        assert linus.modal is not None and linus.modal.title == "Revisions"
        heads = ("Revision 3, the present one\n", "Revision 2\n", "Revision 1\n")
        places = [shown(linus).rindex(head) for head in heads]
        assert places == sorted(places)
        assert "Ada Lovelace, 2026-11-23 03:30\nChanged: Task Description (Scope)." in shown(linus)
        assert "Ada Lovelace, 2026-11-23 01:30\nThe task as it was created." in shown(linus)


async def test_each_is_shown_as_it_was_stored_and_compared_with_the_one_before(begin: Begin) -> None:
    async with begin() as story:
        await three_revisions(story)
        linus = story.person("Linus")
        await lists(linus)
        await linus.presses("Show (2)")
        assert "stored with revision 2. It is at revision 3 by now." in shown(linus)
        assert "**Scope**: Only signing keys" in shown(linus)
        await linus.presses("All revisions")
        await linus.presses("Compare with the one before")
        assert "From revision 2 to revision 3" in shown(linus)
        assert "- **Scope**: Only signing keys\n+ **Scope**: Signing keys and the others" in shown(linus)
        await linus.presses("Open")
        assert linus.modal is not None and linus.modal.title == "TASK-001"


async def test_any_two_are_compared_the_earlier_one_first(begin: Begin) -> None:
    async with begin() as story:
        ada = await three_revisions(story)
        await lists(ada)
        ada.fill({"Compare": "Revision 3", "with": "Revision 1"})
        await ada.presses("Compare")
        assert "From revision 1 to revision 3" in shown(ada)
        assert "+ **Scope**: Signing keys and the others" in shown(ada)
        assert "Only signing keys" not in shown(ada)
        await ada.presses("All revisions")
        ada.fill({"Compare": "Revision 2", "with": "Revision 2"})
        await ada.presses("Compare")
        assert ada.modal is not None and "these are one and the same" in str(ada.modal.errors)


async def test_a_text_that_isnt_kept_any_more_is_told(begin: Begin) -> None:
    async with begin() as story:
        ada = await three_revisions(story)
        task = await story.bot.desk.task_by_key(story.bot.team, "TASK-001")
        gone = delete(texts).where(texts.c.hash == task.document_hash)
        await story.bot.desk._db.write(lambda session: session.execute(gone))
        await lists(ada)
        await ada.presses("Show")
        assert "What TASK-001 said in revision 3 isn't kept any more" in shown(ada)


async def test_who_may_not_read_the_task_sees_nothing_of_it(begin: Begin) -> None:
    async with begin() as story:
        ada, linus = await three_revisions(story), story.person("Linus")
        story.sandbox.add_channel("quiet", private=True, members=["Ada Lovelace"])
        await ada.types("/task new What nobody may know", channel="quiet")
        await ada.presses("Review")
        await ada.presses("Create")
        await story.settled()
        quiet = await story.bot.desk.task_by_key(story.bot.team, "TASK-002")
        about = {"t": quiet.id, "k": quiet.key, "v": quiet.version}
        await lists(linus)
        for button, facts in (("Show", {"n": 1}), ("Compare with the one before", {"o": 1, "n": 1})):
            await Window(story, linus).presses(button, ids.pack(**about, **facts))
            assert "You can't read TASK-002" in shown(linus)
            assert "What nobody may know" not in shown(linus)


async def test_a_forged_revision_or_task_is_refused(begin: Begin) -> None:
    async with begin() as story:
        ada = await three_revisions(story)
        task = await story.bot.desk.task_by_key(story.bot.team, "TASK-001")
        about = {"t": task.id, "k": task.key, "v": task.version}
        await lists(ada)
        await Window(story, ada).presses("Show", ids.pack(n=9, **about))
        assert "TASK-001 has no revision 9: it is at revision 3." in shown(ada)
        await Window(story, ada).presses("Show", ids.pack(n=1, **{**about, "t": 7}))
        assert "There is no task" in shown(ada)
        await Window(story, ada).presses("Compare with the one before", ids.pack(n="x", o=1, **about))
        assert "holds something that Countersign did not put there" in shown(ada)

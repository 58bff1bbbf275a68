"""Whoever had signed is told what an edit changed, and signs again with one press, or looks first."""

from datetime import timedelta

from bot.sandbox import payloads
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from bot.slack import ids
from tests.stories.conftest import Begin, Story
from tests.stories.importing import give, understood
from tests.stories.test_editing import edits, filed, shown, signs
from tests.stories.test_walk import document_of

AGAIN = "Still good: sign again"
CHANGED = "changed TASK-001: Rotate the signing keys after you"
ONE = {"Signs as Developer": "Grace Hopper", "Signs as DevOps": "Alan Turing"}


async def edited(story: Story, person: Person, scope: str) -> None:
    """Somebody changes the scope of TASK-001."""
    await edits(person, scope)
    await person.presses("Save")
    await story.settled()
    await person.closes()


async def told(person: Person) -> SeenMessage:
    """The message that says what was changed, after this person had answered."""
    found: SeenMessage = await person.sees(CHANGED, where="dm")
    return found


async def signed_and_edited(story: Story, scope: str = "Only signing keys") -> tuple[Person, Person]:
    """Ada, who edited what Grace had signed."""
    ada, grace = await filed(story, ONE), story.person("Grace")
    await signs(story, grace)
    await edited(story, ada, scope)
    return ada, grace


async def wants(story: Story, person: Person, reason: str, on: str = "asks you") -> None:
    """Somebody requests changes."""
    await person.presses("Request changes", on=on)
    person.fill({"What has to change?": reason})
    await person.presses("Request changes")
    await story.settled()


async def sends(story: Story, person: Person, message: SeenMessage, value: str) -> None:
    """A press on the button with another value, as a forger would send it."""
    world = story.sandbox._world
    posted = world.workspace.channels[message.channel].messages[message.ts]
    action = {"type": "button", "block_id": "b", "action_id": ids.SIGN_AGAIN, "value": value}
    payload = payloads.message_action_payload(world, person.user, posted, action, {})
    await world.delivery.send("block_actions", payload)


async def test_one_press_on_the_message_that_shows_what_changed_signs_again(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await signed_and_edited(story)
        message = await told(grace)
        assert "Ada Lovelace changed TASK-001: Rotate the signing keys after you signed it" in message.text
        assert "Changed: Task Description (Scope)." in message.text
        assert "+ **Scope**: Only signing keys" in message.text
        assert message.buttons == (AGAIN, "Request changes", "Show what changed", "Open")
        await ada.sees("waiting for Grace Hopper", where="engineering")
        await grace.presses(AGAIN, on=message)
        await story.settled()
        await ada.sees("signed by Grace Hopper on 2026-11-23", where="engineering")
        after = await grace.sees("as Developer on 2026-11-23, after its change.", where="dm")
        assert (after.ts, after.buttons) == (message.ts, ("Open",))
        task = await story.bot.desk.task_by_key(story.bot.team, "TASK-001")
        assert [each.revision for each in task.counting()] == [2]


async def test_who_requested_changes_sees_their_answer(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story, ONE), story.person("Grace")
        await wants(story, grace, "Say which keys")
        await edited(story, ada, "Only signing keys")
        message = await told(grace)
        assert "after you requested changes as Developer." in message.text
        assert "Revision 2 answers the changes that you requested." in message.text
        assert message.buttons == ("Sign off", "Request changes", "Show what changed", "Open")
        await grace.presses("Sign off", on=message)
        await grace.presses("Sign off")
        await story.settled()
        await grace.sees("as Developer on 2026-11-23, after its change.", where="dm")


async def test_a_press_after_a_further_edit_signs_nothing_and_shows_the_present(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await signed_and_edited(story)
        old = await told(grace)
        await edited(story, ada, "Signing keys and the others")
        await grace.presses(AGAIN, on=old)
        assert grace.modal is not None and grace.modal.submit == "Sign off"
        assert "Since this was posted: Ada Lovelace edited" in grace.modal.text
        assert "You sign revision 3" in grace.modal.text
        await ada.sees("waiting for Grace Hopper", where="engineering")
        await grace.presses("Sign off")
        await story.settled()
        await ada.sees("signed by Grace Hopper", where="engineering")


async def test_further_edits_are_told_since_what_was_signed(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await signed_and_edited(story)
        await ada.types("/task edit TASK-001", channel="engineering")
        ada.fill({"Title": "Rotate all keys"})
        await ada.presses("Review")
        await ada.presses("Save")
        await story.settled()
        message = await grace.sees("changed TASK-001: Rotate all keys after you signed it", where="dm")
        assert "Changed: Basics (Title), Task Description (Scope)." in message.text
        await grace.presses(AGAIN, on=message)
        await story.settled()
        assert [each.text.count("Rotate all keys") for each in grace.dms][-1] == 1
        await grace.sees(
            "You signed TASK-001: Rotate all keys as Developer on 2026-11-23, after its change.", where="dm"
        )


async def test_whoever_answers_otherwise_or_is_asked_no_more_sees_how_it_stands(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await signed_and_edited(story)
        message = await told(grace)
        await wants(story, grace, "Which ones?", on="after you signed it")
        after = await grace.sees("as Developer, after its change.", where="dm")
        assert (after.ts, after.buttons) == (message.ts, ("Open",))
        await edited(story, ada, "Only those")
        await told(grace)
        await ada.types("/task close TASK-001", channel="engineering")
        ada.fill({"Why is it closed?": "Not this year"})
        await ada.presses("Close it")
        await story.settled()
        await grace.sees("is closed by now. There is nothing for you to do.", where="dm")


async def test_of_a_long_change_the_message_shows_the_beginning_and_a_press_all(begin: Begin) -> None:
    scope = "\n".join(f"Key <!channel> number {number} & its neighbours" for number in range(1000))
    async with begin() as story:
        ada, grace = await filed(story, ONE), story.person("Grace")
        document = (await document_of(ada, "TASK-001")) + f"\n## Task Description\n\n**Scope**: {scope}\n"
        await signs(story, grace)
        await give(ada, file=("TASK-001.md", document.encode()))
        await understood(ada)
        await ada.presses("Go on")
        await ada.presses("Save")
        await story.settled()
        message = await told(grace)
        assert "more lines: press Show what changed." in message.text and message.pings == ()
        await grace.presses("Show what changed", on=message)
        assert "From revision 1 to revision 2" in shown(grace) and "Part 1 to 12 of" in shown(grace)
        await grace.presses("Read on")
        assert "+ Key <!channel> number 999 & its neighbours" in shown(grace)


async def test_a_message_that_slack_doesnt_take_comes_in_words(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await filed(story, ONE), story.person("Grace")
        await signs(story, grace)
        await edits(ada, "Only signing keys")
        story.sandbox.fail("chat.postMessage", "invalid_blocks")
        await ada.presses("Save")
        await story.settled()
        assert "Changed: Task Description (Scope)." in (await told(grace)).text


async def test_who_became_a_guest_meanwhile_signs_nothing(begin: Begin) -> None:
    async with begin() as story:
        ada, grace = await signed_and_edited(story)
        message = await told(grace)
        story.sandbox.clock.move(timedelta(minutes=11))
        story.sandbox.change_person("Grace Hopper", kind="guest")
        await grace.presses(AGAIN, on=message)
        await grace.sees("guests can read a task but not sign it", where="notices")
        await ada.sees("waiting for Grace Hopper", where="engineering")


async def test_a_value_of_another_task_or_somebody_else_s_press_signs_nothing(begin: Begin) -> None:
    async with begin() as story:
        _, grace = await signed_and_edited(story)
        message = await told(grace)
        task = await story.bot.desk.task_by_key(story.bot.team, "TASK-001")
        forged = ids.pack(t=task.id, k="TASK-002", v=task.version, r=task.revision, h=task.substance_hash)
        await sends(story, grace, message, forged)
        await grace.sees("nothing was done", where="notices")
        alan = story.person("Alan")
        own = ids.pack(t=task.id, k=task.key, v=task.version, r=task.revision, h=task.substance_hash)
        await sends(story, alan, message, own)
        await alan.sees("No signature of yours on TASK-001 was dismissed", where="notices")
        assert (await story.bot.desk.task_by_key(story.bot.team, "TASK-001")) == task

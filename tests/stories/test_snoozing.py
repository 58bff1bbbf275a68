"""A reminder is put off, once, and the rhythm goes on."""

import re
from datetime import timedelta

from bot.sandbox.blocks import controls
from bot.sandbox.client import Client
from bot.sandbox.person import Person
from bot.sandbox.seen import SeenMessage
from bot.slack import ids
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_reminders import NEXT_MONDAY, TUESDAY
from tests.stories.test_signing import file
from tests.stories.window import Window, text_of

REMINDER = re.compile(r"waiting for (your sign-off|you)$|^Nothing waits", re.MULTILINE)
LINE = re.compile(r"^TASK-00(\d): ", re.MULTILINE)
TO_ALAN = {"Signs as Developer": "Alan Turing"}


def last(person: Person) -> SeenMessage | None:
    """Their reminder as it is now, if there is one; a new one takes its place."""
    [*there] = [each for each in person.dms if REMINDER.search(each.text)]
    assert len(there) < 2
    return there[0] if there else None


def listed(person: Person) -> str:
    """The last digits of the keys of the tasks that have a line in it."""
    message = last(person)
    return "".join(LINE.findall(message.text)) if message else ""


async def reminded(story: Story, count: int = 1, sign_by: str | None = None) -> tuple[Person, SeenMessage]:
    """Alan, in London, and the first reminder of what was filed on Monday at 09:30: it comes on Tuesday then."""
    ada, alan = story.person("Ada"), story.person("Alan")
    for number in range(1, count + 1):
        await file(story, ada, f"Task {number}", TO_ALAN | ({"Sign by": sign_by} if sign_by else {}))
        await ada.closes()
    await story.at(MONDAY + timedelta(days=1, minutes=1))
    return alan, await alan.sees("waiting for your sign-off", where="dm")


async def snoozes(person: Person, message: SeenMessage, number: int, choice: str) -> None:
    """In the menu on the line of the task with this number."""
    menus = [each for each in controls(message.blocks) if each.action_id == ids.SNOOZE]
    await person._hand.choose(person._screen.current(message), menus[number - 1], choice)


async def test_each_choice_moves_its_own_reminder_once_and_the_rhythm_goes_on(begin: Begin) -> None:
    async with begin() as story:
        alan, message = await reminded(story, 5)
        for number, choice in enumerate(("1 hour", "This afternoon", "Tomorrow morning", "Next week"), 1):
            await snoozes(alan, message, number, choice)
        for when in ("today at 10:31", "today at 14:00", "tomorrow, 2026-11-25, at 09:00"):
            await alan.sees(f"is put off until {when} (Europe/London). You are reminded", where="notices")
        await alan.sees("TASK-004 is put off until Monday, 2026-11-30, at 09:00", where="notices")
        await story.settled()
        await alan.sees("Snoozed: TASK-001 until today at 10:31; TASK-002 until today at 14:00; ", where="dm")
        for hours, new, lines in (
            (10.4, False, "5"),
            (10.6, True, "15"),
            (13.9, False, "15"),
            (14.1, True, "125"),
            (33.1, True, "1235"),
            (6 * 24 + 9.1, True, "12345"),
        ):
            before = last(alan)
            await story.at(TUESDAY + timedelta(hours=hours))
            now = last(alan)
            assert before and now and (now.ts > before.ts, listed(alan)) == (new, lines)


async def test_a_day_past_sign_by_is_refused_at_the_field_and_what_was_picked_stays(begin: Begin) -> None:
    async with begin() as story:
        alan, message = await reminded(story, sign_by="2026-11-27")
        await snoozes(alan, message, 1, "A date…")
        for day, clock, field, sentence in (
            ("2026-11-30", "16:00", "Remind me on", "TASK-001 is to be signed by 2026-11-27"),
            ("2026-11-23", "16:00", "Remind me on", "2026-11-23 has passed"),
            ("2026-11-26", "20:00", "At", "outside your working hours"),
        ):
            alan.fill({"Remind me on": day, "At": clock})
            await alan.presses("Snooze")
            assert alan.modal is not None and sentence in alan.modal.errors[field]
            assert day in str(alan.modal.view.values) and clock in str(alan.modal.view.values)
        alan.fill({"At": "16:00"})
        await alan.presses("Snooze")
        await alan.sees("TASK-001 is put off until Thursday, 2026-11-26, at 16:00", where="dm")
        await story.at(TUESDAY + timedelta(days=2, hours=15, minutes=59))
        assert alan.modal is None and listed(alan) == ""
        await story.at(TUESDAY + timedelta(days=2, hours=16, minutes=1))
        assert listed(alan) == "1"


async def test_a_role_is_handed_over_from_the_reminder(begin: Begin) -> None:
    async with begin() as story:
        alan, message = await reminded(story)
        await snoozes(alan, message, 1, "Next week")
        await alan.presses("Hand over", on=message)
        alan.fill({"Who signs instead?": "Linus Pauling", "Why?": "He knows the keys"})
        await alan.presses("Hand over")
        await story.at(TUESDAY + timedelta(days=1, hours=17, minutes=1))  # nine in the morning where Linus is
        linus = story.person("Linus")
        await linus.sees("Alan Turing handed you the role Developer: He knows the keys", where="dm")
        assert (last(alan), listed(linus)) == (None, "1")
        await linus.types("/task audit TASK-001")
        assert linus.modal and "put off being reminded until 2026-11-30 01:00, revision" in linus.modal.text


async def test_the_author_puts_off_what_is_left_to_them(begin: Begin) -> None:
    async with begin() as story:
        alan, _ = await reminded(story)
        ada = story.person("Ada")
        told = await ada.sees("nobody is asked yet to sign", where="dm")
        await snoozes(ada, told, 1, "Next week")
        await alan.types("/task changes TASK-001")
        alan.fill({"What has to change?": "Split it, please"})
        await alan.presses("Request changes")
        await story.at(TUESDAY + timedelta(days=2, hours=10))
        left = last(ada)
        assert left and "Alan Turing requests changes" in left.text and "nobody is asked" not in left.text
        await story.at(NEXT_MONDAY + timedelta(hours=10))
        left = last(ada)
        assert left and "requests changes" in left.text and "nobody is asked yet to sign" in left.text


async def test_what_is_no_longer_so_or_isnt_theirs_is_refused_with_a_sentence(begin: Begin) -> None:
    async with begin() as story:
        alan, message = await reminded(story, 2)
        grace = story.person("Grace")
        value = '{"t":1,"k":"TASK-001","v":1,"c":"%s"}'
        for person, chosen, sentence in (
            (grace, "hour", "Only who is asked to sign TASK-001, and its author, are reminded of it"),
            (alan, "for ever", "holds something that Countersign did not put there"),
        ):
            pressed = {"type": "button", "block_id": "b", "action_id": ids.SNOOZE, "value": value % chosen}
            current = alan._screen.current(message)
            await Client(story.sandbox._world).act_on_message(person.user, current, pressed, {})
            await person.sees(sentence, where="notices")
        await story.at(TUESDAY + timedelta(hours=16))
        await snoozes(alan, message, 2, "This afternoon")
        await alan.sees(
            "This afternoon has begun, is less than an hour away, or is outside your working hours.",
            where="notices",
        )
        await alan.presses("Sign off", on=message)
        await alan.presses("Sign off")
        await snoozes(alan, message, 1, "1 hour")
        await alan.sees("TASK-001 isn't waiting for you just now", where="modal")
        await alan.closes()
        await snoozes(alan, message, 2, "A date…")
        window = Window(story, alan)
        for entry in window.view.values.values():
            entry.update({"selected_date": "2026-13-45"} if "selected_date" in entry else {})
        assert "did not put there" in text_of(await window.submits())

"""What stands on a Home, in words; and that Slack takes it, however much there is and however long it is."""

from collections.abc import Sequence
from datetime import date, timedelta
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.sandbox.checks.view import check_view
from bot.slack import ids
from bot.slack.home_views import HELP, HomeView, read, view
from bot.tasks.absence import Absence
from bot.tasks.homes import MOST_ABSENCES, PAGE, Begun, Home, Part, Portion
from bot.tasks.listing import Entry
from bot.tasks.people import PersonInfo
from bot.tasks.snoozing import ANY_HOUR, own_time
from bot.tasks.task import SignOffState, State, Task
from tests.slack.posting.samples import ADA, GRACE, NAMES, NOW, kinds, sign_off, task, texts

EMOJI = "🙂" * 3000
KNOWN = {
    user: PersonInfo(team="T1", id=user, name=name, zone="Asia/Tokyo", fetched_at=NOW)
    for user, name in NAMES.items()
}
NOBODY = sign_off(7, role="DevOps", person=None, state=SignOffState.NOBODY, asked_at=None)
WISH = sign_off(8, role="Tech Lead", state=SignOffState.CHANGES_REQUESTED, reason="Say when")


def entry(one: Task, **more: Any) -> Entry:
    return Entry.model_validate({"task": one, "waits": True, "signs": True, **more})


def begun(number: int = 1, **more: Any) -> Begun:
    return Begun.model_validate({"id": f"D{number}", "title": "Rotate the keys", "saved_at": NOW, **more})


def away(person: str, stand_in: str) -> Absence:
    days = {"first": date(2026, 12, 1), "last": date(2026, 12, 5), "begins_at": NOW, "ends_at": NOW}
    whose = {"team": "T1", "person": person, "stand_in": stand_in, "state": "planned"}
    return Absence.model_validate({**whose, **days})


def portion(part: Part, all_of_it: Sequence[Any], first: int = 0) -> Portion[Any]:
    return Portion(entries=tuple(all_of_it[first : first + PAGE[part]]), first=first, total=len(all_of_it))


def home(
    waiting: Sequence[Entry] = (),
    mine: Sequence[Entry] = (),
    drafts: Sequence[Begun] = (),
    *,
    reader: str = GRACE,
    first: int = 0,
    people: dict[str, PersonInfo] | None = None,
    **more: Any,
) -> Home:
    said = {"away": (), "standing_in": (), "payload_hash": None, "now": NOW, **more}
    return Home(
        person=reader,
        waiting=portion(Part.WAITING, waiting, first),
        mine=portion(Part.MINE, mine, first),
        drafts=portion(Part.DRAFTS, drafts, first),
        people=KNOWN if people is None else people,
        **said,
    )


def drawn(shown: Home) -> HomeView:
    """The view, which Slack takes."""
    found = view(shown, own_time(shown.people.get(shown.person), ANY_HOUR, "UTC"))
    check_view(found)
    return found


def lines(shown: Home) -> list[str]:
    """All that can be read, but for what stands above every Home."""
    said = "\n".join("".join(texts(block)) for block in drawn(shown)["blocks"][2:])
    return said.splitlines()


def actions_of(found: HomeView, block: int) -> list[str]:
    return [each["action_id"] for each in found["blocks"][block]["elements"]]


@pytest.mark.parametrize(
    ("one", "reader", "said"),
    [
        (task(), GRACE, "You are asked as Developer since 2026-11-20"),
        (
            task(sign_off(), sign_off(2, role="DevOps"), sign_by=date(2026, 11, 30), priority="P0"),
            GRACE,
            "You are asked as Developer and DevOps since 2026-11-20 · sign by 2026-11-30 · P0",
        ),
        (
            task(sign_by=date(2026, 11, 22)),
            GRACE,
            "You are asked as Developer since 2026-11-20 · was due 2026-11-22",
        ),
        (task(WISH), ADA, "Grace Hopper requested changes as Tech Lead: Say when"),
        (
            task(WISH, NOBODY),
            ADA,
            "Grace Hopper requested changes as Tech Lead: Say when; nobody is asked yet as DevOps",
        ),
        (task(sign_off(), WISH), GRACE, "You are asked as Developer since 2026-11-20"),
    ],
)
def test_what_waits_says_what_is_wanted_of_its_reader(one: Task, reader: str, said: str) -> None:
    assert lines(home([entry(one)], reader=reader))[1:3] == ["TASK-001 Fix the login", said]


def test_a_stand_in_is_told_for_whom_and_the_author_who_signs_for_whom() -> None:
    one = task(sign_off(person=ADA, stand_in=GRACE))
    assert "You stand in for Ada Lovelace as Developer (asked on 2026-11-20)" in lines(home([entry(one)]))
    mine = lines(home(mine=[entry(one)], reader=ADA))
    assert "Open · Developer waits for Grace Hopper for you (asked on 2026-11-20)" in mine


@pytest.mark.parametrize(
    ("one", "said"),
    [
        (
            task(sign_off(), NOBODY, state=State.STARTED),
            "Started · Developer waits for Grace Hopper since 2026-11-20; nobody is asked yet as DevOps",
        ),
        (
            task(sign_off(person=ADA), WISH),
            "Open · Developer waits for you since 2026-11-20; Grace Hopper requested changes as Tech Lead: Say when",
        ),
        (
            task(sign_off(state=SignOffState.SIGNED)),
            "Open · nobody is waited for any more: open it to mark it as done",
        ),
        (task(sign_off(state=SignOffState.SIGNED), author=GRACE), "Open · nobody is waited for any more"),
    ],
)
def test_mine_says_which_role_waits_for_whom_since_when(one: Task, said: str) -> None:
    assert lines(home(mine=[entry(one)], reader=ADA))[4] == said


def test_days_are_those_of_the_reader_s_own_zone() -> None:
    late = task(sign_off(asked_at=NOW.replace(hour=20)))
    assert "You are asked as Developer since 2026-11-24" in lines(home([entry(late)]))
    assert "You are asked as Developer since 2026-11-23" in lines(home([entry(late)], people={}))


@pytest.mark.parametrize(
    ("one", "reader", "offered"),
    [
        (entry(task()), GRACE, [ids.SIGN_OFF, ids.OPEN_TASK, ids.SNOOZE]),
        (entry(task(), signs=False), GRACE, [ids.OPEN_TASK, ids.SNOOZE]),
        (entry(task(NOBODY), signs=False), ADA, [ids.NAME_SIGNERS, ids.OPEN_TASK, ids.SNOOZE]),
        (entry(task(WISH), signs=False), ADA, [ids.EDIT, ids.OPEN_TASK, ids.SNOOZE]),
    ],
)
def test_each_task_offers_what_its_reader_can_do(one: Entry, reader: str, offered: list[str]) -> None:
    assert actions_of(drawn(home([one], reader=reader)), 4) == offered


def test_a_draft_says_what_it_is_and_asks_before_it_is_thrown_away() -> None:
    shown = home(drafts=[begun(), begun(2, title="", key="TASK-007")])
    said = lines(shown)
    assert "Rotate the keys (saved 2026-11-23)" in said
    assert "TASK-007: No title yet, an edit (saved 2026-11-23)" in said
    resume, discard = drawn(shown)["blocks"][8]["elements"]
    assert (resume["action_id"], ids.unpack(resume["value"])) == (ids.RESUME, {"d": "D1"})
    assert "“Rotate the keys” will be deleted." in discard["confirm"]["text"]["text"]


def test_what_was_put_off_says_until_when_and_may_be_put_off_anew() -> None:
    asleep = task(sign_off(snoozed_until=NOW + timedelta(days=1)))
    shown = home([entry(asleep)])
    said = "You are asked as Developer since 2026-11-20 · snoozed until 2026-11-24 18:30"
    assert said in lines(shown) and actions_of(drawn(shown), 4)[-1] == ids.SNOOZE
    awake = task(sign_off(snoozed_until=NOW))
    assert "snoozed" not in str(lines(home([entry(awake)])))


def test_absences_say_who_signs_for_whom_when() -> None:
    said = lines(home(away=(away(GRACE, ADA),), standing_in=(away(ADA, GRACE),)))
    assert said[1:] == [
        "Absences",
        "You are away from 2026-12-01 to 2026-12-05, and Ada Lovelace stands in for you."
        "You stand in for Ada Lovelace from 2026-12-01 to 2026-12-05.",
    ]


def test_an_empty_home_says_what_to_do_first() -> None:
    (said,) = lines(home())
    assert said.startswith("Nothing waits for you, and no open task is yours. Press New task")
    assert texts(drawn(home())["blocks"][:2]) == ["New task", "I'll be away", HELP]


def test_a_list_without_entries_says_so_beside_one_with_some() -> None:
    assert lines(home([entry(task())]))[-2:] == [
        "Your tasks",
        "No open task is yours. Press New task to begin one.",
    ]
    assert lines(home(drafts=[begun()]))[:2] == ["Waiting for you", "Nothing waits for you."]


def test_a_button_leads_to_the_page_that_it_says() -> None:
    many = [entry(task())] * 25
    middle = drawn(home(many, first=PAGE[Part.WAITING]))["blocks"]
    moves = next(block for block in middle if ids.HOME_BACK in str(block))["elements"]
    assert [read(ids.unpack(each["value"])) for each in moves] == [(Part.WAITING, 0), (Part.WAITING, 20)]
    assert "11 to 20 of 25." in lines(home(many, first=PAGE[Part.WAITING]))


@pytest.mark.parametrize("forged", [{}, {"l": "x", "n": 0}, {"l": "mine", "n": "0"}, {"l": 7, "n": 0}])
def test_a_list_that_there_is_not_is_refused(forged: dict[str, Any]) -> None:
    with pytest.raises(ids.NotOurs):
        read(forged)


@pytest.mark.parametrize("count", [0, 1, 50, 500])
def test_slack_takes_it_at_any_number_of_the_longest_of_everything(count: int) -> None:
    roles = [
        sign_off(number, role=EMOJI, person=f"U{number}", asked_at=NOW - timedelta(days=number))
        for number in range(30)
    ]
    wishes = [each.model_copy(update={"state": SignOffState.CHANGES_REQUESTED}) for each in roles]
    long = task(*roles, *wishes, NOBODY, title=EMOJI, priority=EMOJI, author=GRACE)
    people = {f"U{number}": KNOWN[ADA].model_copy(update={"name": EMOJI}) for number in range(30)}
    some = [entry(long)] * count, [entry(long)] * count, [begun(title=EMOJI, key="TASK-001")] * count
    absences = [away(GRACE, f"U{number}") for number in range(min(count, MOST_ABSENCES))]
    drawn(home(*some, people=people, away=tuple(absences), standing_in=tuple(absences)))


@given(title=st.text(max_size=300), role=st.text(max_size=300), name=st.text(max_size=300))
def test_what_people_typed_is_shown_and_never_parsed(title: str, role: str, name: str) -> None:
    one = task(sign_off(role=role, person=ADA), title=title, author=GRACE)
    people = {ADA: KNOWN[ADA].model_copy(update={"name": name})}
    shown = drawn(home([entry(one)], [entry(one)], [begun(title=title)], people=people))
    parsed = {"mrkdwn", "user", "usergroup", "broadcast", "channel", "link", "emoji"}
    assert not kinds(shown["blocks"]) & parsed

"""A summary as Markdown: what it says, in which order, how much of it, and in which pieces."""

from datetime import timedelta

from hypothesis import given
from hypothesis import strategies as st

from bot.tasks.overview import MOST, WEEK
from bot.tasks.pieces import GOES_ON, messages, pieces, sent
from bot.tasks.pieces import MOST as ROOM
from bot.tasks.summary import render
from bot.tasks.task import SignOff, SignOffState, State, Task
from tests.tasks.by_hand import overview
from tests.tasks.cast import ALICE, GRACE, LIN
from tests.tasks.test_task import AT, task
from tests.tasks.test_timing import signed

NAMES = {ALICE: "Alice Author", GRACE: "Grace *Hopper*", LIN: "Lin Chen"}
ODD = st.text(st.sampled_from("a &<>@*[]`#-\\\n\u2028é😀") | st.characters(codec="utf-8"), max_size=300)


def asked(role: str, person: str | None, state: SignOffState = SignOffState.ASKED, **ago: float) -> SignOff:
    state = state if person else SignOffState.NOBODY
    return SignOff(role=role, statement="", person=person, state=state, asked_at=AT - timedelta(**ago))


def said(*tasks: Task, links: dict[int, str] | None = None) -> str:
    return render(overview(tasks, AT), NAMES, links or {}, AT, "UTC")


def under(heading: str, text: str) -> list[str]:
    """The lines below the heading that begins so."""
    (part,) = [each for each in text.split("### ") if each.startswith(heading)]
    return [line for line in part.splitlines()[1:] if line]


def test_all_that_there_is_to_say_stands_under_its_heading() -> None:
    waiting = (asked("Developer", GRACE, days=3), asked("Tech Lead", None), asked("DevOps", LIN, hours=2))
    done = signed(after=timedelta(hours=5), ago=timedelta(days=1))
    text = said(
        task(id=1, sign_offs=waiting, priority="P1", sign_by=AT.date()),
        done.model_copy(update={"id": 2, "key": "TASK-002", "state": State.DONE}),
    )
    assert text == (
        "## 1 open task\n\n"
        "### Open (1)\n\n"
        "- **TASK-001** Fix the login · P1 · assigned to Lin Chen · sign by 2026-11-23\n\n"
        "### What waits for whom (3), the longest first\n\n"
        "- **Grace \\*Hopper\\*** as Developer: **TASK-001** Fix the login · since 2026-11-20 (3 days)\n"
        "- **Lin Chen** as DevOps: **TASK-001** Fix the login · since 2026-11-23\n"
        "- **Alice Author**: **TASK-001** Fix the login · nobody is asked yet to sign as Tech Lead\n\n"
        "### Done in the last 7 days (1)\n\n"
        "- **TASK-002** Fix the login · done on 2026-11-23\n\n"
        "### Time from being asked to signing, in the last 30 days\n\n"
        "- Developer: 5 hours (1 signature)\n"
    )


def test_what_is_nearest_to_done_comes_first_and_what_is_to_be_signed_soonest() -> None:
    tasks = [task(state=state, key=state.value) for state in State]
    tasks += [task(id=1, key="SOON", sign_by=AT.date()), task(id=2, key="FIRST", priority_rank=0)]
    text = said(*tasks)
    assert text.startswith("## 5 open tasks")
    assert text.index("In review (1)") < text.index("Started (1)") < text.index("Open (3)")
    assert [line.split("**")[1] for line in under("Open", text)] == ["SOON", "FIRST", "open"]


def test_who_waits_the_longest_comes_first_over_all_tasks_each_with_all_their_roles() -> None:
    text = said(
        task(id=1, sign_offs=(asked("Developer", GRACE, days=1),)),
        task(id=2, sign_offs=(asked("A", LIN, days=2), asked("B", LIN, days=9), asked("C", LIN, days=3))),
    )
    first, second = under("What waits for whom (2)", text)
    assert "Lin Chen** as A, B and C" in first and "(9 days)" in first
    assert "Grace" in second and "(1 day)" in second


def test_a_wish_for_changes_waits_for_the_author() -> None:
    wish = asked("Developer", GRACE, SignOffState.CHANGES_REQUESTED, days=2)
    (line,) = under("What waits for whom (1)", said(task(sign_offs=(wish,))))
    assert line.startswith("- **Alice Author**: ")
    assert line.endswith(" · Grace \\*Hopper\\* requested changes as Developer")


def test_a_stand_in_is_named_with_whom_they_stand_in_for() -> None:
    away = asked("Developer", GRACE, days=2).model_copy(update={"stand_in": LIN})
    (line,) = under("What waits for whom (1)", said(task(sign_offs=(away,))))
    assert line.startswith("- **Lin Chen for Grace \\*Hopper\\*** as Developer: ")
    assert line.endswith(" · asked on 2026-11-21 (2 days)")


def test_what_was_done_a_week_ago_is_told_the_latest_first_and_older_things_are_not() -> None:
    done = [
        task(id=days, key=f"DAY-{days}", state=State.DONE, updated_at=AT - timedelta(days=days))
        for days in (8, 7, 1)
    ]
    assert [line.split("**")[1] for line in under("Done", said(*done))] == ["DAY-1", "DAY-7"]


def test_keys_are_links_to_the_cards_that_there_are() -> None:
    text = said(task(id=1), task(id=2), links={1: "https://acme.slack.com/archives/C1/p17"})
    assert "- [TASK-001](https://acme.slack.com/archives/C1/p17) Fix the login" in text
    assert "- **TASK-001** Fix the login" in text


def test_a_closed_task_and_figures_alone_are_not_worth_telling() -> None:
    before = signed(after=timedelta(hours=5), ago=timedelta(days=9))
    old = before.model_copy(update={"state": State.DONE, "updated_at": AT - WEEK - timedelta(hours=1)})
    assert not overview([task(state=State.CLOSED), old], AT).worth_telling
    assert overview([task(state=State.DONE)], AT).worth_telling


def test_a_title_cannot_break_the_list_or_call_the_channel() -> None:
    text = said(task(title="@channel\n# Big `x` | y", sign_offs=()))
    assert "@\u200bchannel \\# Big \\`x\\` \\| y" in text


def test_a_long_section_ends_in_how_many_more_there_are() -> None:
    text = said(*(task(id=number, key=f"T-{number}") for number in range(MOST + 1100)))
    assert len(under("Open (1,150)", text)) == MOST + 1
    assert under("Open", text)[-1] == "- and 1,100 more: /task list all shows every one that you may read"


def test_a_heading_stays_with_what_it_is_about() -> None:
    text = "## 2\n\n### Open (2)\n\n- aaaa\n- bbbb\n\n### Done (1)\n\n- cccc\n"
    assert pieces(text, 32) == ["## 2\n\n### Open (2)\n\n- aaaa\n", "- bbbb\n\n### Done (1)\n\n- cccc\n"]


def test_the_first_of_several_messages_says_that_it_goes_on() -> None:
    text = "".join(f"- line {number}\n" for number in range(2000))
    first, *rest = messages(text)
    assert first.endswith(GOES_ON) and first.removesuffix(GOES_ON) + "".join(rest) == text
    assert messages("- line\n") == ["- line\n"]


@given(
    st.lists(st.tuples(ODD, ODD, ODD, st.sampled_from(State)), max_size=12),
    st.integers(1, 9),
    st.dictionaries(st.sampled_from([ALICE, GRACE, LIN]), ODD),
)
def test_the_pieces_of_any_summary_fit_and_hold_every_line_whole(
    tasks: list[tuple[str, str, str, State]], times: int, names: dict[str, str]
) -> None:
    filed = [
        task(title=title, priority=priority, state=state, sign_offs=(asked(role, GRACE),))
        for title, priority, role, state in tasks * times
    ]
    text = render(overview(filed, AT), names, {0: "https://acme.slack.com/archives/C1/p17"}, AT, "UTC")
    parts = pieces(text)
    assert "".join(parts) == text
    assert all(each.endswith("\n") and sent(each) <= ROOM for each in parts)


def test_the_longest_texts_fit_into_pieces_too() -> None:
    roles = tuple(asked("&" * 3000 + str(number), GRACE) for number in range(100))
    tasks = [task(id=number, title="&" * 3000, priority="<" * 3000, sign_offs=roles) for number in range(60)]
    text = render(overview(tasks, AT), {GRACE: "&" * 200, LIN: ">" * 200}, {}, AT, "UTC")
    parts = pieces(text)
    assert "".join(parts) == text and max(map(sent, parts)) <= ROOM

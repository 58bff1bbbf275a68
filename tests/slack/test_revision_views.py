"""The modals of revisions: views that Slack takes, whatever there is to show."""

from datetime import timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import comparison, ids, revision_views
from bot.slack.request import View
from bot.slack.revision_views import NEW, OLD
from bot.slack.views import ModalView
from bot.tasks.comparing import Change, Comparison
from bot.tasks.diffing import Line
from bot.tasks.revisions import Revision
from tests.slack.posting.samples import ADA, NAMES, NOW, task, texts

HOSTILE = "<!channel> & *x* `y` \U0001f680 "
TOKYO = ZoneInfo("Asia/Tokyo")


def revisions(count: int, changed: str = "Scope") -> list[Revision]:
    what = (Change(key="k", label=changed, section=changed),)
    made = [Revision(number=1, author=ADA, at=NOW, changed=())]
    for number in range(2, count + 1):
        made.append(Revision(number=number, author=ADA, at=NOW + timedelta(hours=number), changed=what))
    return made


def listed(count: int, first: int = 0, changed: str = "Scope", **more: object) -> ModalView:
    view = revision_views.listed(task(revision=count, **more), revisions(count, changed), NAMES, TOKYO, first)
    check_view(view)
    return view


def shown(view: ModalView) -> str:
    return "\n".join(texts(view["blocks"]))


def actions(view: ModalView) -> list[dict[str, object]]:
    return [each for block in view["blocks"] if block["type"] == "actions" for each in block["elements"]]


def test_the_latest_stand_first_with_moments_in_the_reader_s_zone() -> None:
    text = shown(listed(3))
    assert text.index("Revision 3, the present one") < text.index("\nAda Lovelace, 2026-11-23 18:30\n")
    assert "Ada Lovelace, 2026-11-23 21:30\nChanged: Scope." in text
    assert "2026-11-23 18:30\nThe task as it was created." in text


@pytest.mark.parametrize("count", [1, 2, 20, 21, 45, 3000])
def test_however_many_there_are_slack_takes_each_page(count: int) -> None:
    for first in range(0, min(count, 60), revision_views.ON_A_PAGE):
        listed(count, first, HOSTILE * 200, title=HOSTILE * 500)


def test_twenty_that_changed_sections_of_emoji_alone_fit_beside_the_longest_menus() -> None:
    view = revision_views.listed(
        task(revision=700, title="\U0001f680" * 500),
        revisions(700, "\U0001f680" * 700),
        {ADA: "\U0001f680" * 80},
        TOKYO,
        20,
    )
    check_view(view)


def test_pages_lead_to_earlier_and_later_ones() -> None:
    labels = [each["action_id"] for each in actions(listed(45, 20))]
    assert labels[-2:] == [ids.REVISIONS, ids.EARLIER_REVISIONS]
    assert ids.EARLIER_REVISIONS not in [each["action_id"] for each in actions(listed(45, 40))]
    assert [each["action_id"] for each in actions(listed(45))].count(ids.REVISIONS) == 0


def test_two_can_be_chosen_and_come_back_as_numbers() -> None:
    view = listed(3)
    menus = {block["block_id"]: block["element"] for block in view["blocks"] if block["type"] == "input"}
    assert [menus[each]["initial_option"]["value"] for each in (OLD, NEW)] == ["2", "3"]
    state = {each: {ids.VALUE: {"selected_option": menus[each]["options"][-1]}} for each in menus}
    assert revision_views.chosen(submitted(state)) == (1, 1)
    assert "submit" not in listed(1)


@pytest.mark.parametrize("value", ["", "x", "-1", None])
def test_what_no_menu_offers_is_not_ours(value: str | None) -> None:
    state: dict[str, dict[str, dict[str, Any]]] = {
        each: {ids.VALUE: {"selected_option": {"value": value}}} for each in (OLD, NEW)
    }
    with pytest.raises(ids.NotOurs):
        revision_views.chosen(submitted(state))


def submitted(state: dict[str, dict[str, dict[str, Any]]]) -> View:
    return View(id="V1", hash="h", callback_id=ids.REVISIONS, packed="", state=state, raw={})


@pytest.mark.parametrize("text", ["", "# T\n", HOSTILE * 4_000, "\n" * 100_000, "\ud800\0"])
def test_any_document_is_shown_page_by_page_to_its_end(text: str) -> None:
    first, pages = 0, 0
    while True:
        view = revision_views.document(task(revision=2), 1, text, first)
        check_view(view)
        pages += 1
        on = [each for each in actions(view) if each["action_id"] == ids.SHOW_REVISION]
        if not on:
            break
        following = ids.unpack(str(on[0]["value"]))["p"]
        assert following > first
        first = following
    assert pages < 60


@pytest.mark.parametrize(
    "lines",
    [
        (),
        (Line("-", ""),),
        (Line("+", HOSTILE * 30_000),),
        tuple(Line("-" if n % 2 else "+", HOSTILE) for n in range(20_000)),
    ],
)
def test_any_comparison_is_shown_in_a_view_that_slack_takes(lines: tuple[Line, ...]) -> None:
    changes = tuple(Change(key="k", label=HOSTILE * 90, section=HOSTILE * 90) for _ in range(40))
    for first in (0, 5):
        found = Comparison(changes=changes, lines=lines)
        check_view(comparison.view(task(revision=9, title=HOSTILE * 99), 1, 9, found, first))


def test_two_that_say_the_same_say_so() -> None:
    view = comparison.view(task(revision=3), 1, 3, Comparison(changes=(), lines=()), 0)
    assert "They say the same: every change was taken back again." in shown(view)

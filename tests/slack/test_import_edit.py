"""What is shown of a document that edits a task: a view that Slack takes, whatever stands in it."""

from typing import Any

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import ids
from bot.slack.import_edit import preview
from bot.slack.views import ModalView
from bot.tasks.comparing import whole
from bot.tasks.documents import kept_of
from bot.tasks.people import PersonInfo
from bot.tasks.reimporting import Ground, reimported
from bot.template.parse import parse
from bot.template.render import render
from tests.slack.posting.samples import ADA, GRACE, NOW, TEMPLATE, task, texts

FORM = parse(TEMPLATE)
HOSTILE = {
    "one long line": "[" * 900_000,
    "lines without a place": "# TASK-001: T\n\n## Foo\n\n" + "- <!channel> & `x` \U0001f680\n" * 30_000,
    "names": "# TASK-001: T\n\n" + "**Assignee**: <@U0ADA> & \U0001f680\n" * 30_000,
    "roles": "# TASK-001: T\n\n## Sign-Off\n\n" + "- [x] **Developer**: \U0001f680\n" * 25_000,
}
PEOPLE = tuple(
    PersonInfo(team="T1", id=user, name=name, fetched_at=NOW)
    for user, name in ((ADA, "Ada Lovelace"), (GRACE, "Grace Hopper"))
)


def drawn(document: str, base: int = 1, told: bool = True, **now: Any) -> ModalView:
    """What is shown of a document of TASK-001, which is at revision 2 and says `now`."""
    then, people = whole(FORM, {"title": "Fix the login"}), {each.id: each for each in PEOPLE}
    own = task(revision=2)
    present = whole(FORM, {**then, **now})
    kept = kept_of(FORM, own, people, "UTC")
    text = render(FORM, present, kept=kept)
    ground = Ground(own, FORM, base, told, then, present, "", text, kept, PEOPLE)
    view = preview(reimported(ground, document), "d" * 22, "TASK-001.md")
    check_view(view)
    return view


def shown(view: ModalView) -> str:
    return "\n".join(texts(view["blocks"]))


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_document_is_shown_in_a_view_that_slack_takes(what: str) -> None:
    drawn(HOSTILE[what])


def test_it_names_what_changes_and_on_which_revision_it_is_based() -> None:
    view = drawn("# TASK-001: Fix the login\n\n**Team**: Ops\n**Assignee**: Grace Hopper\n")
    assert "TASK-001: Fix the login will be edited" in shown(view)
    assert "Revision 1 is what it was exported from; 2 is the present one." in shown(view)
    assert "Team, Assignee" in shown(view) and "Read from TASK-001.md." in shown(view)
    assert "Isn't in the document, so it would be taken away:" in shown(view)
    assert ids.unpack(view["private_metadata"]) == {"d": "d" * 22}


def test_what_somebody_else_has_changed_too_is_named_apart() -> None:
    view = drawn("# TASK-001: Fix the login\n\n**Team**: Ops\n", team="Platform")
    assert "Somebody else has changed these too; Review asks which text stays:" in shown(view)
    assert view["submit"]["text"] == "Go on"


def test_where_nothing_changes_nothing_leads_on() -> None:
    view = drawn(
        "# TASK-001: Fix the login\n\n## Ready when\n\n- [ ] Tested\n- [ ] Written down\n- [ ] Deployed\n"
    )
    assert "Nothing changes in TASK-001: Fix the login. There is nothing to save." in shown(view)
    assert "submit" not in view and "take TASK-001 out of its first heading" in shown(view)


def test_without_a_word_about_it_the_present_one_is_the_base() -> None:
    view = drawn("# TASK-001: Fix the logout\n", base=2, told=False)
    assert "The document doesn't name a revision that is still kept" in shown(view)

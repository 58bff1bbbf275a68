"""Review of an edit: what it says of what changes, whose signatures count no more, and who can be asked."""

from datetime import date
from typing import Any

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import chosen, edit_review, ids, views
from bot.tasks.results import Saved
from bot.tasks.task import SignOff, SignOffState
from tests.slack.edits import editing, look
from tests.slack.posting.samples import NAMES, sign_off, task

TEMPLATE = """\
# TASK-XXX: [Title]

## Scope

[What it is about]

## Plan

**First**: [What comes first]

## Sign-off

- [ ] **Developer**: Done
- [ ] **DevOps**: Deployed
"""
SIGNED = sign_off(state=SignOffState.SIGNED)
NOBODY = SignOff(id=2, role="DevOps", statement="Deployed")
OLD = {"title": "Keys", "scope": "All keys", "plan.first": "Count them"}


def lines(mine: dict[str, str], theirs: dict[str, str] = OLD, *dismissed: SignOff) -> list[str]:
    """What saving does, in sentences."""
    form = editing(TEMPLATE, mine).form
    return edit_review.effects(look(form, OLD, {**OLD, **mine}, theirs, dismissed), NAMES)


def drawn(mine: dict[str, str], **of: object) -> views.ModalView:
    sheet = editing(TEMPLATE, {**OLD, **mine}, base=2)
    at = look(sheet.form, OLD, {**OLD, **mine}, OLD, of=task(SIGNED, NOBODY, revision=2, **of))
    view = edit_review.view(sheet, at, NAMES)
    check_view(view)
    return view


def _picker(view: views.ModalView) -> dict[str, Any]:
    """The input of "Sign by"."""
    return next(each for each in view["blocks"] if str(each.get("block_id")).endswith(":sign_by"))


def labels(view: views.ModalView) -> dict[str, dict[str, object]]:
    return {each["label"]["text"]: each["element"] for each in view["blocks"] if each["type"] == "input"}


def test_it_says_which_fields_of_which_sections_change_and_which_revision_that_makes() -> None:
    said = lines({"scope": "Signing keys", "plan.first": "Rotate"})
    assert said[0] == "What changes: Scope, Plan (First)."
    assert said[-1] == "Save makes revision 3. Until then nobody but you sees it."


def test_it_says_that_nothing_has_changed() -> None:
    assert lines({}) == [
        "Nothing that TASK-001 says has changed, so it stays at revision 2, and every signature stays."
    ]


def test_it_says_that_others_changed_something_else_since() -> None:
    said = lines({"scope": "Signing keys"}, {**OLD, "plan.first": "Rotate"})
    assert "You began with revision 1, and TASK-001 is at revision 2 by now." in said[1]


@pytest.mark.parametrize(
    ("roles", "says"),
    [
        (
            ["Developer"],
            "the signature of Grace Hopper (Developer): they are asked again, and see what changed.",
        ),
        (
            ["Developer", "QA"],
            "the signatures of Grace Hopper (Developer) and Grace Hopper (QA): they are asked",
        ),
        ([f"R{n}" for n in range(20)], "Grace Hopper (R7) and 12 more: they are asked"),
    ],
)
def test_it_names_whose_signatures_count_no_more(roles: list[str], says: str) -> None:
    said = lines({"scope": "Signing keys"}, OLD, *(sign_off(role=role) for role in roles))
    assert says in said[-1]


def test_it_names_who_requested_changes_and_is_asked_again() -> None:
    wanting = sign_off(state=SignOffState.CHANGES_REQUESTED)
    form = editing(TEMPLATE, {}).form
    at = look(form, OLD, {**OLD, "scope": "Signing keys"}, OLD, of=task(wanting, revision=2))
    said = edit_review.effects(at, NAMES)
    assert said[-1] == "Grace Hopper (Developer) requested changes and is asked again."
    nothing = look(form, OLD, OLD, OLD, of=task(wanting, revision=2))
    assert "Grace" not in " ".join(edit_review.effects(nothing, NAMES))


def test_it_shows_what_goes_and_what_comes() -> None:
    text = str(drawn({"scope": "Signing keys"})["blocks"])
    assert "- All keys\\n+ Signing keys" in text


def test_only_roles_that_have_nobody_get_a_picker_and_the_channel_stays() -> None:
    assert [*labels(drawn({}))] == ["Sign by", "Signs as DevOps"]


def test_the_day_that_stands_is_the_day_that_is_proposed() -> None:
    assert labels(drawn({}, sign_by=date(2026, 12, 1)))["Sign by"]["initial_date"] == "2026-12-01"
    assert "initial_date" not in labels(drawn({}))["Sign by"]


def test_a_day_that_was_taken_back_stays_so() -> None:
    sheet = editing(TEMPLATE, OLD).model_copy(update={"plan": {"sign_by": None}})
    at = look(sheet.form, OLD, OLD, OLD, of=task(NOBODY, sign_by=date(2026, 12, 1)))
    assert "initial_date" not in labels(edit_review.view(sheet, at, NAMES))["Sign by"]


@pytest.mark.parametrize(
    ("was", "mine", "now", "said"),
    [
        (None, "2026-12-05", date(2026, 12, 1), "it is 2026-12-01 now, and you chose 2026-12-05. The day"),
        ("2026-11-30", None, date(2026, 12, 1), "it is 2026-12-01 now, and you chose no day. The day"),
        ("2026-11-30", "2026-12-05", None, "it is no day now, and you chose 2026-12-05. The day"),
        ("2026-12-01", "2026-12-05", date(2026, 12, 1), ""),
        ("2026-11-30", "2026-12-01", date(2026, 12, 1), ""),
    ],
)
def test_a_day_that_others_changed_too_stands_beside_the_one_that_was_chosen(
    was: str | None, mine: str | None, now: date | None, said: str
) -> None:
    sheet = editing(TEMPLATE, OLD).model_copy(update={"plan": {"sign_by": mine}})
    at = look(sheet.form, OLD, OLD, OLD, of=task(NOBODY, sign_by=now), sign_by_was=was)
    view = edit_review.view(sheet, at, NAMES)
    check_view(view)
    above = view["blocks"][view["blocks"].index(_picker(view)) - 1]
    assert ("Sign by was changed while you edited" in str(above)) == bool(said) and said in str(above)
    assert _picker(view)["element"].get("initial_date") == mine


def test_a_day_that_others_changed_alone_is_just_shown() -> None:
    sheet = editing(TEMPLATE, OLD)
    at = look(sheet.form, OLD, OLD, OLD, of=task(sign_by=date(2026, 12, 1)), sign_by_was="2026-11-30")
    view = edit_review.view(sheet, at, NAMES)
    assert "while you edited" not in str(view)
    assert ids.unpack(view["private_metadata"])[chosen.STOOD] == "2026-12-01"


def test_more_changes_than_there_is_room_for_are_told() -> None:
    sheet = editing(TEMPLATE, {"scope": "\n".join(f"<@line> {n}" for n in range(20_000))})
    at = look(sheet.form, OLD, {**OLD, **sheet.answers}, OLD)
    view = edit_review.view(sheet, at, NAMES)
    check_view(view)
    assert "More changes than there is room for here" in str(view["blocks"])


def test_what_was_saved_is_said_at_the_end() -> None:
    changed = look(editing(TEMPLATE, {}).form, OLD, {**OLD, "scope": "Signing keys"}, OLD).changes
    done = Saved(task=task(revision=3), new=True, revision=True, changes=changed, dismissed=(SIGNED,))
    text = str(edit_review.saved(done, NAMES)["blocks"])
    assert "Saved as revision 3: Scope." in text
    assert "The signature of Grace Hopper (Developer) counts no more: they are asked again" in text


def test_whoever_was_chosen_and_isnt_asked_is_told_of_at_the_end() -> None:
    free = NOBODY.model_copy(update={"role": "Tech Lead", "state": SignOffState.NOT_NEEDED})
    text = str(edit_review.saved(Saved(task=task(), new=True, settled=(SIGNED, free)), NAMES)["blocks"])
    assert (
        "whom you chose isn't asked: Developer stays with Grace Hopper and Tech Lead is not needed." in text
    )


def test_a_page_of_an_edit_that_began_earlier_says_so() -> None:
    moved_on = views.page(editing(TEMPLATE, OLD, base=1, stands=4).at(0))
    assert "You began with revision 1, and TASK-001 is at revision 4 by now." in str(moved_on)
    assert "You began with" not in str(views.page(editing(TEMPLATE, OLD, base=4, stands=4).at(0)))

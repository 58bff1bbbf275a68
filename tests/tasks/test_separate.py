"""Roles that are kept apart: who would hold both, and who would sign as both."""

import pytest

from bot.tasks.separate import Clash, against_signing, clash, kept_apart, unknown
from bot.tasks.task import SignOff, SignOffState, Task
from tests.tasks.cast import ALICE, GRACE, LIN
from tests.tasks.test_rights import signature
from tests.tasks.test_task import task

PAIRS = [("Developer", "Code Reviewer")]


def held(developer: str | None, reviewer: str | None, lead: str | None = None, **more: object) -> Task:
    """A task whose three roles are asked of these people."""
    roles = {"Developer": developer, "Code  reviewer": reviewer, "Tech Lead": lead}
    asked = tuple(
        SignOff(id=number, role=role, statement="", person=who, state=SignOffState.ASKED)
        for number, (role, who) in enumerate(roles.items(), start=1)
    )
    return task(sign_offs=asked, **more)


def signed(task: Task, number: int, who: str) -> Task:
    """The same, with a signature that counts for the role of this number."""
    given = signature(who).model_copy(
        update={"sign_off_id": number, "substance_hash": task.substance_hash, "role": "x"}
    )
    sign_offs = tuple(
        each.model_copy(update={"state": SignOffState.SIGNED}) if each.id == number else each
        for each in task.sign_offs
    )
    return task.model_copy(update={"sign_offs": sign_offs, "signatures": (given,)})


def test_names_are_compared_without_case_and_surplus_space_and_in_either_order() -> None:
    assert kept_apart(PAIRS, "code   REVIEWER ", "developer")
    assert not kept_apart(PAIRS, "Developer", "Tech Lead")
    assert not kept_apart([], "Developer", "Code Reviewer")


def test_who_is_new_to_both_roles_clashes() -> None:
    assert clash(PAIRS, None, held(GRACE, GRACE)) == Clash(GRACE, "Code  reviewer", "Developer")
    assert clash(PAIRS, None, held(GRACE, LIN, GRACE)) is None
    assert clash([], None, held(GRACE, GRACE)) is None


@pytest.mark.parametrize(
    ("before", "after", "role"),
    [
        (held(GRACE, None), held(GRACE, GRACE), "Code  reviewer"),
        (held(LIN, GRACE), held(GRACE, GRACE), "Developer"),
    ],
)
def test_the_role_that_is_new_to_them_is_named_first(before: Task, after: Task, role: str) -> None:
    found = clash(PAIRS, before, after)
    assert found and (found.person, found.role) == (GRACE, role)


def test_who_held_both_before_is_no_new_clash() -> None:
    assert clash(PAIRS, held(GRACE, GRACE), held(GRACE, GRACE, LIN)) is None
    assert clash(PAIRS, held(GRACE, GRACE), held(LIN, LIN)) == Clash(LIN, "Code  reviewer", "Developer")


def test_a_signature_that_counts_holds_its_role() -> None:
    by_alice = signed(held(GRACE, None), 1, ALICE)
    asked = by_alice.sign_offs[1].model_copy(update={"person": ALICE})
    after = by_alice.model_copy(update={"sign_offs": (by_alice.sign_offs[0], asked)})
    assert clash(PAIRS, by_alice, after) == Clash(ALICE, "Code  reviewer", "Developer")


def test_two_roles_kept_apart_are_not_signed_in_one_press() -> None:
    both = held(GRACE, GRACE)
    found = against_signing(PAIRS, both, GRACE, both.sign_offs[:2])
    assert found == Clash(GRACE, "Code  reviewer", "Developer")
    assert against_signing(PAIRS, both, GRACE, both.sign_offs[:1]) is None


def test_a_signature_for_the_one_stands_against_the_other_as_long_as_it_counts() -> None:
    by_grace = signed(held(GRACE, GRACE), 1, GRACE)
    assert against_signing(PAIRS, by_grace, GRACE, [by_grace.sign_offs[1]])
    edited = by_grace.model_copy(update={"substance_hash": "another"})
    assert against_signing(PAIRS, edited, GRACE, [edited.sign_offs[1]]) is None


def test_a_name_that_no_template_has_is_told() -> None:
    assert unknown([("developer", "Reviser")], ["Developer", "Tech Lead"]) == ["Reviser"]

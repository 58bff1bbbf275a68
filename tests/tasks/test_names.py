"""Whom a written name means."""

import pytest

from bot.tasks.absence import in_place_of
from bot.tasks.names import Names
from tests.tasks.cast import GRACE, LIN, person

PEOPLE = (person(GRACE, "Grace Hopper"), person(LIN, "Lin Chen"))


@pytest.mark.parametrize(
    "name", ["Grace Hopper", in_place_of("Lin Chen", "Grace Hopper"), "X for grace  hopper"]
)
def test_a_signature_is_of_whose_role_it_is(name: str) -> None:
    found, _ = Names(PEOPLE).signer(name)
    assert found and found.id == GRACE


def test_whoever_is_called_so_comes_first() -> None:
    found, _ = Names([*PEOPLE, person("UHOPE", "Hope for Grace Hopper")]).signer("Hope for Grace Hopper")
    assert found and found.id == "UHOPE"


def test_an_answer_is_never_taken_for_a_signature() -> None:
    found, _ = Names(PEOPLE).person(in_place_of("Lin Chen", "Grace Hopper"))
    assert found is None


def test_a_first_name_means_all_active_full_members_who_have_it() -> None:
    others = [
        person("UMURRAY", "Grace Murray"),
        person("UGUEST", "Grace Guest", kind="guest"),
        person("UGONE", "Grace Gone", active=False),
        person("UNAME", "Hope Grace"),
    ]
    names = Names([*PEOPLE, *others])
    assert [each.name for each in names.first_named("@grace")] == ["Grace Hopper", "Grace Murray"]
    assert [each.id for each in names.first_named("LIN")] == [LIN]

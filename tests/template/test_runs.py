"""Runs of lines found in a document, at every place of it."""

from __future__ import annotations

from typing import ClassVar

from bot.template.parse import parse
from bot.template.read import read
from bot.template.runs import Run, Stretches


class Counted(str):
    """A line that counts how often one is compared."""

    compared: ClassVar[int] = 0
    __hash__ = str.__hash__

    def __eq__(self, other: object) -> bool:
        Counted.compared += 1
        return super().__eq__(other)


def test_a_run_is_found_where_it_stands_and_nowhere_else() -> None:
    stretches = Stretches(["a", "b", "a", "b", "c", "a"])
    run = Run.of(["a", "b", "c"])
    assert [at for at in range(7) if stretches.has(run, at)] == [2]
    assert [at for at in range(7) if stretches.has(Run.of([]), at)] == list(range(7))


def test_lines_that_nearly_stand_in_many_places_are_not_compared_at_each() -> None:
    Counted.compared = 0
    stretches = Stretches([Counted(f"{'a'}") for _ in range(400)])
    run = Run.of([*["a"] * 200, "b"])
    assert not any(stretches.has(run, at) for at in range(400))
    assert Counted.compared == 0


def test_the_templates_own_lines_read_as_its_own_however_many_nearly_stand_before() -> None:
    form = parse("## A\n\n- a link\n\n```\n" + "x\n" * 300 + "y\n```\n")
    document = "## A\n\n" + "x\n" * 1000 + form.template[len("## A\n\n") :]
    assert len(read(form, document).unplaced) == 1000

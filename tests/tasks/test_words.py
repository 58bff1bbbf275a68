"""Each kind of event that is written anywhere has its words."""

import ast
from collections.abc import Iterator
from datetime import UTC, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest

from bot.tasks.events import Event
from bot.tasks.words import WORDS, words

ROOM = Path(__file__).parents[2] / "bot" / "tasks"
NAMES = {"UGRACE": "Grace Hopper", "ULIN": "Lin Chen"}


def kinds_in(tree: ast.AST) -> Iterator[ast.expr]:
    """What stands for the kind where a fact is made: `fact(task, KIND, …)` and `Fact(kind=KIND, …)`."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call):
            name = getattr(node.func, "attr", getattr(node.func, "id", ""))
            if name == "fact":
                yield node.args[1]
            elif name == "Fact":
                yield from (each.value for each in node.keywords if each.arg == "kind")


def assigned(tree: ast.AST) -> Iterator[tuple[str, ast.expr]]:
    """The names of a file, each with what it is given."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Assign):
            for target in node.targets:
                both = isinstance(target, ast.Tuple) and isinstance(node.value, ast.Tuple)
                pairs = zip(target.elts, node.value.elts, strict=True) if both else [(target, node.value)]  # type: ignore[attr-defined]
                yield from ((left.id, right) for left, right in pairs if isinstance(left, ast.Name))


def texts(node: ast.expr, trees: list[ast.AST]) -> set[str]:
    """The texts that an expression may be; of a name, all that the first file that knows it gives it."""
    if isinstance(node, ast.Constant):
        return {str(node.value)}
    if isinstance(node, ast.IfExp):
        return texts(node.body, trees) | texts(node.orelse, trees)
    if isinstance(node, ast.Name):
        for tree in trees:
            if given := [value for name, value in assigned(tree) if name == node.id]:
                return {text for value in given for text in texts(value, trees)}
    return set()


def written() -> dict[str, set[str]]:
    """The kinds that each file writes."""
    trees = {path.name: ast.parse(path.read_text(encoding="utf-8")) for path in sorted(ROOM.glob("*.py"))}
    found: dict[str, set[str]] = {}
    for name, tree in trees.items():
        for node in kinds_in(tree):
            kinds = texts(node, [tree, *trees.values()])
            assert kinds, (
                f"{name}:{node.lineno}: which kind is this? Write it as a text, or name it in the file."
            )
            found.setdefault(name, set()).update(kinds)
    return found


def event(kind: str, **facts: object) -> Event:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Event(kind=kind, who="UGRACE", at=at, facts=facts, chain="task:1", number=1, before="", hash="")


def test_every_kind_that_is_written_has_words() -> None:
    missing = {name: kinds - WORDS.keys() for name, kinds in written().items()}
    assert {name: kinds for name, kinds in missing.items() if kinds} == {}


def test_the_walk_finds_kinds_however_they_are_written() -> None:
    kinds = set().union(*written().values())
    assert {"task created", "task started", "review started", "task done", "heads witnessed"} <= kinds


@pytest.mark.parametrize("kind", WORDS)
def test_words_cope_with_an_event_that_lacks_its_facts(kind: str) -> None:
    assert words(event(kind), {}).strip()


@pytest.mark.parametrize(
    ("kind", "facts", "said"),
    [
        ("signed", {"role": "Developer", "for": None}, "signed as Developer"),
        ("signed", {"role": "Developer", "for": "ULIN"}, "signed as Developer for Lin Chen"),
        (
            "sign-off reassigned",
            {"role": "Developer", "from": "UGRACE", "to": "UNEW"},
            "handed the role Developer from Grace Hopper to UNEW",
        ),
        (
            "snoozed",
            {"sign_offs": [1], "until": "2026-11-24T09:00:00+00:00"},
            "put off being reminded until 2026-11-24 09:00 UTC",
        ),
        ("task edited", {"revision": 3}, "edited it: revision 3"),
        ("task edited", {"revision": 3, "base": 1}, "edited it: revision 3, begun from revision 1"),
        (
            "refused",
            {"action": "close", "why": "NotAllowed"},
            "wanted to close, and was refused: it isn't allowed",
        ),
        (
            "refused",
            {"action": "reassign", "why": "NotNow"},
            "wanted to hand a role over, and was refused: it can't be done as the task stood",
        ),
        (
            "refused",
            {"action": "tick", "why": "NeverShown"},
            "wanted to tick, and was refused: what they pressed isn't what the task ever said",
        ),
        ("something new", {}, "something new"),
    ],
)
def test_words_follow_the_name(kind: str, facts: dict[str, object], said: str) -> None:
    assert words(event(kind, **facts), NAMES) == said


def test_a_moment_is_in_the_zone_of_whom_it_is_told() -> None:
    snoozed = event("snoozed", sign_offs=[1], until="2026-07-01T09:00:00+00:00")
    assert words(snoozed, NAMES, ZoneInfo("Europe/London")) == "put off being reminded until 2026-07-01 10:00"

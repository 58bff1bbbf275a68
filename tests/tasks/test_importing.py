"""A filled document, understood and made a draft; the task names where its text is."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.tasks import importing
from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.documents import form_of, named
from bot.tasks.draft import new_draft_id
from bot.tasks.errors import NotADocument
from bot.tasks.imported import Source
from bot.tasks.importing import Mention, Understood, best, text_of
from bot.tasks.store_events import chain_of, task_chain
from bot.tasks.substance import canonical, sha256
from bot.tasks.task import SignOffState, Task
from bot.template.answers import normal, start
from bot.template.kept import Kept, SignOffLine
from bot.template.render import render
from tests.tasks.cast import ALICE, GRACE, HERE, LIN, TEAM, TEMPLATE, file, person, sign, targets
from tests.template import strategies as some

FORM = form_of(
    TEMPLATE
    + "\n## Reviews\n\n### Review 1: [What]\n**Owner**: [Name]\n\n### Review 2: [What]\n**Owner**: [Name]\n"
)
KNOWN = [person(ALICE, "Alice Author"), person(GRACE, "Grace Hopper"), person(LIN, "Lin Chen")]
FILLED = """\
# OPS-7: Rotate the keys

**Priority**: P1-High
**Status**: Done
**Assignee**: @grace  HOPPER

## Goal

**Objective**: New keys everywhere

Somebody wrote this under it all.

## Sign-Off

- [x] **Developer**: Implementation complete - Grace Hopper - 2026-11-22
- [ ] **Tech Lead**: Architecture approved - Nobody Known
"""

NOBODY = "nobody whom Countersign knows here is called so"


def understood(document: str = FILLED, people: list[Any] = KNOWN, template: str = TEMPLATE) -> Understood:
    return importing.understood(form_of(template), document, people)


def mention(line: str, *people: Any) -> Mention:
    """How the name in one line is understood."""
    (only,) = understood(f"# Title\n\n{line}\n", [*people]).mentions
    return only


async def imported(desk: Desk, document: str = FILLED) -> Task:
    """The task that Alice makes of a document."""
    draft_id = new_draft_id()
    found = await desk.imports.understand(TEAM, form_of(TEMPLATE), document)
    await desk.imports.draft(TEAM, ALICE, draft_id, found, Source(document, "a.md", HERE, HERE))
    return (await desk.create(TEAM, ALICE, draft_id)).task


def test_people_stand_in_place_of_their_names() -> None:
    found = understood()
    assert (found.title, found.answers["assignee"]) == ("Rotate the keys", {"user": GRACE})
    assert found.mentions[0] == Mention(label="Assignee", name="@grace  HOPPER", user=GRACE)


def test_a_name_that_nobody_has_stays_text() -> None:
    found = understood(FILLED.replace("@grace  HOPPER", "Ada Lovelace"))
    assert found.answers["assignee"] == "Ada Lovelace"
    assert found.mentions[0].why == NOBODY


def test_names_in_groups_are_matched_too() -> None:
    document = "# T\n\n## Reviews\n\n### Review 1: Look\n**Owner**: Lin Chen\n\n### Review 2: Once more\n**Owner**: Ann\n"
    found = importing.understood(FORM, document, KNOWN)
    assert isinstance(items := found.answers["reviews.review"], list)
    assert [item["owner"] for item in items] == [{"user": LIN}, "Ann"]


def test_a_ticked_role_is_asked_anew_and_its_line_is_not_placed() -> None:
    found = understood()
    assert found.signers == {"Developer": GRACE}
    assert "- [x] **Developer**" in found.unplaced[-1].text


def test_what_the_bot_keeps_itself_is_said_where_the_document_says_something_else() -> None:
    assert understood().notes == (
        "The document is called OPS-7. The new task gets a key of its own.",
        "The document's status is Done. The new task starts as To Do.",
        "Developer has signed the document. An import signs nothing, so the role is asked anew.",
    )
    assert (
        understood(FILLED.replace("OPS-7: ", "").replace("Done", "To Do").replace("[x]", "[ ]")).notes == ()
    )


def test_a_role_that_need_not_sign_is_said_to_be_left_open() -> None:
    line = "- [ ] **Tech Lead**: not needed: a small change"
    assert understood(f"# T\n\n## Sign-Off\n\n{line}\n").notes == (
        "The document says that Tech Lead need not sign: a small change. The new task leaves that open.",
    )


def test_what_answers_nothing_comes_back_with_its_line() -> None:
    assert understood("# T\n\nOdd one out\n").unplaced[0].line == 3


def test_answers_are_counted_and_checked() -> None:
    found = understood("# \n\n**Priority**: Soon\n")
    assert (found.answered, found.asked) == (1, 5)
    assert [each.label for each in found.problems] == ["Title", "Priority"]


@pytest.mark.parametrize(
    ("facts", "user", "why"),
    [
        ({"kind": "guest"}, "U9", ""),
        ({"kind": "bot"}, None, NOBODY),
        ({"kind": "other workspace"}, None, NOBODY),
        ({"active": False}, None, NOBODY),
    ],
)
def test_only_active_people_of_the_workspace_are_meant(facts: Any, user: str | None, why: str) -> None:
    found = mention("**Assignee**: Ann", person("U9", "Ann", **facts))
    assert (found.user, found.why) == (user, why)


def test_a_guest_is_not_asked_to_sign() -> None:
    guest = person("U9", "Ann", kind="guest")
    found = mention("## Sign-Off\n\n- [ ] **Developer**: Implementation complete - Ann", guest)
    assert (found.user, found.why) == (None, "guests can read a task but not sign it")


def test_of_two_people_with_one_name_neither_is_meant_but_an_id_tells() -> None:
    two = (person("U8", "Ann"), person("U9", "ann"), person("U10", "Ann", active=False))
    assert mention("**Assignee**: Ann", *two).why == "several people here are called so"
    assert mention("**Assignee**: u9", *two).user == "U9"


def test_a_name_is_the_same_however_its_accents_are_written() -> None:
    assert mention("**Assignee**: Zoe\u0308", person("U9", "ZOË")).user == "U9"


def test_the_form_that_places_most_is_the_best() -> None:
    bug, task = form_of("# BUG-XXX: [Title]\n\n**Severity**: [High | Low]\n"), form_of(TEMPLATE)
    assert best([bug, task], FILLED) is task
    assert best([task, bug], "# BUG-1: No log-in\n\n**Severity**: Low\n") is bug
    assert best([bug, task], "# Only a title\n") is bug


@pytest.mark.parametrize(
    ("raw", "why"),
    [
        (b"", "it is empty"),
        (b"\xef\xbb\xbf \r\n", "it is empty"),
        (b"# a\xff", "it is not text in UTF-8: byte 4 can't be read"),
        (b"# a\0b", "it is not a text: it holds NUL bytes"),
        (b"a" * 1_000_001, "it is larger than 1 MB"),
    ],
)
def test_what_is_no_document_is_refused(raw: bytes, why: str) -> None:
    with pytest.raises(NotADocument) as refused:
        text_of(raw)
    assert str(refused.value).startswith(f"The file can't be imported: {why}")


def test_a_document_is_text_without_its_mark() -> None:
    assert text_of(b"\xef\xbb\xbf# T\r\n") == "# T\r\n"
    assert len(text_of(b"a" * 1_000_000)) == 1_000_000


async def test_a_document_with_a_key_of_this_workspace_is_of_that_task(desk: Desk) -> None:
    task, form = await file(desk), form_of(TEMPLATE)
    for key in (task.key, "TASK-0001"):
        assert await desk.imports.task_of(TEAM, form, f"# {key}: Mine\n") == task
    for heading in ("Mine", "TASK-002: Mine", "OPS-001: Mine"):
        assert await desk.imports.task_of(TEAM, form, f"# {heading}\n") is None
    assert await desk.imports.task_of("T2", form, f"# {task.key}: Mine\n") is None


async def test_a_task_is_made_of_a_document(desk: Desk) -> None:
    task = await imported(desk)
    assert (task.key, task.title, task.assignee) == ("TASK-001", "Rotate the keys", GRACE)
    assert [each.state for each in task.sign_offs] == [SignOffState.ASKED, SignOffState.NOBODY]
    assert await targets(desk) == ["asked:1:UGRACE", "card:1", "document:1:1"]


async def test_the_document_is_kept_and_the_task_names_it(desk: Desk, db: Database) -> None:
    task = await imported(desk)
    (created, *_) = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    assert created.facts["imported"] == sha256(FILLED)
    assert await desk.text(TEAM, created.facts["imported"]) == FILLED
    assert "Somebody wrote" not in str(created.facts)


async def test_a_task_that_was_not_imported_names_no_document(desk: Desk, db: Database) -> None:
    task = await file(desk)
    (created, *_) = await db.read(lambda session: chain_of(session, TEAM, task_chain(task.id)))
    assert "imported" not in created.facts


async def test_an_export_imported_gives_the_same_answers(desk: Desk) -> None:
    first = await imported(desk)
    document = (await desk.document(first)).replace("TASK-001: ", "")
    second = await imported(desk, document)
    assert await desk.answers(second) == await desk.answers(first)


async def test_a_signed_document_of_another_workspace_leaves_only_its_signatures(desk: Desk) -> None:
    task = await file(desk)
    for signer in (GRACE, LIN):
        task = (await sign(desk, task, signer)).task
    found = await desk.imports.understand("T2", form_of(TEMPLATE), (await desk.exported(task)).text)
    assert [each.text[:20] for each in found.unplaced] == ["- [x] **Developer**:", "- [x] **Tech Lead**:"]
    assert (found.signers, [each.name for each in found.mentions]) == ({}, ["Grace Hopper", "Lin Chen"])


answered = st.fixed_dictionaries(
    {}, optional={field.key: some.values(field) for field in FORM.asked() if field.kind != "group"}
)
picked = st.sampled_from([*({"user": each.id} for each in KNOWN), "Somebody else"])


@settings(deadline=None, max_examples=100, derandomize=True)
@given(answered, picked, st.lists(picked, max_size=4))
def test_a_rendered_task_has_the_same_substance_when_it_is_imported(
    answers: dict[str, Any], assignee: Any, owners: list[Any]
) -> None:
    reviews = [{"title": "Look", "owner": owner} for owner in owners]
    said = start(FORM) | normal(FORM, {**answers, "assignee": assignee, "reviews.review": reviews})
    line = {"Developer": SignOffLine(name="Grace Hopper")}
    shown = named(FORM, said, {each.id: each.name for each in KNOWN})
    found = importing.understood(FORM, render(FORM, shown, kept=Kept(key="TASK-009", sign_offs=line)), KNOWN)
    assert canonical("", found.answers) == canonical("", said)
    assert (found.signers, found.unplaced) == ({"Developer": GRACE}, ())

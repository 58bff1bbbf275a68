"""A signed document is checked: against its own footer, and against what the database knows."""

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from sqlalchemy import text as sql

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.documents import MARKER
from bot.tasks.step import shown
from bot.tasks.substance import sha256
from bot.tasks.verifying import Check, offline, online
from tests.tasks.cast import ALICE, GRACE, LIN, TEAM, file, sign


@pytest.fixture
async def document(desk: Desk) -> str:
    """What was sealed when Grace and Lin had signed."""
    task = await file(desk)
    for who in (GRACE, LIN):
        task = (await sign(desk, task, who)).task
    return (await desk.exported(task)).text


def wrong(checks: list[Check]) -> list[tuple[str, str]]:
    return [(each.what, each.said) for each in checks if not each.holds]


async def against(db: Database, text: str, team: str | None = None) -> list[Check]:
    return await db.read(lambda session: online(session, text, team))


async def what_fails(db: Database, text: str) -> dict[str, str]:
    found: dict[str, str] = {}
    for what, said in wrong(await against(db, text)):
        found[what] = f"{found.get(what, '')} {said}".strip()
    return found


async def test_all_of_a_document_holds_as_it_was_sealed(db: Database, document: str) -> None:
    checks = await against(db, document)
    assert [each.what for each in checks] == [
        "text",
        "substance",
        "signature",
        "signature",
        "history",
        "seal",
    ]
    assert wrong(checks) == []
    assert "Developer: Grace Hopper (UGRACE), 2026-11-23, revision 1" in checks[2].said
    assert checks[4].said.endswith("holds (8 events), and the footer names event 7 of it.")


@pytest.mark.parametrize(
    ("old", "new"),
    [("\n", "\r\n"), ("Countersign.\n\n", "Countersign.\n\n\n"), ("`\n- Task", "`  \n- Task")],
    ids=["carriage returns", "an empty line", "spaces behind a line"],
)
async def test_what_mail_programs_do_to_a_file_leaves_the_text_whole(
    document: str, old: str, new: str
) -> None:
    assert wrong(offline(document.replace(old, new))) == []


async def test_what_nobody_signed_doesnt_say_that_it_is_signed(desk: Desk, db: Database) -> None:
    task = await file(desk, template="# TASK-XXX: [Title]\n\n**Goal**: [What]\n", signers={})
    found = await desk.exported(await desk.steps.finish(TEAM, shown(task), ALICE))
    assert (found.name, "signed" in found.text.partition(MARKER)[2]) == ("TASK-001-done.md", False)
    assert "**TASK-001**, revision 1, done without a signature." in found.text
    checks = await against(db, found.text)
    assert [each.what for each in checks] == ["text", "substance", "history", "seal"]
    assert wrong(checks) == [] and checks[1].said == "What it says is revision 1 of TASK-001."


async def test_carriage_returns_and_a_cut_last_line_break_are_no_change(db: Database, document: str) -> None:
    checks = await against(db, document.replace("\n", "\r\n").removesuffix("\r\n"))
    assert wrong(checks) == []
    assert "once its line breaks (\\r\\n) are plain ones again" in checks[0].said


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(at=st.integers(0), letter=st.characters(codec="utf-8"))
def test_any_letter_that_is_edited_is_found_by_the_footer_alone(document: str, at: int, letter: str) -> None:
    above, _, below = document.partition(MARKER)
    place = at % len(above)
    assume(above[place] != letter)
    assert wrong(offline(above[:place] + letter + above[place + 1 :] + MARKER + below)) != []


async def test_an_edited_letter_is_found_and_its_line_shown(db: Database, document: str) -> None:
    edited = document.replace("Fix the login", "Fix the logout")
    assert wrong(offline(edited))[0][1].startswith("The text isn't the one of the footer")
    found = await what_fails(db, edited)
    assert list(found) == ["text", "seal"]
    assert found["seal"].endswith(
        "Line 1 reads “# TASK-001: Fix the logout”, and there “# TASK-001: Fix the login”."
    )


async def test_a_text_whose_footer_was_made_to_fit_is_found_with_the_database(
    db: Database, document: str
) -> None:
    above, _, below = document.partition(MARKER)
    forged = above.replace("login", "logout")
    whole = forged + MARKER + below.replace(sha256(above), sha256(forged))
    assert wrong(offline(whole)) == []
    assert list(await what_fails(db, whole)) == ["seal"]


@pytest.mark.parametrize(
    ("old", "new", "what", "said"),
    [
        ("revision 1, signed", "revision 2, signed", "substance", "TASK-001 has no revision 2."),
        (
            "Developer: Grace",
            "Tech Lead: Grace",
            "signature",
            "What UGRACE signed is: Developer: Grace Hopper",
        ),
        ("(`ULIN`)", "(`UEVE`)", "signature", "UEVE never signed this task."),
        ("2026-11-23, revision", "2026-11-22, revision", "signature", "Not signed so:"),
        (
            "- What was signed: `sha256:",
            "- What was signed: `sha256:0000",
            "footer",
            "is no line of a footer",
        ),
        ("**TASK-001**", "**TASK-7**", "task", "There is no task TASK-7 in this database"),
    ],
)
async def test_an_edited_line_of_the_footer_is_found(
    db: Database, document: str, old: str, new: str, what: str, said: str
) -> None:
    assert old in document
    found = await what_fails(db, document.replace(old, new))
    assert said in found[what]


@pytest.mark.parametrize(
    ("line", "what", "said"),
    [
        ("What was signed", "substance", "says something else than what the footer's hash names"),
        ("Task history", "history", "has no event with the hash that the footer names"),
        ("This document", "text", "or the footer's hash was"),
    ],
)
async def test_each_hash_of_the_footer_counts(
    db: Database, document: str, line: str, what: str, said: str
) -> None:
    above, mark, rest = document.rpartition(f"{line}")
    start = rest.index("sha256:") + len("sha256:")
    found = await what_fails(db, above + mark + rest[:start] + "0" * 64 + rest[start + 64 :])
    assert said in found[what]


async def test_a_signature_that_was_taken_out_of_the_footer_is_missed(db: Database, document: str) -> None:
    line = next(each for each in document.split("\n") if each.startswith("- Developer: Grace"))
    found = await what_fails(db, document.replace(line + "\n", ""))
    assert found["signature"].startswith("The footer lacks a signature: Developer: Grace Hopper")


async def test_a_file_without_a_footer_is_told(db: Database, document: str) -> None:
    for text in (document.partition(MARKER)[0], "", "# Title\n"):
        ((what, said),) = wrong(await against(db, text))
        assert what == "footer" and said.startswith("It has no footer of Countersign")


async def test_a_footer_that_stands_there_twice_is_told(document: str) -> None:
    footer = document[document.index(MARKER) :]
    ((_, said),) = wrong(offline(document + footer))
    assert "The file has 2 footers, and only the last one counts" in said


@pytest.mark.parametrize(
    "added", ["PS: and pay me\n", "- a point\n", "- What was signed: `sha256:" + "0" * 64 + "`\n"]
)
async def test_what_stands_below_the_footer_is_told(document: str, added: str) -> None:
    ((what, said),) = wrong(offline(document + added))
    assert what == "footer" and f"Line {document.count(chr(10)) + 1} " in said


async def test_a_footer_that_lacks_a_line_is_told(document: str) -> None:
    cut = "\n".join(line for line in document.split("\n") if "Task history" not in line)
    assert "It lacks the hash of the task's history." in wrong(offline(cut))[0][1]


async def test_a_broken_history_is_told(db: Database, document: str) -> None:
    await _behind(db, "UPDATE events SET who = 'UEVE' WHERE number = 4", "events")
    found = await what_fails(db, document)
    assert "doesn't hold: event 4 was changed after it was written" in found["history"]


async def test_rows_that_disagree_with_the_history_are_told(db: Database, document: str) -> None:
    await _behind(db, "UPDATE signatures SET statement = 'x' WHERE id = 1", "signatures")
    assert (
        "Signature 1 (Developer, UGRACE) isn't what event 4 says"
        in (await what_fails(db, document))["history"]
    )


async def test_a_sealed_text_that_is_no_longer_kept_leaves_the_hash_to_judge_by(
    db: Database, document: str
) -> None:
    await db.write(lambda session: session.execute(sql("DELETE FROM texts")).close())
    assert await what_fails(db, document) == {}
    assert "is no longer kept" in (await what_fails(db, document.replace("login", "x")))["seal"]


async def test_of_several_workspaces_the_one_is_asked_whose_history_it_is(
    desk: Desk, db: Database, document: str
) -> None:
    task = await desk.task_by_key(TEAM, "TASK-001")
    await desk.save_draft("T0", "U2", "d", template_hash=task.template_hash, answers={"title": "T"}, page=0)
    await desk.create("T0", "U2", "d")
    assert wrong(await against(db, document)) == []
    assert wrong(await against(db, document, "T0")) != []


async def _behind(db: Database, change: str, table: str) -> None:
    await db.write(lambda session: session.execute(sql(f"DROP TRIGGER {table}_refuse_update")).close())
    await db.write(lambda session: session.execute(sql(change)).close())

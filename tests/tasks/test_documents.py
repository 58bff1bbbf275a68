"""Names in place of ids, and the footer."""

from bot.tasks.database import Database
from bot.tasks.desk import Desk
from bot.tasks.documents import MARKER, named, signed, split, users_in
from bot.tasks.markdown import escaped
from bot.tasks.substance import sha256
from bot.tasks.task import Signature
from bot.template.parse import parse
from tests.tasks.cast import GRACE, TEAM, TEMPLATE, Clock, file, in_a_day, show
from tests.tasks.test_task import AT, task

STEPS = """\
# X: [Title]

## Steps

### Step 1: [Name of the step]
**Owner**: [Name]

### Step 2: [Name of the step]
**Owner**: [Name]
"""


def given(name: str) -> Signature:
    return Signature(
        sign_off_id=1,
        role="Developer",
        statement="",
        signer=GRACE,
        revision=1,
        substance_hash="s",
        document_hash="d",
        name=name,
        day=AT.date(),
        at=AT,
        place="dm",
    )


def test_a_picked_person_is_written_by_name() -> None:
    form = parse(TEMPLATE)
    answers = {"title": "T", "assignee": {"user": GRACE}}
    assert named(form, answers, {GRACE: "Grace Hopper"}) == {"title": "T", "assignee": "Grace Hopper"}
    assert named(form, answers, {})["assignee"] == GRACE
    assert answers["assignee"] == {"user": GRACE}


def test_a_person_who_was_typed_stays_as_typed() -> None:
    assert named(parse(TEMPLATE), {"assignee": "Somebody new"}, {})["assignee"] == "Somebody new"


def test_people_are_found_in_repeated_groups_too() -> None:
    form = parse(STEPS)
    (group,) = [field for field in form.asked() if field.kind == "group"]
    (owner,) = [field.key for field in group.fields if field.kind == "person"]
    answers = {group.key: [{owner: {"user": "U1"}}, {owner: "typed"}, {owner: {"user": "U2"}}]}
    assert users_in(form, answers) == {"U1", "U2"}
    assert named(form, answers, {"U1": "One"})[group.key] == [
        {owner: "One"},
        {owner: "typed"},
        {owner: "U2"},
    ]


def test_the_text_above_the_marker_has_the_hash_of_the_footer() -> None:
    above, footer = split(signed("# Title\n\nText", task(), "head"))
    assert above == "# Title\n\nText\n"
    assert footer and f"This document above the line: `sha256:{sha256(above)}`" in footer


def test_the_footer_says_what_was_signed_and_the_history_up_to_there() -> None:
    footer = split(signed("Text\n", task(substance_hash="what"), "head"))[1]
    assert footer and "- What it says: `sha256:what`\n- Task history up to here: `sha256:head`" in footer


def test_a_text_without_a_marker_has_no_footer() -> None:
    assert split("# Title\n") == ("# Title\n", None)


def test_only_the_last_marker_counts() -> None:
    text = f"Typed:\n{MARKER}\n- This document above the line: `sha256:forged`\n"
    above, footer = split(signed(text, task(), "head"))
    assert above == text
    assert footer and "forged" not in footer


def test_a_name_cannot_write_a_footer_of_its_own() -> None:
    name = f"Eve\n{MARKER}\u2028{MARKER}\n- This document above the line: <b>`x`</b>"
    whole = task(signatures=(given(name),))
    assert split(signed("Text\n", whole, "head"))[0] == "Text\n"


def test_user_text_has_no_structure_and_calls_nobody() -> None:
    assert escaped("a *b* [c](d)\n# e | `f` ~g~ !h \\ _i_") == (
        "a \\*b\\* \\[c\\](d) \\# e \\| \\`f\\` \\~g\\~ \\!h \\\\ \\_i\\_"
    )
    assert escaped("@here @channel @everyone @Ada") == "@\u200bhere @\u200bchannel @\u200beveryone @Ada"


async def test_the_days_of_an_author_without_a_zone_are_the_installations_own(
    db: Database, clock: Clock
) -> None:
    desk = Desk(db, clock, in_a_day, zone="Pacific/Auckland")
    dated = TEMPLATE.replace("**Status**", "**Created**: [YYYY-MM-DD]\n**Status**")
    created = await file(desk, template=dated)
    assert "**Created**: 2026-11-24" in await desk.document(created)
    stored = await desk.text(TEAM, created.document_hash)
    shown = (await show(desk, created, GRACE)).document
    assert "**Created**: 2026-11-24" in stored and "**Created**: 2026-11-24" in shown

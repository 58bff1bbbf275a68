"""What Review says before a task is filed, and the list of drafts before one is thrown away."""

from datetime import UTC, date, datetime
from zoneinfo import ZoneInfo

import pytest

from bot.sandbox.checks.view import check_view
from bot.slack import chosen, drafts, review
from bot.tasks.draft import Draft
from bot.template.answers import Answers
from tests.slack.posting.samples import task
from tests.slack.sheets import sheet

TEMPLATE = """\
# [Title]

## Why

[What for]

## Sign-off

- [ ] **Code Reviewer**: Approved
- [ ] **DevOps**
"""


TOKYO = ZoneInfo("Asia/Tokyo")


def saved(answers: Answers) -> Draft:
    at = datetime(2026, 11, 23, tzinfo=UTC)
    return Draft(
        team="T1", owner="U1", template_hash="0" * 64, page=0, id="d", answers=answers, updated_at=at
    )


def hints() -> dict[str, str | None]:
    """What stands below each input of Review, by its label."""
    view = review.review(sheet(TEMPLATE), {}, None)
    check_view(view)
    inputs = [block for block in view["blocks"] if block["type"] == "input"]
    return {each["label"]["text"]: each.get("hint", {}).get("text") for each in inputs}


def test_a_role_says_what_its_person_will_confirm() -> None:
    assert hints()["Signs as Code Reviewer"] == "They confirm: “Approved”"


def test_a_role_without_a_statement_has_no_hint() -> None:
    assert hints()["Signs as DevOps"] is None


def test_a_role_asks_for_a_person_and_what_is_blank_is_said() -> None:
    blocks = str(review.review(sheet(TEMPLATE), {}, None)["blocks"])
    assert "'Choose a person'" in blocks
    assert "'Not filled in:'" in blocks


def test_what_two_sub_headings_ask_alike_is_listed_with_them() -> None:
    blanks = "".join(f"### {name}\n\n**File**: [path]\n\n**Author**: [name]\n\n" for name in ("Unit", "Load"))
    blocks = str(review.missing(sheet(f"# [Title]\n\n## Tests\n\n[Which]\n\n{blanks}")))
    assert "'Tests: Tests, Unit (File, Author), Load (File, Author)'" in blocks


def test_a_draft_is_not_deleted_before_it_is_said_so() -> None:
    form = sheet(TEMPLATE, answers={"title": "Keys"})
    draft = saved(form.answers)
    assert "'What you filled in for “Keys” will be deleted.'" in str(drafts.view([(draft, form)], TOKYO))


def test_a_draft_says_when_it_was_saved_by_its_owners_clock() -> None:
    form = sheet(TEMPLATE)
    assert "(saved 2026-11-23 09:00)" in str(drafts.view([(saved(form.answers), form)], TOKYO))


def test_the_last_page_says_which_signers_are_away() -> None:
    away = "Grace Hopper is away until 2026-11-27; Lin Chen stands in."
    last = review.filed(task(), new=True, away=[away])
    check_view(last)
    assert away in str(last["blocks"])


@pytest.mark.parametrize(
    ("day", "stood", "today", "refused"),
    [
        ("2026-11-22", None, date(2026, 11, 23), True),
        ("2026-11-23", None, date(2026, 11, 23), False),
        ("2026-11-22", "2026-11-22", date(2026, 11, 23), False),
        ("2026-11-22", "2026-11-21", date(2026, 11, 23), True),
        ("2026-11-22", "", date(2026, 11, 23), True),
        ("2026-11-22", None, None, False),
        (None, "2026-11-22", date(2026, 11, 23), False),
    ],
)
def test_a_day_that_has_passed_is_refused_unless_it_stood_there(
    day: str | None, stood: str | None, today: date | None, refused: bool
) -> None:
    said = chosen.why_not_by(sheet(TEMPLATE, plan={"sign_by": day}), stood, today)
    assert (said is not None) is refused

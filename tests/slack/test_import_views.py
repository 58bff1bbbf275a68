"""The modals of an import: views that Slack takes, whatever was given, and what was typed there back."""

from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.sandbox.checks.view import check_view
from bot.slack import ids, import_views
from bot.slack.import_preview import preview
from bot.slack.import_views import FILE, TEMPLATE, TEXT, Given
from bot.slack.request import View
from bot.slack.sheet import Choice
from bot.slack.views import ModalView
from bot.tasks.importing import understood
from bot.template.parse import parse
from tests.slack.sheets import DEFAULT, state_of

FORM = parse(DEFAULT)
BEGUN = Given(begun="b" * 22, channel="C1")
HOSTILE = {
    "one long line": "[" * 990_000,
    "lines without a place": "# T\n\n## Foo\n\n" + "- <!channel> & `x` \U0001f680\n" * 40_000,
    "names": "# T\n\n" + "**Assignee**: <@U0ADA> & \U0001f680\n" * 30_000,
    "items": "# T\n\n## Technical Requirements\n\n### Must Have\n\n" + "- [ ] a\n" * 100_000,
    "roles": "# T\n\n## Sign-Off\n\n" + "- [x] **DevOps**: not needed: \U0001f680\n" * 25_000,
}


def shown(document: str, template: str = DEFAULT, name: str | None = "keys.md") -> ModalView:
    """What is shown of a document."""
    form = FORM if template == DEFAULT else parse(template)
    return preview(form, understood(form, document, []), "d" * 22, "task", name)


def submitted(
    text: str | None = None, files: list[dict[str, Any]] | None = None
) -> tuple[Given, dict[str, str]]:
    """What is understood of a submission."""
    view = import_views.form(BEGUN, ())
    state = state_of(view) | {
        TEXT: {ids.VALUE: {"type": "plain_text_input", "value": text}},
        FILE: {ids.VALUE: {"type": "file_input", "files": files or []}},
    }
    raw = {**view, "id": "V1"}
    return import_views.given_in(
        View(id="V1", hash="h", callback_id=ids.IMPORT, packed=view["private_metadata"], state=state, raw=raw)
    )


@pytest.mark.parametrize("what", HOSTILE)
def test_a_hostile_document_is_shown_in_a_view_that_slack_takes(what: str) -> None:
    check_view(shown(HOSTILE[what]))


def test_a_template_of_hundreds_of_pages_is_shown_in_a_view_that_slack_takes() -> None:
    pages = "".join(f"## {'&' * 200} {n}\n\n**{'<' * 300}**: [text]\n\n" for n in range(300))
    answered = pages.replace("[text]", "said")
    check_view(shown(f"# T\n\n{answered}", f"# [Title]\n\n{pages}"))


@settings(max_examples=60)
@given(st.text(max_size=300), st.text(max_size=80))
def test_any_document_is_shown_in_a_view_that_slack_takes(document: str, name: str) -> None:
    check_view(shown(document.encode("utf-8", "replace").decode(), name=name))


def test_how_many_lines_are_not_shown_is_told() -> None:
    text = str(shown("# T\n\n## Foo\n\n" + "- a\n" * 1_000))
    assert "1,001 lines have no place" in text and "And 961 more." in text


def test_lines_are_shown_as_they_stand_and_ping_nobody() -> None:
    blocks = shown("# T\n\n## <!channel> & *more*\n")["blocks"]
    (lines,) = (block for block in blocks if "preformatted" in str(block))
    assert lines["elements"][0]["elements"][0]["text"] == "3: ## <!channel> & *more*"


@pytest.mark.parametrize("count", [0, 1, 2, 99, 100, 250])
def test_the_form_is_a_view_that_slack_takes_however_many_templates_there_are(count: int) -> None:
    choices = [Choice(name=f"{n}", title=f"{n}" * 80, template_hash=str(n)) for n in range(count)]
    view = import_views.form(BEGUN, choices, "A sentence.")
    check_view(view)
    assert (TEMPLATE in str(view)) == (count > 1)


@pytest.mark.parametrize("text", ["# T", "&" * 3000, "\U0001f680" * 1500])
def test_a_text_that_was_pasted_stands_there_again(text: str) -> None:
    view = import_views.form(BEGUN.model_copy(update={"text": text}), ())
    check_view(view)
    assert text in str(view)


def test_the_page_that_says_reading_is_a_view_that_slack_takes() -> None:
    view = import_views.reading(BEGUN.model_copy(update={"file": "F1"}))
    check_view(view)
    assert "Reading your file…" in str(view)


def test_what_a_button_remembers_gives_the_same_draft() -> None:
    pasted, errors = submitted("# T")
    assert not errors
    known = import_views.given_by(ids.unpack(ids.pack(**pasted.facts())))
    assert known.draft_id == pasted.draft_id


def test_each_document_and_each_form_has_a_draft_of_its_own() -> None:
    one, other, file = submitted("# T"), submitted("# U"), submitted(None, [{"id": "F1", "name": "t.md"}])
    again = one[0].model_copy(update={"begun": "c" * 22})
    assert len({each.draft_id for each in (one[0], other[0], file[0], again)}) == 4


def test_a_file_of_which_slack_says_nothing_yet_is_taken_to_be_asked_for() -> None:
    found, errors = submitted(None, [{"id": "F1", "file_access": "check_file_info"}])
    assert (found.file, errors) == ("F1", {})


@pytest.mark.parametrize("forged", [{}, {"b": 1}, {"f": 7}, {"c": ["C1"]}, {"t": None}, {"x": None}])
def test_facts_that_are_not_ours_are_told(forged: dict[str, Any]) -> None:
    facts = {**BEGUN.facts(), **forged} if forged else {}
    with pytest.raises(ids.NotOurs):
        import_views.given_by(facts)

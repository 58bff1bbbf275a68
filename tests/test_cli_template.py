"""`countersign template`: what it prints of a template, and what it says when it can't."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import bot.template
from bot.cli import app
from bot.template.parse import parse
from bot.template.render import render

ROOT = Path(__file__).parents[1]
DEFAULT = Path(bot.template.__file__).with_name("task.md")
SMALL = "# BUG-0000: [What is wrong]\n\n## Impact\n\n**Severity**: [Low | High]\n**Owner**: [Name]\n"


def template(*words: str, given: str | bytes | None = None) -> Result:
    """What `countersign template …` does with these words and this standard input."""
    return CliRunner().invoke(app, ["template", *words], input=given)


def checked(text: str | bytes) -> dict[str, Any]:
    """The JSON of `check` for a template on standard input."""
    result = template("check", "-", "--json", given=text)
    assert (result.exit_code, result.stderr) == (0, "")
    found: dict[str, Any] = json.loads(result.stdout)
    return found


def rendered(answers: object, *words: str, text: str = SMALL) -> Result:
    """What `render` does with these answers, as JSON on standard input unless they are a string."""
    Path("form.md").write_bytes(text.encode())
    given = answers if isinstance(answers, str) else json.dumps(answers)
    return template("render", "form.md", "--answers", "-", *words, given=given)


def refused(result: Result) -> list[str]:
    """The lines of a refusal: nothing on standard output, exit code 1, no traceback."""
    assert (result.exit_code, result.stdout) == (1, "")
    assert isinstance(result.exception, SystemExit)
    lines = result.stderr.splitlines()
    assert all(line.startswith("countersign: ") for line in lines)
    return [line.removeprefix("countersign: ") for line in lines]


# The default template

DEFAULT_FORM: dict[str, list[str]] = {
    "Basics": [
        "title text!", "type constant", "parent-story text", "sprint text", "story-points choice",
        "priority choice", "status kept", "assignee person", "created kept", "updated kept",
    ],
    "Task Description": ["objective text", "why-this-is-needed text", "scope text"],
    "Technical Requirements": ["must-have checklist", "nice-to-have checklist", "out-of-scope list"],
    "Implementation Steps": ["step group"],
    "Files to Create/Modify": [
        "new-files checklist", "modified-files checklist", "configuration-changes checklist",
    ],
    "Testing Requirements": [
        "unit-tests.file text", "unit-tests code", "unit-tests.test-cases list",
        "integration-tests.file text", "integration-tests code",
        "performance-benchmarks.latency-target text", "performance-benchmarks.throughput-target text",
        "performance-benchmarks.memory-usage text", "performance-benchmarks.cpu-usage text",
    ],
    "Definition of Done": [
        "code checklist", "testing checklist", "documentation checklist", "deployment checklist",
    ],
    "Dependencies": [
        "technical-dependencies.library-package text", "technical-dependencies.aws-service text",
        "technical-dependencies.external-api text", "blocking-tasks tasks", "blocked-tasks tasks",
    ],
    "Architecture Considerations": [
        "design-decisions.decision group", "impact-analysis.performance text",
        "impact-analysis.scalability text", "impact-analysis.cost text", "impact-analysis.security text",
        "impact-analysis.maintainability text", "architectural-patterns-used checklist",
    ],
    "Rollback Plan": [
        "quick-rollback-5-minutes code", "infrastructure-rollback code",
        "data-rollback.backup-location text", "data-rollback.recovery-steps text",
        "data-rollback.validation text",
    ],
    "Monitoring & Observability": [
        "metrics-to-track checklist", "alerts-to-configure checklist", "dashboards-to-update checklist",
        "logging-strategy code",
    ],
    "Security Considerations": [
        "authentication-authorization checklist", "data-protection checklist", "compliance checklist",
        "vulnerability-scanning code",
    ],
    "Estimated Effort": [" table", "story-points text", "fibonacci-scale text"],
    "Success Criteria": [
        "functional-success checklist", "non-functional-success checklist", "quality-success checklist",
    ],
    "Notes & Context": [
        "research-findings list", "technical-debt.created text", "technical-debt.repayment-plan text",
        "future-enhancements list",
    ],
    "Related Links": [
        "parent-story text", "pull-request link", "architecture-docs link", "related-tasks tasks",
    ],
}  # fmt: skip
"""Each page's fields: the key below the page's, the kind, and ! if it is required."""


@pytest.fixture(scope="module")
def default() -> dict[str, Any]:
    """The default template's form, as JSON."""
    return checked(DEFAULT.read_bytes())


def field(form: dict[str, Any], key: str) -> dict[str, Any]:
    found: dict[str, Any]
    (found,) = (each for page in form["pages"] for each in page["fields"] if each["key"] == key)
    return found


def test_the_default_template_has_every_page(default: dict[str, Any]) -> None:
    assert [page["title"] for page in default["pages"]] == list(DEFAULT_FORM)


@pytest.mark.parametrize("number", range(len(DEFAULT_FORM)), ids=list(DEFAULT_FORM))
def test_each_page_of_the_default_template_has_its_fields(default: dict[str, Any], number: int) -> None:
    title, fields = list(DEFAULT_FORM.items())[number]
    page = parse(DEFAULT.read_text("utf-8")).pages[number]
    told = [
        f"{each['key'].removeprefix(page.key).removeprefix('.')} {each['kind']}{'!' * each['required']}"
        for each in default["pages"][number]["fields"]
    ]
    assert told == fields, title


def test_key_title_roles_and_doubts_of_the_default_template_are_told(default: dict[str, Any]) -> None:
    assert (default["key"], default["title"]) == ("TASK-XXX", "Technical Task Title")
    assert default["roles"] == [
        {"role": "Developer", "statement": "Implementation complete"},
        {"role": "Code Reviewer", "statement": "Approved"},
        {"role": "Tech Lead", "statement": "Architecture approved"},
        {"role": "DevOps", "statement": "Deployment verified"},
    ]
    assert default["unsure"] == []


def test_a_field_has_exactly_its_ten_names(default: dict[str, Any]) -> None:
    assert field(default, "priority") == {
        "key": "priority",
        "label": "Priority",
        "kind": "choice",
        "required": False,
        "options": ["P0-Critical", "P1-High", "P2-Medium", "P3-Low"],
        "example": None,
        "default": None,
        "line": 7,
        "repeats": False,
        "fields": [],
    }


def test_a_group_repeats_and_has_the_fields_of_one_item(default: dict[str, Any]) -> None:
    step = field(default, "implementation-steps.step")
    assert step["repeats"]
    assert [each["key"] for each in step["fields"]] == ["title", "code", "subtasks"]
    assert [item["title"] for item in step["default"]][2:] == ["Testing", "Documentation"]


@pytest.mark.parametrize(
    ("key", "example"),
    [
        ("task-description.objective", "Clear, specific technical objective"),
        ("technical-requirements.out-of-scope", ["Explicitly NOT doing X", "Explicitly NOT doing Y"]),
        ("definition-of-done.code", None),
        ("type", None),
    ],
)
def test_what_the_template_shows_is_the_example(default: dict[str, Any], key: str, example: object) -> None:
    assert field(default, key)["example"] == example


# check

DOUBTFUL = "# [Title]\n\n## Goal\n\n- [a]\n\n  ```\n  x\n  ```\n"
"""A list whose item holds more than a line."""


def test_the_key_and_the_title_are_those_of_the_first_heading() -> None:
    form = checked(SMALL)
    assert (form["key"], form["title"]) == ("BUG-XXXX", "What is wrong")


def test_without_a_first_heading_the_title_is_called_title() -> None:
    form = checked("## Goal\n\n[Goal]\n")
    assert (form["key"], form["title"]) == ("TASK-XXX", "Title")


def test_an_empty_template_asks_a_title() -> None:
    assert [each["key"] for page in checked("")["pages"] for each in page["fields"]] == ["title"]


def test_lines_that_were_understood_with_doubt_are_told() -> None:
    doubts = [{"line": each.line, "message": each.message} for each in parse(DOUBTFUL).unsure]
    assert doubts
    assert checked(DOUBTFUL)["unsure"] == doubts


def test_a_person_sees_pages_fields_kinds_and_lines() -> None:
    said = template("check", "-", given=SMALL).stdout
    assert said.startswith("BUG-XXXX: What is wrong\n")
    rows = [[cell.strip() for cell in line.split("│")] for line in said.splitlines()]
    assert ["", "Impact", "", ""] in rows
    assert ["5", "Severity", "choice", "Low | High"] in rows
    assert ["1", "Title", "text, required", "e.g. What is wrong"] in rows


def test_a_person_sees_how_much_is_asked() -> None:
    assert (
        template("check", "-", given=SMALL).stdout.splitlines()[1].strip() == "2 pages, 3 fields to fill in"
    )
    assert "4 roles that sign" in template("check", str(DEFAULT)).stdout


def test_a_person_sees_headings_roles_and_doubts() -> None:
    said = template("check", str(DEFAULT)).stdout
    assert {"Unit Tests", "DevOps", "Architecture approved", "any number; starts as: 4"} <= {
        cell.strip() for line in said.splitlines() for cell in line.split("│")
    }
    assert "line 5: " in template("check", "-", given=DOUBTFUL).stdout


def test_markup_and_emoji_names_in_a_template_are_shown_as_typed() -> None:
    said = template("check", "-", given="# [t]\n\n## [red](x) :smile:\n\n**[b]L**: [/]\n").stdout
    assert "[red](x) :smile:" in said


HOSTILE = "\x1b[31m", "\x1b]0;title\x07", "\x08", "\x9b2J", "\x7f", "\u202e", "\u2028", "\0"


@pytest.mark.parametrize("sign", HOSTILE, ids=ascii)
def test_nothing_in_a_template_steers_the_terminal(sign: str) -> None:
    text = f"# A-000: [t{sign}]\n\n## H{sign}h\n\n**L{sign}l**: [b{sign}b]\n**M**: [x{sign} | y]\n**C**: c{sign}c\n"
    text += f"<!-- form: {sign} -->\n\n## Sign-Off\n\n- [ ] **D{sign}d**: s{sign}s - [Name] - [Date]\n"
    for words in (["check", "-"], ["check", "-", "--json"]):
        said = template(*words, given=text).stdout
        assert all(char.isprintable() for char in said.replace("\n", ""))


def test_a_text_that_steers_nothing_is_shown_whole() -> None:
    said = template("check", "-", given="# [t]\n\n## Prüfung 👩\u200d💻 שלום\n\n**L**: [b]\n").stdout
    assert "Prüfung 👩\u200d💻 שלום" in said


def test_a_terminal_that_lacks_a_character_gets_an_escape() -> None:
    done = alone("check", "-", given="## é→\n\n[x y]\n", PYTHONIOENCODING="latin-1")
    assert (done.returncode, done.stderr) == (0, b"")
    assert "é\\u2192".encode("latin-1") in done.stdout


def test_a_template_of_a_megabyte_is_shown_and_given_back() -> None:
    big = DEFAULT.read_bytes() + b"\n## More\n\n" + (b"Word by word, " * 70 + b"[blank].\n") * 1_010
    assert len(big) > 1_000_000
    assert template("blank", "-", given=big).stdout_bytes == big
    assert template("check", "-", given=big).exit_code == 0


# blank


@pytest.mark.parametrize(
    "text",
    [
        DEFAULT.read_bytes(),
        b"",
        b"\xef\xbb\xbf# TASK-XXX: [Title]\r\n\r\n**A**: [b]\r\n",
        b"# [a]\r**L**: [b]\r\n\n\0 \xe2\x80\xa8 no end",
    ],
    ids=["default", "empty", "byte order mark and CRLF", "odd line breaks"],
)
def test_blank_gives_the_template_byte_for_byte(text: bytes) -> None:
    assert template("blank", "-", given=text).stdout_bytes == text


def test_a_byte_order_mark_hides_no_heading() -> None:
    assert checked(b"\xef\xbb\xbf" + SMALL.encode())["key"] == "BUG-XXXX"


# render


def test_answers_make_the_document() -> None:
    answers: Any = {"title": "Überlauf", "impact.severity": "High"}
    result = rendered(answers)
    assert (result.exit_code, result.stderr) == (0, "")
    assert result.stdout_bytes.decode() == render(parse(SMALL), answers)


def test_answers_are_taken_as_read_gives_them() -> None:
    answers = {"title": "Overflow", "impact.owner": "Ada Lovelace"}
    assert rendered({"answers": answers, "unplaced": []}).stdout == rendered(answers).stdout


def test_lines_that_read_could_not_place_are_not_lost_in_silence() -> None:
    result = rendered({"answers": {"title": "x"}, "unplaced": [{"line": 3, "text": "y"}]})
    assert result.exit_code == 0
    assert (
        result.stderr
        == "countersign: of the answers in standard input, 1 unplaced line is not in this document\n"
    )


def test_unanswered_parts_are_kept_on_demand() -> None:
    answers: Any = {"title": "Overflow"}
    assert rendered(answers, "--blanks", "keep").stdout == render(parse(SMALL), answers, blanks="keep")


def test_line_breaks_of_the_template_are_kept() -> None:
    result = rendered({"title": "x"}, text="# [t]\r\n\r\n## Why\r\n\r\nBecause.\r\n")
    assert result.stdout_bytes.count(b"\r\n") == result.stdout_bytes.count(b"\n") > 0


def test_each_problem_of_the_answers_is_told_in_a_line() -> None:
    assert refused(rendered({"impact.severity": "Huge"})) == [
        "Title: please fill this in. (title)",
        "Severity: choose one of Low, High. (impact.severity)",
    ]


def test_keys_that_nothing_is_asked_by_are_told() -> None:
    step = {"title": "Try", "cod\x1be": "x"}
    lines = refused(
        rendered(
            {"title": "x", "typ": "y", "type": "z", "implementation-steps.step": [step]},
            text=DEFAULT.read_text("utf-8"),
        )
    )
    assert [line.split(":")[0] for line in lines] == ["typ", "type", r"implementation-steps.step[0].cod\x1be"]


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("", "standard input is not JSON: line 1, column 1: Expecting value"),
        ('{"title": x}', "standard input is not JSON: line 1, column 11: Expecting value"),
        ("[]", "standard input holds no answers: "),
        ('"title"', "standard input holds no answers: "),
        ('{"title": "\\ud83d"}', "standard input holds half a character"),
        ("[" * 100_000, "standard input can't be answers: it nests more than 400 levels deep"),
        ("[" * 500 + "]" * 500, "standard input can't be answers: it nests more than 400 levels deep"),
        ("9" * 5000, "standard input can't be answers: "),
    ],
)
def test_what_holds_no_answers_is_told_in_one_line(text: str, why: str) -> None:
    (line,) = refused(rendered(text))
    assert line.startswith(why)


def test_answers_as_deep_as_markdown_lists_are_taken() -> None:
    items: list[Any] = []
    for _ in range(190):
        items = [{"text": "a", "done": False, "items": items}]
    answers = {"title": "x", "definition-of-done.code": items}
    assert rendered(answers, text=DEFAULT.read_text("utf-8")).exit_code == 0


# read


def answered(document: str | bytes, *words: str, text: str = SMALL) -> Result:
    """What `read` says of a document on standard input."""
    Path("form.md").write_bytes(text.encode())
    return template("read", "form.md", "-", *words, given=document)


def test_a_document_gives_its_answers_and_what_answers_nothing() -> None:
    result = answered("# BUG-0007: Overflow\n\n## Impact\n\n**Severity**: High\n\n## Else\n", "--json")
    assert (result.exit_code, result.stderr) == (0, "")
    assert json.loads(result.stdout) == {
        "answers": {"title": "Overflow", "impact.severity": "High"},
        "unplaced": [{"line": 7, "text": "## Else"}],
    }


def test_what_read_gives_renders_to_the_same_document() -> None:
    text = DEFAULT.read_text("utf-8")
    document = rendered({"title": "Überlauf", "priority": "P1-High"}, "--blanks", "keep", text=text)
    found = answered(document.stdout_bytes, "--json", text=text).stdout
    assert json.loads(found)["answers"]["title"] == "Überlauf"
    assert rendered(found, "--blanks", "keep", text=text).stdout_bytes == document.stdout_bytes


def test_a_person_sees_answers_whole_and_the_lines_that_are_none() -> None:
    long = "word " * 100 + "end"
    said = answered(f"# BUG-0007: {long}\n\n## Impact\n\n**Severity**: [red]\n\n## E\x1blse\n").stdout
    assert "".join(said.split()).replace("│", "").count("word") == 100
    assert "[red]" in said
    assert said.endswith("\nNot placed, and in no answer:\n  line 7: ## E\\x1blse\n")


def test_a_person_sees_ticks_and_the_items_of_a_group() -> None:
    text = DEFAULT.read_text("utf-8")
    steps = [{"title": "Try", "subtasks": [{"text": "twice", "done": True, "items": []}]}]
    document = rendered({"title": "x", "implementation-steps.step": steps}, text=text).stdout
    said = answered(document, text=text).stdout
    cells = [line.partition("│")[2].strip() for line in said.splitlines()]
    place = cells.index("1. Title: Try")
    assert cells[place + 1] == "Subtasks: [x] twice"


def test_a_byte_order_mark_of_a_document_is_no_part_of_it() -> None:
    found = json.loads(answered(b"\xef\xbb\xbf# BUG-0007: Overflow\n", "--json").stdout)
    assert found == {"answers": {"title": "Overflow"}, "unplaced": []}


# What can't be read, and wrong use


@pytest.mark.parametrize(
    "command", [["check"], ["check", "--json"], ["blank"], ["render", "--answers", "-"], ["read", "-"]]
)
@pytest.mark.parametrize("name", ["none.md", "folder", "picture.png", "n\x1b[31m\none"])
def test_a_file_that_can_not_be_read_is_told_in_one_line(command: list[str], name: str) -> None:
    Path("folder").mkdir()
    Path("picture.png").write_bytes(b"\x89PNG\r\n\x1a\n\0")
    (line,) = refused(template(*command, name, given="{}"))
    assert line.startswith(name.encode("unicode_escape").decode())
    assert "\x1b" not in line


@pytest.mark.parametrize("command", [["check"], ["blank"], ["render", "--answers", "-"], ["read", "-"]])
def test_of_a_folder_one_file_is_to_be_named(command: list[str]) -> None:
    Path("forms").mkdir()
    assert refused(template(*command, "forms", given="{}")) == ["forms is a folder: name one file"]


def test_the_words_of_an_option_are_told() -> None:
    said = template("render", "a.md", "--answers", "b.json", "--blanks", "lose").stderr
    assert "Invalid value for '--blanks': write keep or drop" in said


def test_standard_input_that_is_no_text_is_told() -> None:
    (line,) = refused(template("blank", "-", given=b"ab\xff"))
    assert line == "standard input is not text in UTF-8: byte 3 can't be read"


def test_a_closed_standard_input_is_told() -> None:
    words = [sys.executable, "-m", "bot", "template", "check", "-"]
    done = subprocess.run(
        ["/bin/sh", "-c", 'exec "$@" <&-', "sh", *words], env=environment(), capture_output=True, timeout=60
    )
    assert (done.returncode, done.stdout) == (1, b"")
    assert done.stderr == b"countersign: standard input can't be read: it is closed\n"


@pytest.mark.parametrize(
    "words",
    [
        ["check"],
        ["check", ""],
        ["blank", "a.md", "b.md"],
        ["blank", "a.md", "--json"],
        ["render", "a.md"],
        ["render", "-", "--answers", "-"],
        ["read", "a.md"],
        ["read", "-", "-"],
        ["render", "a.md", "--answers", "b.json", "--blanks", "lose"],
        ["chek", "a.md"],
    ],
)
def test_wrong_use_ends_with_exit_code_2(words: list[str]) -> None:
    result = template(*words)
    assert (result.exit_code, result.stdout) == (2, "")
    assert "Usage:" in result.stderr


# From outside


def environment(**settings: str) -> dict[str, str]:
    """What a fresh machine has, and these settings."""
    return {"PATH": os.environ["PATH"], "HOME": str(Path.cwd()), "PYTHONPATH": str(ROOT)} | settings


def alone(*words: str, given: str = SMALL, **settings: str) -> subprocess.CompletedProcess[bytes]:
    """`python -m bot template …` in a process of its own."""
    return subprocess.run(
        [sys.executable, "-m", "bot", "template", *words],
        input=given.encode(),
        env=environment(**settings),
        capture_output=True,
        timeout=60,
    )


def test_nothing_of_the_app_is_loaded_for_a_template() -> None:
    done = alone("check", "-", PYTHONPROFILEIMPORTTIME="1")
    loaded = {line.split(b"|")[-1].strip().decode() for line in done.stderr.splitlines()}
    assert {"bot.template.parse", "bot.authoring.shown"} <= loaded
    parts = {name.partition(".")[0] for name in loaded} | {".".join(name.split(".")[:2]) for name in loaded}
    assert not parts & {"slack_bolt", "slack_sdk", "sqlalchemy", "sqlmodel", "aiohttp", "apscheduler"}
    assert not parts & {"bot.slack", "bot.tasks", "bot.reminders", "bot.app", "bot.settings", "bot.sandbox"}


def test_the_default_form_through_pipes_is_the_same_as_from_a_file() -> None:
    done = alone("check", "-", "--json", given=DEFAULT.read_text("utf-8"))
    assert done.stdout.decode() == template("check", str(DEFAULT), "--json").stdout

"""What `template check` is unsure of: a line, and a sentence that says how it was understood."""

from __future__ import annotations

from pathlib import Path

import pytest
from hypothesis import given, settings

from bot.template.parse import parse
from tests.template import strategies as some
from tests.template.conftest import DEFAULT

HEAD = "# [Title]\n\n## Part\n\n"
"""Four lines of a template without doubts; what is doubted begins in line 5."""
FIELD = "**Goal**: [text]\n"


def doubts(text: str) -> list[tuple[int, str]]:
    return [(doubt.line, doubt.message) for doubt in parse(text).unsure]


COMMENTS = [
    (f"<!-- form: requird -->\n{FIELD}", 5, "did you mean “required”?"),
    (f"<!-- form: signoff -->\n{FIELD}", 5, "did you mean “sign-off”?"),
    (f"<!-- form: zzz -->\n{FIELD}", 5, "the words are required, optional, "),
    (f"<!-- form: required, optional -->\n{FIELD}", 5, "“required” and “optional” contradict each other"),
    (f"<!-- form: example default -->\n{FIELD}", 5, "“example” and “default” contradict each other"),
    ("**Goal**: [text] <!-- form: required -->\n", 5, "counts only as a line of its own"),
    (f"<!--\nform: required\n-->\n{FIELD}", 5, "counts only as a line of its own"),
    (f"- [ ] a [text]\n  <!-- form: required -->\n\n{FIELD}", 6, "counts only as a line of its own"),
    (f"{FIELD}\n<!-- form: required -->\n", 7, "there is none"),
    ("<!-- form: required -->\n**Kept**: as it is\n\n" + FIELD, 5, "asks nothing, since it holds no blank"),
    ("<!-- form: person -->\n- [ ] a [text]\n", 5, "is asked as a checklist"),
    ("<!-- form: default -->\n**Day**: [YYYY-MM-DD]\n", 5, "“Day” (date) has nothing that it could start as"),
    (f"<!-- form: sign-off -->\n{FIELD}", 5, "sign-off roles are items with a checkbox"),
    (f"{FIELD}\n```sh\nls\n", 7, "This code block is never closed"),
    (f"{FIELD}\n<!-- what\n\n## More\n", 7, "This comment is never closed"),
]
BLANKS = [
    (f"**Risk**: [Low | {'very ' * 9}high]\n", 5, "has more than 40 characters"),
    ("**Risk**: [Low | High | …]\n", 5, "one of its options is “…”"),
    ("**Risk**: [Low | | High]\n", 5, "one of its options is empty"),
    ("**Risk**: [Low | High | Low]\n", 5, "names an option twice"),
    (f"**City**: [{' | '.join(f'City {n}' for n in range(101))}]\n", 5, "has 101 options"),
    (f"**Risk**: Low | High\n{FIELD}", 5, "of two options only [Low | High], in brackets, is a choice"),
    ("**Risk**: [Low, Medium, High]\n", 5, "as a choice it is [Low | Medium | High]"),
    (f"**Who**: TBD\n{FIELD}", 5, "“Who” is shown with “TBD” in every task"),
    (f"**Done**: [ ]\n{FIELD}", 5, "“Done” is shown with “[ ]” in every task"),
    (f"**Goal**: [what you want\n\n{FIELD}", 5, "The bracket before “what you want” is never closed"),
    (f"**Goal**: [text](role)\n{FIELD}", 5, "“[text]” is taken for a link"),
    (f"[Team]: name\n\n{FIELD}", 5, "“[Team]” is taken for a link"),
    ("**Goal**: [what [and why]]\n", 5, "only the inner ones are a blank"),
    ("**Owner** [name]\n", 5, "“Owner” is no label, so this is asked as one text"),
    ("Owner: [name]\nTeam: [team]\n", 5, "a label is bold and has a colon, **Owner**: [text]"),
    (f"> Say [what] you want.\n\n{FIELD}", 5, "blanks inside a quotation are none"),
    (f"<div>\n[what]\n</div>\n\n{FIELD}", 5, "blanks inside HTML are none"),
    (f"[ ] read it\n\n{FIELD}", 5, "A checkbox counts only in a list"),
    (f"**Time**: ___ minutes\n{FIELD}", 5, "a blank has four underscores or more"),
    (f"**Where**: here\n**Down?** Yes\n{FIELD}", 5, "“Down?” is shown as a part of “Where”"),
]
BLOCKS = [
    (f"Think of:\n\n- cost\n- noise\n\n{FIELD}", 7, "This list is shown as help and not asked"),
    ("- [ ] Send 10% there\n- [ ] Send 50% there\n", 5, "“Send 10% there” is taken for an example"),
    ("1. Go to '...'\n2. See the error\n", 5, "“Go to '...'” is in every new task as it stands"),
    ("- a\n\n  more of [it]\n", 5, "This list is asked as one text"),
    (f"| a | b |\n|---|---|\n| c | d |\n\n{FIELD}", 5, "This table is shown and not asked"),
    ("| a |   |\n|---|---|\n|   |   |\n", 5, "Column 2 of this table has no header"),
    (f"| a | b |\n|---|---|\n| x | [y | n] |\n\n{FIELD}", 7, "write \\| for a bar inside a cell"),
    (
        "| a | b |\n|---|---|\n| x | [n h] |\n| Total | [n h] |\n| Grand total | [n h] |\n",
        9,
        "“Total” and “Grand total” are asked and not computed",
    ),
]
SECTIONS = [
    (f"{FIELD}\n**Good**\n-\n\n**Bad**: [text]\n", 7, "is a heading, since the - below underlines it"),
    (f"{FIELD}\n# More\n\n{FIELD}", 7, "A second heading with one # is taken for a section"),
    (f"{FIELD}{FIELD}", 6, "A second field is called “Goal”, like that in line 5"),
    (
        f"**Owner**: [name]\n\n## More\n\n**Assignee**: [name]\n{FIELD}",
        9,
        "Lists and filters go by “Owner” in line 5",
    ),
    (f"{FIELD}\n## Notes [optional]\n", 7, "“[optional]” in this heading is asked like any blank"),
    (
        "### Phase 1\n\n**Plan**: [a b]\n\n### Phase 2\n\n**Look**: [a b]\n",
        9,
        "“Phase 2” is one more item of the group",
    ),
    (f"{FIELD}\n## Sign-Off\n\nAsk the lead.\n", 7, "Nobody signs by “Sign-Off”"),
    (f"{FIELD}\n## Sign-Off\n\n- [ ] Dev\n- [ ] Dev\n", 9, "Two roles are called “Dev”"),
    (f"{FIELD}\n## Sign-Off\n\n- [ ] I have read all of this\n", 9, "is taken for the name of a role"),
    (f"{FIELD}\n## Sign-Off\n\n- [ ] Dev\n\n**Until**: [YYYY-MM-DD]\n", 11, "it stands among those who sign"),
]


@pytest.mark.parametrize(("text", "line", "message"), [*COMMENTS, *BLANKS, *BLOCKS, *SECTIONS])
def test_what_was_understood_with_doubt_is_told_with_its_line(text: str, line: int, message: str) -> None:
    found = doubts(HEAD + text)
    assert any(message in told and at == line for at, told in found), found


FILES = [
    ("", 1, "The file is empty"),
    ("\x89PNG\0\0", 1, "is it a Markdown file?"),
    ("```\n# [Title]\n\n## Goal\n```\n", 1, "The whole file is one code block"),
    ("# [Title]\n\nRead this.\n\n## Links\n\n- <https://example.org>\n", 1, "Nothing but a title is asked"),
    ("# [T]\n\n## A\n\n**B**: c\n**D**: e\n**F**: g\n\n## H\n\nTo do.\n", 5, "seems to be filled in already"),
    (f"## Goal\n\n{FIELD}", 1, "the file has no heading with one #: begin with `# [Title]`"),
    (f"## Goal\n\n{FIELD}\n# Late\n", 5, "its heading with one # is not the first"),
    (f"# Report\n\n## Goal\n\n{FIELD}", 1, "goes behind “Report”"),
    (
        f"# [T]\n\n**Status**: Draft\n\n## Goal\n\n{FIELD}",
        3,
        "the bot keeps it by itself if it is written as a choice",
    ),
    (f"# [T]\n\n**Created**: [when]\n\n## Goal\n\n{FIELD}", 3, "if it is written as [YYYY-MM-DD]"),
    (
        f"# [T]\n\nOwner: [name]\n\n## Goal\n\n{FIELD}",
        3,
        "“Owner” is no label, so this is shown and not asked",
    ),
    (
        f"# [T]\n\nWritten by [name].\n\n## Goal\n\n{FIELD}",
        3,
        "A blank in prose above the first section is shown",
    ),
    (f"<!-- form: optional -->\n# [T]\n\n## Goal\n\n{FIELD}", 1, "the title is always required"),
]


@pytest.mark.parametrize(("text", "line", "message"), FILES)
def test_a_doubt_about_the_whole_file_is_told(text: str, line: int, message: str) -> None:
    found = doubts(text)
    assert any(message in told and at == line for at, told in found), found


@pytest.mark.parametrize(("text", "line", "message"), [*COMMENTS, *BLANKS, *BLOCKS, *SECTIONS, *FILES])
def test_one_mistake_is_told_in_few_sentences(text: str, line: int, message: str) -> None:
    found = doubts(text if (text, line, message) in FILES else HEAD + text)
    assert len(found) <= 2, found
    assert all(told.endswith((".", "?")) and "\n" not in told for _, told in found)


GOOD = [
    DEFAULT,
    f"{HEAD}<!-- form: required -->\n{FIELD}",
    f"{HEAD}<!-- form: default -->\n- [ ] Send 10% there\n- [ ] Send 50% there\n",
    f"{HEAD}<!-- form: skip -->\n| a | b |\n|---|---|\n| c | d |\n\n{FIELD}",
    f"{HEAD}<!-- form: skip -->\n**Kept**: [as it is]\n{FIELD}",
    f"{HEAD}<!-- form: person -->\n**Cook**: [name]\n",
    f"{HEAD}{FIELD}\n<!-- form: skip -->\n## Rules\n\nKnow [them].\n",
    f"{HEAD}{FIELD}\n<!-- form: sign-off -->\n## People\n\n- [ ] Ada\n",
    f"{HEAD}<!-- form: required -->\n### Step 1: [do]\n\n### Step 2: [do]\n",
    f"{HEAD}[a link](https://example.org) and [another][1].\n\n{FIELD}\n[1]: https://example.org\n",
    f"{HEAD}```md\n<!-- form: nothing -->\n```\n",
    f"{HEAD}**Who**: Ada [name], a\\[0], `[x y` and a[i]\n",
]


@pytest.mark.parametrize("text", GOOD)
def test_a_good_template_is_understood_without_doubt(text: str) -> None:
    assert doubts(text) == []


def test_the_readme_is_told_to_be_no_template() -> None:
    assert doubts((Path(__file__).parents[2] / "README.md").read_text("utf-8"))


def test_doubts_come_in_the_order_of_the_lines() -> None:
    lines = [line for line, _ in doubts(HEAD + "".join(text for text, *_ in [*BLANKS[5:9], *BLOCKS]))]
    assert lines == sorted(lines)
    assert len(lines) > 5


@settings(deadline=None, max_examples=100, derandomize=True)
@given(some.any_text | some.templates)
def test_any_text_may_be_doubted(text: str) -> None:
    lines = [line for line, _ in doubts(text)]
    assert all(0 < line <= max(1, text.count("\n") + text.count("\r")) + 1 for line in lines)

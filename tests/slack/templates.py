"""Templates and answers to try the views with: any text, what is near to a template, and the very large."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from hypothesis import strategies as st

from bot.template.form import Form
from tests.template import strategies as some

NAMES = [
    *[
        "Goal",
        "Owner",
        "Link",
        "Due date",
        "a\tb",
        "\u202eright to left",
        "é",
        "&<>\"'",
        "<!channel> @here",
        "C++",
    ],
    *[
        "!!!",
        "🙂",
        "\u200b",
        "\u00a0",
        "\u2028",
        "\x07",
        "***",
        "`x`",
        "#",
        "1.",
        "(none)",
        "İ",
        "x" * 10_000,
    ],
    *["🙂" * 2500, "&" * 3000, "<" * 76, "🙂" * 76, "y" * 151, "long name " * 30],
]
"""What a heading, a label, a role or a blank may be called."""

names = st.sampled_from(NAMES) | st.text(st.characters(exclude_categories=["Cs", "Cc"]), max_size=5)
few = st.integers(1, 4)
many = few | st.sampled_from([5, 7, 11, 13, 30, 31, 101, 110, 250, 1100])

PARTS: Mapping[str, str] = {
    "title": "# TASK-XXX: [{name}]\n\n",
    "statuses": "**Status**: [{name} | {name} done]\n\n",
    "pages": "## {name} {n}\n\n[{name}]\n\n",
    "prose": "## {name} {n}\n\n{name}, then [{name}] and {name}.\n\n",
    "empty": "## {name} {n}\n\n",
    "guidance": "## {name} {n}\n\n{name}\n\n- [ ] [{name}]\n\n",
    "labels": "**{name} {n}**: [{name}]\n\n",
    "constants": "**{name} {n}**: {name}\n\n",
    "dates": "**{name} {n}**: [YYYY-MM-DD]\n\n",
    "people": "**Owner {name} {n}**: [Name]\n\n",
    "sub-headings": "### {name} {n}\n\n**{name}**: [{name}]\n\n",
    "lists": "### {name} {n}\n\n- [ ] {name}\n- [ ] [{name}]\n\n",
    "code": "**{name} {n}**:\n\n```{name}\n{name}\n```\n\n",
    "steps": "### Step {n}: [{name}]\n\n**{name}**: [{name}]\n\n**Files**:\n\n- [ ] [{name}]\n\n",
    "required": "<!-- form: required -->\n**{name} {n}**: [{name} | {name} b]\n\n",
}
"""What stands in a large template, once or many times over, by name and number."""


@st.composite
def repeated(draw: st.DrawFn) -> str:
    """One part of a template, as often as it may be."""
    part, name = draw(st.sampled_from(sorted(PARTS.values()))), draw(names)
    count = draw(many if len(name) < 200 else few)
    return "".join(part.replace("{name}", name).replace("{n}", str(n)) for n in range(count))


@st.composite
def choices(draw: st.DrawFn) -> str:
    """A choice of few or of very many."""
    name, option = draw(names), draw(names)[:34]
    options = [f"{option} {n}" for n in range(draw(many))]
    return f"**{name}**: [{' | '.join(options)}]\n\n"


@st.composite
def tables(draw: st.DrawFn) -> str:
    """A table with a value to fill in for each row, few or very many."""
    name = draw(names)
    rows = "".join(f"| {name} {n} | [{name}] |\n" for n in range(draw(many if len(name) < 200 else few)))
    return f"### {name}\n\n| What | Target |\n|---|---|\n{rows}| Total | [{name}] |\n\n"


@st.composite
def sign_off(draw: st.DrawFn) -> str:
    """Roles, few or very many, with or without a statement."""
    role, says = draw(names), draw(st.sampled_from([": agrees", ""]) | names.map(": {}".format))
    count = draw(many if len(role) + len(says) < 200 else few)
    return "## Sign-Off\n\n" + "".join(f"- [ ] **{role} {n}**{says}\n" for n in range(count)) + "\n"


pieces = st.one_of(repeated(), choices(), tables(), st.sampled_from(some.BLOCKS))
large = st.tuples(st.lists(pieces, min_size=1, max_size=6).map("".join), st.just("") | sign_off()).map(
    "".join
)
templates = st.one_of(some.any_text, some.templates, large)
"""Any template."""

LONG = [
    "long " * 20_000,
    "🙂" * 30_000,
    "🙂" * 3000,
    "x" * 3000,
    "x" * 3001,
    "&" * 2999,
    "\0",
    "\r\n",
    " ",
    "\ud800",
]
said = st.sampled_from(LONG) | some.typed
typed = st.sampled_from([text[:3000] for text in LONG]) | some.typed.map(lambda text: text[:3000])
"""What an input may hold."""
json = st.recursive(
    st.none() | st.booleans() | st.integers() | said,
    lambda below: (
        st.lists(below, max_size=3)
        | st.dictionaries(st.sampled_from(["text", "items", "done", "user", "language"]), below, max_size=3)
    ),
    max_leaves=6,
)
wrong = json.filter(lambda value: isinstance(value, str | list | dict))
"""What an old draft may hold: of any shape that an answer has."""


@st.composite
def answers(draw: st.DrawFn, form: Form, *, wild: bool = True) -> dict[str, Any]:
    """Answers to some of a form's fields; `wild` ones are of any length and any shape."""
    given = {}
    for field in draw(st.lists(st.sampled_from(list(form.asked())), max_size=6)):
        fitting = some.values(field)
        given[field.key] = draw(fitting | said | wrong if wild else fitting)
    if wild and draw(st.booleans()):
        given |= dict.fromkeys([field.key for field in form.asked()][:20], draw(said))
    return given


def sampled(count: int) -> Iterator[int]:
    """Some of so many screens: the first ones, one in the middle, the last."""
    yield from sorted({*range(min(count, 4)), count // 2, *range(max(0, count - 2), count)})

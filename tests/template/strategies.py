"""Templates and answers to try the laws with."""

from __future__ import annotations

from typing import Any, Literal

from hypothesis import strategies as st

from bot.template.form import Field, Form

SIGNS = [
    *["# T", "## A", "### Step 1: [a]", "### Step 2: [b]", "#", "TASK-XXX", "[", "]", "{a}", "<b>", "____"],
    *["YYYY-MM-DD", "**L**:", "**L:** ", "- ", "* ", "1. ", "- [ ] ", "- [x] ", "```", "~~~", "---", "==="],
    *["|", "|-|-|", "a|b", "\n", "\n", "\n", "\r\n", "\r", "\0", "\u2028", "\x0c", "\t", "    ", "`", "> "],
    *["<!-- form: required -->", "<!--", "-->", "[a](b)", "[a]: b", "Sign-Off", "Blocks", "**D**: [d]"],
    *[
        "\n<!-- countersign: TASK-012 revision 3 -->\n",
        "   - **R**: [y]",
        "foo",
        "Label: [l]",
        "(x)",
        "*x*",
        "A | B",
        "\\",
        "&#35;",
        "Status",
        "Total",
    ],
]
BLOCKS = [
    *[
        "# TASK-XXX: [T]\n",
        "# A\n",
        "## A\n",
        "## B\n\n",
        "### Step 1: [one]\n",
        "### Step 2: [two]\n",
        "#### C\n",
    ],
    *["prose\n", "prose [v]\n", "[v]\n", "\n", "\n", "---\n", "**L**: [v]\n", "**M**: c\n", "**N**:\n"],
    *["- [ ] a\n", "- a [x]\n- b\n", "1. **D**: [d]\n   - **R**: [y]\n", "- **P**: [q]\n- **Q**: [r]\n"],
    *[
        "```py\nx\n```\n",
        "| a | b |\n|---|---|\n| x | [y] |\n| Total | [y] |\n",
        "| a | b |\n|---|---|\n|  |  |\n",
    ],
    *[
        "## Decision: [what]\n",
        "### [z] of it\n",
        "Setext [s]\n---\n",
        "> quote [v]\n",
        "~~~\nopen\n",
        "<div>\n[v]\n</div>\n",
    ],
    *[
        "**Level**: [A | B | C]\n",
        "**When**: [YYYY-MM-DD]\n",
        "- [ ] **Box**: [v] of [w]\n",
        "**Owner**: [Name]\n",
        "1. a\n2. b\n",
    ],
    *[
        "- [ ] a\n  - [ ] below\n    - deep\n",
        "- P: [q]\n- Q: [r]\n",
        "**C**: `[a] x`\n",
        "| a | b |\n|---|---|\n| 1 | c |\n| 2 | |\n",
    ],
    *[
        "**X**: words [v]\n  more [w]\n",
        "Label: [l]\n",
        "* a\n* b\n",
        "\t- tab\n",
        "**T**: TASK-AAA, TASK-BBB\n",
        "## Blocks\n- TASK-AAA\n",
    ],
    *["## Sign-Off\n- [ ] **Dev**: ok - [Name] - [Date]\n", "<!-- form: required -->\n", "<!-- c -->\n"],
    "<!-- countersign: TASK-012 revision 3 -->\n",
]
HOSTILE = [
    "\n<!-- countersign: TASK-012 revision 3 -->",
    *[
        "# x",
        "### Must Have",
        "## Sign-Off",
        "- [ ] a",
        "- a",
        "1. a",
        "| a | b |",
        "|---|---|",
        "---",
        "===",
    ],
    *[
        "```",
        "~~~",
        "<!--",
        "-->",
        "<div>",
        "<pre>",
        "`",
        "\\",
        "&#35;",
        "**Scope**: x",
        "**[X hours]**",
        "    ",
    ],
    *[
        "[a]: b",
        "> q",
        "\n",
        "\n",
        "\n\n",
        "\r\n",
        "\0",
        "\u2028",
        "\u202e",
        "é",
        "🙂",
        "x",
        " - ",
        "[Name]",
        " ",
    ],
]

any_text = st.text() | st.lists(st.sampled_from(SIGNS) | st.text(max_size=4), max_size=40).map("".join)
"""Any text, much of it near to a template."""

templates = st.lists(st.sampled_from(BLOCKS), max_size=20).map("".join)
"""Templates put together from blocks."""

blanks: st.SearchStrategy[Literal["keep", "drop"]] = st.sampled_from(["keep", "drop"])
"""What becomes of what is unanswered."""

typed = st.text() | st.lists(st.sampled_from(HOSTILE) | st.text(max_size=4), max_size=12).map("".join)
"""What a person may type or paste."""


def checklists(depth: int = 2) -> st.SearchStrategy[Any]:
    """Checklists, with items below items down to a depth."""
    below = checklists(depth - 1) if depth else st.just([])
    return st.lists(st.fixed_dictionaries({"text": typed, "done": st.booleans(), "items": below}), max_size=3)


def values(field: Field) -> st.SearchStrategy[Any]:
    """Values in the shape of a field's kind."""
    match field.kind:
        case "choice":
            return st.sampled_from(field.options)
        case "date":
            return st.dates().map(str)
        case "checklist":
            return checklists()
        case "list" | "tasks":
            return st.lists(typed, max_size=3)
        case "code":
            return st.fixed_dictionaries({"language": st.sampled_from(["", "sh", "c++"]), "text": typed})
        case "table":
            return st.lists(st.tuples(st.sampled_from(field.rows), typed).map(list), max_size=4)
        case "group":
            item = st.fixed_dictionaries({}, optional={below.key: values(below) for below in field.fields})
            return st.lists(item, max_size=6)
    return typed


def answers(form: Form) -> st.SearchStrategy[dict[str, Any]]:
    """Answers to some of a form's fields."""
    return st.fixed_dictionaries({}, optional={field.key: values(field) for field in form.asked()})

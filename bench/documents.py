"""The documents that the template room is measured with: templates and filled documents at once."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Document:
    """A text of any size: something that is said over and over."""

    name: str
    unit: str
    before: str = ""
    """What stands once, at the beginning."""

    def text(self, size: int) -> str:
        """The text with so many characters, or a few less."""
        return self.before + self.unit * ((size - len(self.before)) // len(self.unit))


LABELLED = "**Objective**: [what it is for]\n\n"
DOCUMENTS = (
    Document("plain", "## Section\n\n**Label**: [what it says]\n\nSome prose.\n\n- [ ] one\n- [ ] two\n\n"),
    Document("small sections", "## A\n"),
    Document("sections of two levels", "## A\n\n### B\n\n[text]\n\n"),
    Document("one paragraph", "some words and a [blank] now and then\n"),
    Document("labels", LABELLED),
    Document("labels with nothing after them", "**Objective**:\n\n"),
    Document("items with labels", "- Owner: [name]\n- **Reviewer**: [name]\n"),
    Document("one checklist", "- [ ] a thing to do\n"),
    Document("many lists", "+ one\n- two\n"),
    Document("list levels", "".join("  " * level + "- [ ] x\n" for level in range(9)) + "\n"),
    Document(
        "more list levels than Markdown reads", "".join("  " * level + "- x\n" for level in range(12)) + "\n"
    ),
    Document("nested quotes", "> " * 15 + "x\n\n"),
    Document("one table", "| a row | [value] |\n", "| name | value |\n|---|---|\n"),
    Document("wide tables", "|" + " a |" * 40 + "\n|" + "-|" * 40 + "\n|" + " [b] |" * 40 + "\n\n"),
    Document("numbered sections", "### Step 1: [what]\n\n**Do**: [this]\n\n"),
    Document("numbered items", "1. **Decision**: [what]\n   - **Reason**: [why]\n"),
    Document("code fences", "```sh\nmake\n```\n\n"),
    Document("unclosed fences", "```` sh\nmake\n\n"),
    Document("unclosed comments", "a <!-- b\n\n"),
    Document("comments and rules", "<!-- a comment -->\n\n---\n\n"),
    Document("brackets", "[" * 2_000 + "]" * 2_000 + "\n\n"),
    Document("backticks", "`a ``b ```c\n\n"),
    Document("stars", "**a" * 500 + "\n\n"),
    Document("sign-off lines", "- [ ] **Developer**: done - [Name] - [Date]\n", "## Sign-Off\n\n"),
)

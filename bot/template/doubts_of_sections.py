"""Doubts about the file as a whole, its headings, and who signs."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterator

from bot.template.field import Field, Unsure
from bot.template.layout import Repeat, Section, Signature, Still, Title
from bot.template.roles import is_sign_off
from bot.template.seen import Placed, Seen, short
from bot.template.whole_item import keys_in

KEPT = {
    "status": "a choice of two or more, [Open | Done]",
    "created": "[YYYY-MM-DD]",
    "updated": "[YYYY-MM-DD]",
}
FEEDS = {
    "choice": ("priority", "severity"),
    "person": ("assignee", "owner"),
}
"""By kind, the labels of what lists show and filter by."""
SAID_OF = re.compile(
    r"optional|required|mandatory|if (?:applicable|needed|any|relevant)|draft|wip", re.IGNORECASE
)
LONGEST_ROLE = 4
"""Words of what is surely a role and not a sentence."""


def whole_file(seen: Seen) -> Iterator[Unsure]:
    """A file of which nothing can be asked."""
    told = [block for block in seen.blocks if block.kind != "other"]
    asked = [field for field in seen.fields if field.asked]
    if not seen.template.strip():
        yield seen.on(0, "The file is empty, so only a title is asked.")
    elif "\0" in seen.template:
        yield seen.on(0, "The file holds characters that no text has: is it a Markdown file?")
    elif len(told) == 1 and told[0].kind == "fence":
        yield seen.on(
            told[0].first,
            "The whole file is one code block, so nothing in it is asked: take away the ``` of its first and last line.",
        )
    elif len(asked) == 1 and not seen.roles:
        yield seen.on(0, "Nothing but a title is asked: write [text] where an answer goes.")
    elif len(seen.constants) > 2 and not _has_blanks(asked[1:]):
        yield seen.on(
            seen.constants[0].line - 1,
            "The file seems to be filled in already: what stands behind its labels is shown in every task, and not "
            "asked; write [text] where an answer goes.",
        )


def _has_blanks(asked: list[Field]) -> bool:
    return any(field.placeholder or field.options or field.example for field in asked)


def title(seen: Seen) -> Iterator[Unsure]:
    """A title that is asked without a blank of its own, and further first-level headings."""
    tops = [block for block in seen.blocks if block.kind == "heading" and block.level == 1]
    part = next((each.part for each in seen.parts if isinstance(each.part, Title)), None)
    if part is None or not seen.template.strip():
        return
    if part.key is None or part.hole is None:
        few = "The title that is asked goes above the first line, since "
        why = "the file has no heading with one #"
        if tops:
            why = (
                "several headings have one #" if len(tops) > 1 else "its heading with one # is not the first"
            )
        yield seen.on(
            tops[0].first if tops else 0, f"{few}{why}: begin with `# [Title]` to say where it goes."
        )
    elif part.hole.start == part.hole.end:
        text = short(seen.source.line(tops[0].first).lstrip("# "))
        yield seen.at(
            part.start,
            f"The title that is asked goes behind “{text}”: write [Title] into this heading to say where it goes.",
        )
    if part.key is not None:
        for block in tops[1:]:
            yield seen.on(
                block.first,
                "A second heading with one # is taken for a section: give the sections ##, and one # to the title alone.",
            )


def kept(seen: Seen) -> Iterator[Unsure]:
    """Status and dates before the first section which the bot does not keep."""
    if not any(isinstance(each.part, Section) for each in seen.parts):
        return
    for field in seen.pages[0].fields:
        wanted = KEPT.get(field.label.strip().casefold())
        if wanted and field.kind != "kept":
            done = (
                "shown as it is in every task" if field.kind == "constant" else "asked like any other field"
            )
            yield seen.on(
                field.line - 1,
                f"“{field.label}” is {done}: the bot keeps it by itself if it is written as {wanted}.",
            )


def equal_names(seen: Seen) -> Iterator[Unsure]:
    """Two fields that a person, or a list, can't tell apart."""
    asked = [field for page in seen.pages for field in page.fields if field.asked]
    for kind, labels in FEEDS.items():
        feeding = [
            field for field in asked if field.kind == kind and field.label.strip().casefold() in labels
        ]
        for field in feeding[1:]:
            yield seen.on(
                field.line - 1,
                f"Lists and filters go by “{feeding[0].label}” in line {feeding[0].line}, and not by this "
                f"“{field.label}”.",
            )
    for page in seen.pages:
        first: dict[tuple[str | None, str], Field] = {}
        for field in (field for field in page.fields if field.asked):
            known = first.setdefault((field.heading, field.label), field)
            if known is not field:
                yield seen.on(
                    field.line - 1,
                    f"A second field is called “{field.label}”, like that in line {known.line}: a label in bold "
                    "above it, or another one, tells them apart.",
                )


def _sections(seen: Seen) -> Iterator[tuple[Section, Placed]]:
    for each in seen.parts:
        if isinstance(each.part, Section):
            yield each.part, each


def optional_headings(seen: Seen) -> Iterator[Unsure]:
    """A blank in a heading that only says something of its section."""
    for section, each in _sections(seen):
        for field in each.fields:
            if SAID_OF.fullmatch(field.placeholder):
                yield seen.at(
                    section.start,
                    f"“[{field.placeholder}]” in this heading is asked like any blank: write ({field.placeholder}), in "
                    "parentheses, to have it only shown.",
                )


def underlined(seen: Seen) -> Iterator[Unsure]:
    """A label that became a heading, since an empty item below underlines it."""
    for block in seen.blocks:
        if block.kind == "heading" and block.end > block.first + 1:
            text, line = seen.source.line(block.first).strip(), seen.source.line(block.end - 1).strip()
            if len(line) < 3 and text[:2] in ("**", "__"):
                yield seen.on(
                    block.first,
                    f"“{short(text)}” is a heading, since the {line} below underlines it: put an empty line between.",
                )


def joined(seen: Seen) -> Iterator[Unsure]:
    """Headings that became one group though they ask for different things."""
    for each in seen.parts:
        if isinstance(each.part, Repeat) and each.part.items[0].heading:
            first, *others = each.part.items
            strange = next(
                (one for one in others if keys_in(first) and not keys_in(first) & keys_in(one)), None
            )
            if strange is not None:
                yield seen.at(
                    strange.start,
                    f"“{short(strange.title)}” is one more item of the group that begins with “{short(first.title)}”, "
                    "since their headings differ only in a number, though they ask for different things: word the "
                    "headings differently to keep them apart.",
                )


def roles(seen: Seen) -> Iterator[Unsure]:
    """Roles that are named twice, or that read like a sentence."""
    count = Counter(role.role for role in seen.roles)
    for role in seen.roles:
        if count[role.role] > 1:
            yield seen.on(
                role.line - 1, f"Two roles are called “{short(role.role)}”: give one of them another name."
            )
        if len(role.role.split()) > LONGEST_ROLE and not role.statement:
            yield seen.on(
                role.line - 1,
                f"“{short(role.role)}” is taken for the name of a role: write `- [ ] **Role**: what is signed`.",
            )


def not_signed(seen: Seen) -> Iterator[Unsure]:
    """A section for sign-offs without roles, and what stands beside roles and is not asked."""
    for section, _ in _sections(seen):
        signed = any(isinstance(part, Signature) for part in section.parts)
        if is_sign_off(section.title) and not signed and not section.stays:
            yield seen.at(
                section.start,
                f"Nobody signs by “{short(section.title)}”, since it has no item with a checkbox: write a line such as "
                "`- [ ] **Role**: what is signed - [Name] - [Date]` for each who signs.",
            )
        for part in section.parts if signed else ():
            if isinstance(part, Still) and seen.blanks.find(part.start, part.end):
                yield seen.at(
                    seen.begin(part),
                    "This is shown and not asked, since it stands among those who sign: put it elsewhere.",
                )

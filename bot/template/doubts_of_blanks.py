"""Doubts about blanks: what looks like one and is none, and what is asked in another way than it looks."""

from __future__ import annotations

import re
from collections.abc import Iterator

from bot.template.blanks import code_spans
from bot.template.blocks import Block
from bot.template.field import Field, Unsure
from bot.template.layout import Body, Line, Still
from bot.template.seen import Placed, Seen, every, short

MOST_OPTIONS = 100
"""Slack: a select offers at most 100 options."""
LONGEST_OPTION = 40
NO_PROSE = tuple("-*+<`~|>#")
"""What a list, code, a table or the like begins with."""
AROUND = "[]{}<>`*_() \t\r\n"
BARE = re.compile(r"[^|\[\]{}]{1,40}\|[^|\[\]{}]{1,40}")
STANDS_FOR = re.compile(
    r"\[[ xX]?\]|…|\.{2,}|_{1,3}|-{1,3}|\?+|tbd|tba|todo|n/?a|\[\d+\]|xxx+", re.IGNORECASE
)
DEFINITION = re.compile(r"^ *(?:[-*+] +)?\[(?P<text>[^\[\]^!][^\[\]]*)\]:[ \t]+(?P<to>\S+)", re.MULTILINE)
LINK = re.compile(r"(?<!!)\[(?P<text>[^\[\]]+)\]\((?P<to>[^()\s]*)\)")
ADDRESS = re.compile(r"[/.#:@<]")
NESTED = re.compile(r"\[[^\W\d_][^\[\]\r\n]{0,80}\[[^\[\]\r\n]{1,80}\][^\[\]\r\n]{0,80}\](?!\()")
SHORT_LINE = re.compile(r"(?<!\S)_{2,3}(?!\S)")
BOX = re.compile(r"^[ \t]*\[[ xX]\][ \t]+\S", re.MULTILINE)
PLAIN_LABEL = re.compile(r"^[ \t]*(?P<label>[A-Z][\w '/&-]{0,40}):[ \t]+[\[{<_]", re.MULTILINE)
BOLD_LABEL = re.compile(r"^[ \t]*(?:\*\*|__)(?P<label>[^*_\r\n]+)(?:\*\*|__)[ \t]+[\[{<(*_]", re.MULTILINE)
LATER_BOLD = re.compile(r"^[ \t]*(?:\*\*|__)(?P<label>[^*_\r\n]+)(?:\*\*|__)", re.MULTILINE)
IN_SQUARE = re.compile(r"(?<![\]\w\\!])\[(?P<text>[^\W\d_][^\[\]]{1,200})\](?![(\[:])")


def _asked(seen: Seen) -> Iterator[tuple[Field, str, int]]:
    """The blanks that are asked, each with its field, as it stands in the template and where."""
    for each in seen.parts:
        if isinstance(each.part, Line):
            for hole, field in zip(each.part.holes, each.fields, strict=False):
                yield field, seen.template[hole.start : hole.end], hole.start
        elif isinstance(each.part, Body):
            yield from ((field, seen.text(each.part), each.part.start) for field in each.fields)


def long_options(seen: Seen) -> Iterator[Unsure]:
    """Options that made a text of a choice."""
    for field, raw, place in _asked(seen):
        parts = [part.strip(AROUND) for part in raw.split("|")]
        if field.kind not in ("text", "link", "person") or len(parts) < 2:
            continue
        odd = next((part for part in parts if part in ("", "…", "...") or len(part) > LONGEST_OPTION), None)
        if odd is not None:
            why = (
                f"the option “{short(odd)}” has more than {LONGEST_OPTION} characters"
                if len(odd) > 3
                else (f"one of its options is “{odd}”" if odd else "one of its options is empty")
            )
            yield seen.at(
                place, f"“{field.label}” is asked as text and not as a choice, since {why}: mend that option."
            )


def many_options(seen: Seen) -> Iterator[Unsure]:
    """Options that Slack can't show, or that say the same."""
    for field, raw, place in _asked(seen):
        if field.kind not in ("choice", "kept"):
            continue
        if len(field.options) > MOST_OPTIONS:
            yield seen.at(
                place,
                f"“{field.label}” has {len(field.options)} options, and Slack shows at most {MOST_OPTIONS} in one "
                "select: say it with fewer.",
            )
        listed = raw.count("|") + 1
        if "|" in raw and listed > len(field.options):
            yield seen.at(place, f"“{field.label}” names an option twice: it is offered once.")


def bare_options(seen: Seen) -> Iterator[Unsure]:
    """Two options without brackets, which are no choice."""
    for field in seen.constants:
        if BARE.fullmatch(field.text):
            yield seen.on(
                field.line - 1,
                f"“{field.label}” is shown and not asked: of two options only [{field.text}], in brackets, is a choice.",
            )


def listed_by_commas(seen: Seen) -> Iterator[Unsure]:
    """Options parted by commas, which are a text."""
    for field, raw, place in _asked(seen):
        parts = [part.strip(AROUND) for part in raw.split(",")]
        if field.kind == "text" and len(parts) > 2 and all(re.fullmatch(r"[A-Z]\w*", part) for part in parts):
            yield seen.at(
                place, f"“{field.label}” is asked as text: as a choice it is [{' | '.join(parts)}]."
            )


def stands_for_nothing(seen: Seen) -> Iterator[Unsure]:
    """A constant that was surely meant as a blank."""
    for field in seen.constants:
        if STANDS_FOR.fullmatch(field.text):
            yield seen.on(
                field.line - 1,
                f"“{field.label}” is shown with “{field.text}” in every task, since that is no blank: write [text], "
                "or nothing after the colon, to have it asked.",
            )

        elif match := SHORT_LINE.search(field.text):
            yield seen.on(
                field.line - 1,
                f"“{match[0]}” in “{field.label}” is no blank, so this is shown and not asked: a blank has four "
                "underscores or more.",
            )


def unclosed(seen: Seen) -> Iterator[Unsure]:
    """A bracket that is opened and not closed."""
    for each in seen.parts:
        if not isinstance(each.part, Still):
            continue
        text = _without_code(seen.template, each.part.start, each.part.end)
        place = text.rfind("[")
        rest = text[place + 1 :]
        opened = place >= 0 and "]" not in rest and text[place - 1 : place] != "\\" and rest[:1].isalpha()
        if opened and text.lstrip()[:1] not in ("<", "`", "~", "|"):
            yield seen.at(
                each.part.start + place,
                f"The bracket before “{short(rest)}” is never closed, so this is shown and not asked: put a ] where "
                "the blank ends.",
            )


def _without_code(text: str, start: int, end: int) -> str:
    """A stretch of text with spaces in place of its code spans."""
    pieces, at = [], start
    for a, b in code_spans(text, start, end):
        pieces += [text[at:a], " " * (b - a)]
        at = b
    return "".join((*pieces, text[at:end]))


def link_by_chance(seen: Seen) -> Iterator[Unsure]:
    """A blank that Markdown takes for a link, though what it leads to is no address."""
    stills = ((each.part.start, each.part.end) for each in seen.parts if isinstance(each.part, Still))
    for start, end in stills:
        text = _without_code(seen.template, start, end)
        for rule in (DEFINITION, LINK):
            for match in rule.finditer(text):
                if not ADDRESS.search(match["to"]):
                    yield seen.at(
                        start + match.start("text"),
                        f"“[{short(match['text'])}]” is taken for a link and not for a blank, since "
                        f"“{short(match[0][match.end('text') + 1 - match.start() :])}” follows it: put a space or a word between.",
                    )


def in_each_other(seen: Seen) -> Iterator[Unsure]:
    """Brackets inside brackets."""
    for each in seen.parts:
        if isinstance(each.part, Line | Still | Body):
            text = _without_code(seen.template, each.part.start, each.part.end)
            if match := NESTED.search(text):
                yield seen.at(
                    each.part.start + match.start(),
                    f"Of brackets inside brackets, as in “{short(match[0])}”, only the inner ones are a blank: write "
                    "parentheses inside.",
                )


def without_colon(seen: Seen) -> Iterator[Unsure]:
    """A label that is none, since it is not bold or has no colon."""
    for each in seen.parts:
        if not _is_prose(seen, each):
            continue
        text = _without_code(seen.template, each.part.start, each.part.end)
        shown = (
            "shown and not asked" if isinstance(each.part, Still) else "asked as one text, with all around it"
        )
        if match := BOLD_LABEL.search(text) or PLAIN_LABEL.search(text):
            label = match["label"].strip()
            yield seen.at(
                each.part.start + match.start("label"),
                f"“{short(label)}” is no label, so this is {shown}: a label is bold and has a colon, "
                f"**{short(label)}**: [text].",
            )
        elif isinstance(each.part, Still) and len(each.above) == 1 and _blanks_in(seen, each.part):
            yield seen.at(
                seen.begin(each.part),
                "A blank in prose above the first section is shown and not asked: give it a label, **Label**: [text].",
            )


def without_marker(seen: Seen) -> Iterator[Unsure]:
    """A checkbox that is no item of a list, and a bold line that became part of the constant above it."""
    for each in seen.parts:
        if isinstance(each.part, Still | Body) and (match := BOX.search(seen.text(each.part))):
            yield seen.at(
                each.part.start + match.end() - len(match[0].lstrip()),
                "A checkbox counts only in a list: write - [ ] with a text behind it.",
            )
    for field in seen.constants:
        if match := LATER_BOLD.search(field.text):
            label = short(match["label"])
            yield seen.on(
                field.line - 1,
                f"“{label}” is shown as a part of “{field.label}”, since it has no colon: write **{label}**: for a label "
                "of its own.",
            )


def _is_prose(seen: Seen, each: Placed) -> bool:
    shown = isinstance(each.part, Still) and not each.part.holds
    asked = isinstance(each.part, Body) and all(field.kind == "markdown" for field in each.fields)
    text = seen.text(each.part).lstrip()
    return (shown or asked) and (BOLD_LABEL.match(text) is not None or text[:1] not in NO_PROSE)


def _blanks_in(seen: Seen, part: Still) -> bool:
    text = seen.text(part).lstrip()
    return not part.holds and text[:1] not in ("<", "`", "~") and bool(seen.blanks.find(part.start, part.end))


def in_quotes(seen: Seen) -> Iterator[Unsure]:
    """Blanks where none is looked for."""
    for block in every(seen.blocks):
        if block.kind in ("quote", "html") and (match := IN_SQUARE.search(_shown(seen, block))):
            where = "a quotation" if block.kind == "quote" else "HTML"
            yield seen.on(
                block.first,
                f"“[{short(match['text'])}]” is shown and not asked, since blanks inside {where} are none: put it below, "
                "after an empty line.",
            )


def _shown(seen: Seen, block: Block) -> str:
    lines = (seen.source.line(number) for number in range(block.first, block.end))
    return re.sub(r"<!--.*?(?:-->|\Z)", "", "\n".join(lines), flags=re.DOTALL)

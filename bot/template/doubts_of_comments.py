"""Doubts about override comments, and about what was opened and never closed."""

from __future__ import annotations

import re
from collections.abc import Iterator
from difflib import get_close_matches

from bot.template.blocks import Block
from bot.template.field import Field, Unsure
from bot.template.layout import Gap, Lead, Note, Part, Section, Signature, Still, Title
from bot.template.overrides import KNOWN, Overrides, words_of
from bot.template.seen import Placed, Seen, every, short

ATTEMPT = re.compile(r"<!--[ \t\r\n]*forms?[ \t]*:", re.IGNORECASE)
AGAINST = (("required", "optional"), ("example", "default"), ("required", "skip"), ("person", "sign-off"))
FAR = 3
"""How many parts below an override are looked at for what it is for."""
STARTS = frozenset(
    ["text", "markdown", "link", "choice", "list", "checklist", "tasks", "code", "table", "group"]
)
"""The kinds that can start as answered."""
FENCE = re.compile(r"[ \t>]*(`{3,}|~{3,})[ \t]*")


def _overrides(seen: Seen) -> Iterator[tuple[Block, frozenset[str]]]:
    """The override comments that count, each with its words."""
    for block in seen.blocks:
        alone = block.kind == "html" and block.end == block.first + 1
        if alone and (words := words_of(seen.source.line(block.first))):
            yield block, words


def strange_words(seen: Seen) -> Iterator[Unsure]:
    """A word that is none of the known ones."""
    for block, words in _overrides(seen):
        for word in sorted(words - set(KNOWN)):
            near = get_close_matches(word, KNOWN, 1, 0.5)
            meant = f"did you mean “{near[0]}”?" if near else f"the words are {', '.join(KNOWN)}."
            yield seen.on(
                block.first, f"“{short(word)}” says nothing in a form comment and was passed over: {meant}"
            )


def contradictions(seen: Seen) -> Iterator[Unsure]:
    """Two words that can't both be meant."""
    for block, words in _overrides(seen):
        for one, other in AGAINST:
            if {one, other} <= words:
                yield seen.on(
                    block.first, f"“{one}” and “{other}” contradict each other here: leave one of them out."
                )


def misplaced(seen: Seen) -> Iterator[Unsure]:
    """A comment that looks like an override and is none."""
    counted = {block.first for block, _ in _overrides(seen)}
    code = {
        line
        for block in every(seen.blocks)
        if block.kind in ("fence", "indented") or (block.kind == "other" and block.first == 0)
        for line in range(block.first, block.end)
    }
    for match in ATTEMPT.finditer(seen.template):
        doubt = seen.at(
            match.start(),
            "This form comment changes nothing: it counts only as a line of its own that is not indented, such "
            "as `<!-- form: required -->`, above what it is for.",
        )
        if doubt.line - 1 not in counted | code:
            yield doubt


def without_use(seen: Seen) -> Iterator[Unsure]:
    """An override with nothing to hold for."""
    overrides = Overrides(seen.source, seen.blocks)
    for block, words in _overrides(seen):
        above = not overrides.below(block)
        for word in sorted(words & set(KNOWN)):
            if reason := _no_use(seen, block, word, _target(seen, block, word, above=above)):
                yield seen.on(block.first, f"“{word}” changes nothing here: {reason}")


def _target(seen: Seen, block: Block, word: str, *, above: bool) -> list[Placed]:
    """What an override is for: the part below it and, as far as that asks nothing, what comes after it in its
    section. `above`: it stands above a heading, and is for the section."""
    found: list[Placed] = []
    stop = len(seen.template)
    for number in range(seen.after(seen.source.starts[block.end]), len(seen.parts)):
        each = seen.parts[number]
        if isinstance(each.part, Gap | Note | Lead):
            continue
        if (isinstance(each.part, Section) and not above) or each.part.end > stop:
            break
        if above and not found:
            stop = each.part.end
        found.append(each)
        if word != "sign-off" and (each.fields or len(found) == FAR):
            break
    return found


def _no_use(seen: Seen, block: Block, word: str, target: list[Placed]) -> str | None:
    if target and isinstance(target[0].part, Title):
        return "the title is always required."
    if word == "skip" and target:
        stays = [each.part for each in target[:1] if not each.fields or isinstance(each.part, Section)]
        return None if stays else "what follows is kept by the bot."
    if word == "sign-off":
        signed = any(isinstance(each.part, Signature) for each in target)
        return None if signed else "sign-off roles are items with a checkbox, `- [ ] **Role**: statement`."
    if target and isinstance(target[0].part, Still) and target[0].part.holds:
        return _nothing(seen, target)
    field = next((field for each in target for field in each.fields if _first_asked(each, target)), None)
    if field is None:
        return _nothing(seen, target)
    return _wrong_kind(word, field)


def _first_asked(each: Placed, target: list[Placed]) -> bool:
    return all(isinstance(one.part, Still | Section) for one in target[: target.index(each)])


def _nothing(seen: Seen, target: list[Placed]) -> str:
    first: Part | None = target[0].part if target else None
    if isinstance(first, Still):
        return f"“{short(seen.text(first))}” asks nothing, since it holds no blank such as [text]."
    return "it is for the field on the line below, and there is none."


def _wrong_kind(word: str, field: Field) -> str | None:
    if word == "person" and field.kind != "person":
        return (
            f"“{field.label}” is asked as a {field.kind}, and only a blank of one line can ask for a person."
        )
    if word == "default" and (field.kind not in STARTS or field.default is None):
        return f"“{field.label}” ({field.kind}) has nothing that it could start as."
    return None


def unclosed(seen: Seen) -> Iterator[Unsure]:
    """A code block or a comment that goes on to the end of the file."""
    for block in seen.blocks:
        if block.end < seen.source.count and any(
            not seen.source.is_blank(n) for n in range(block.end, seen.source.count)
        ):
            continue
        last = seen.source.line(block.end - 1)
        if block.kind == "fence" and (block.end == block.first + 1 or not FENCE.fullmatch(last)):
            yield seen.on(
                block.first,
                "This code block is never closed, so everything below belongs to it: end it with ```.",
            )
        if block.kind == "html":
            text = "\n".join(seen.source.line(number) for number in range(block.first, block.end))
            if "<!--" in text and "-->" not in text.rpartition("<!--")[2]:
                yield seen.on(
                    block.first,
                    "This comment is never closed, so everything below belongs to it: end it with -->.",
                )

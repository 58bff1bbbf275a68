"""What stands between a heading and the next one -> its parts, and the fields that they ask."""

from __future__ import annotations

import re

from bot.template.blocks import Block
from bot.template.groups import numbered_items
from bot.template.harvest import Harvest, Place
from bot.template.items import is_labelled, read_items, read_list
from bot.template.layout import Code, Lead, Note, Part, Rule, Span, Still
from bot.template.paragraphs import Entry, labelled, paragraph_entries, prose, without_comment_marks
from bot.template.tables import read_table

COMMENT = re.compile(r"\s*<!--.*-->\s*", re.DOTALL)


def read_body(harvest: Harvest, place: Place, blocks: list[Block]) -> list[Part]:
    """The parts of what stands between a heading and the next one."""
    reader = BodyReader(harvest, place, _labelled_runs(harvest, blocks))
    for block in blocks:
        reader.read(block)
    reader.settle()
    return reader.parts


def _labelled_runs(harvest: Harvest, blocks: list[Block]) -> dict[int, bool]:
    """For lists that only override comments part, by the first line of each: whether all their items together
    are labels with blanks, as they are to whoever wrote them as one list."""
    runs: dict[int, list[Block]] = {}
    for above, note, below in zip(blocks, blocks[1:], blocks[2:], strict=False):
        tight = above.end == note.first and note.end == below.first and above.kind == below.kind
        if tight and above.kind in ("bullets", "numbers") and harvest.overrides.is_one(note):
            run = runs.setdefault(above.first, [above])
            run.append(below)
            runs[below.first] = run
    told: dict[int, bool] = {}
    for run in runs.values():
        if run[0].first not in told:
            labelled = is_labelled(
                harvest, [item for block in run for item in read_items(harvest.source, block)]
            )
            told |= {block.first: labelled for block in run}
    return told


class BodyReader:
    """Reads the blocks below a heading, one after the other."""

    def __init__(self, harvest: Harvest, place: Place, labelled: dict[int, bool]) -> None:
        self.parts: list[Part] = []
        self._harvest = harvest
        self._place = place
        self._labelled_runs = labelled
        self._lead: Entry | None = None
        """A label with nothing after it, which names the block that follows."""
        self._prose = False
        """Whether the block before was prose."""

    def read(self, block: Block) -> None:
        """Takes the next block."""
        was_prose, self._prose = self._prose, False
        match block.kind:
            case "paragraph":
                self._paragraph(block)
            case "bullets" | "numbers":
                self._list(block, prose=was_prose)
            case "fence":
                self._fence(block)
            case "table":
                self.parts += read_table(self._harvest, self._place, block, self._named())
            case "html":
                self._html(block)
            case "rule":
                self.settle()
                self.parts.append(Rule(*self._reach(block)))
            case "heading":
                self.settle()
                self._harvest.words = frozenset()
            case _:
                self._guide(block)

    def settle(self) -> None:
        """Nothing came that the last label could name: then it asks for a text of its own."""
        lead, self._lead = self._lead, None
        if lead and lead.label is not None and lead.colon:
            starts = self._harvest.source.starts
            span = Span(starts[lead.first], starts[lead.end])
            place = self._place
            self.parts.append(labelled(self._harvest, place, lead.label, span, lead.value, lead.first))

    def _reach(self, block: Block) -> tuple[int, int]:
        starts = self._harvest.source.starts
        return starts[block.first], starts[block.end]

    def _named(self) -> str | None:
        """The name that the label above gives to the next block."""
        lead, self._lead = self._lead, None
        if lead is None:
            return None
        starts = self._harvest.source.starts
        self.parts.append(Lead(starts[lead.first], starts[lead.end]))
        return lead.label

    def _paragraph(self, block: Block) -> None:
        entries = paragraph_entries(self._harvest.source, block)
        if self._lead and entries[0].label is None:
            lead, self._lead = self._lead, None
            value = Span(entries[0].value.start, entries[0].value.end)
            self._labelled(Entry(lead.label, lead.first, entries[0].end, value))
            entries = entries[1:]
        for entry in entries:
            self.settle()
            if entry.label is None:
                self.parts.append(prose(self._harvest, self._place, entry))
                self._prose = True
            elif entry.value.start >= entry.value.end:
                self._lead = entry
            else:
                self._labelled(entry)

    def _labelled(self, entry: Entry) -> None:
        starts = self._harvest.source.starts
        span = Span(starts[entry.first], starts[entry.end])
        label = entry.label or ""
        self.parts.append(labelled(self._harvest, self._place, label, span, entry.value, entry.first))

    def _list(self, block: Block, *, prose: bool) -> None:
        name = self._named()
        items = read_items(self._harvest.source, block)
        if name is None and (group := numbered_items(self._harvest, self._place, block, items)):
            self.parts.append(group)
        else:
            labelled = self._labelled_runs.get(block.first)
            self.parts += read_list(self._harvest, self._place, block, name, prose=prose, labelled=labelled)

    def _fence(self, block: Block) -> None:
        if "skip" in self._harvest.words:
            self._stand(block)
            return
        if self._place.header:
            self._guide(block)
            return
        source, words = self._harvest.source, self._harvest.words
        start, end = self._reach(block)
        closed = block.end > block.first + 1 and source.line(block.end - 1).strip(" \t`~") == ""
        text = "\n".join(source.line(number) for number in range(block.first + 1, block.end - closed))
        language = block.info.split()[0] if block.info.split() else ""
        shown = {"language": language, "text": text}
        field = self._harvest.add(
            self._place,
            self._named(),
            "code",
            block.first,
            language=language,
            example=None if "default" in words else shown,
            default=shown if "default" in words else None,
            multiline=True,
        )
        self.parts.append(Code(start, end, field.key))

    def _html(self, block: Block) -> None:
        words = self._harvest.overrides.below(block)
        text = self._harvest.source.text[slice(*self._reach(block))]
        if self._harvest.overrides.is_one(block) or COMMENT.fullmatch(text):
            self.settle()
            self.parts.append(Note(*self._reach(block)))
            if words:
                self._harvest.words |= words
            elif not self._harvest.overrides.is_one(block):
                self._harvest.guidance.append(without_comment_marks(text))
        else:
            self._guide(block)

    def _stand(self, block: Block) -> None:
        """Something that stays in every document and is not asked, as the comment above it says."""
        self.settle()
        self._harvest.words = frozenset()
        self.parts.append(Still(*self._reach(block), holds=True))

    def _guide(self, block: Block) -> None:
        """Something that is shown and not asked."""
        if "skip" in self._harvest.words:
            self._stand(block)
            return
        self.settle()
        start, end = self._reach(block)
        if block.kind != "other":
            self._harvest.guidance.append(self._harvest.source.text[start:end].strip())
        self.parts.append(Still(start, end, holds=False))

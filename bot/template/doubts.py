"""What was understood with doubt: everything of which a template's author would say "that's not what I meant"."""

from __future__ import annotations

from collections.abc import Sequence

from bot.template import doubts_of_blanks as blanks
from bot.template import doubts_of_blocks as blocks
from bot.template import doubts_of_comments as comments
from bot.template import doubts_of_sections as sections
from bot.template.field import Page, Role, Unsure
from bot.template.layout import Section
from bot.template.seen import Seen

RULES = (
    comments.strange_words,
    comments.contradictions,
    comments.misplaced,
    comments.without_use,
    comments.unclosed,
    blanks.long_options,
    blanks.many_options,
    blanks.bare_options,
    blanks.listed_by_commas,
    blanks.stands_for_nothing,
    blanks.unclosed,
    blanks.link_by_chance,
    blanks.in_each_other,
    blanks.without_colon,
    blanks.without_marker,
    blanks.in_quotes,
    blocks.guidance,
    blocks.numbered_examples,
    blocks.open_defaults,
    blocks.whole_lists,
    blocks.silent_tables,
    blocks.nameless_columns,
    blocks.parted_cells,
    blocks.totals,
    sections.whole_file,
    sections.title,
    sections.kept,
    sections.equal_names,
    sections.optional_headings,
    sections.underlined,
    sections.joined,
    sections.roles,
    sections.not_signed,
)


def doubts(
    template: str, layout: Section, pages: Sequence[Page], roles: Sequence[Role]
) -> tuple[Unsure, ...]:
    """Each a sentence that says how a line was understood, and how to say it otherwise; in order of the lines."""
    seen = Seen(template, layout, pages, roles)
    found = dict.fromkeys((doubt.line, doubt.message) for rule in RULES for doubt in rule(seen))
    return tuple(Unsure(line=line, message=message) for line, message in sorted(found))

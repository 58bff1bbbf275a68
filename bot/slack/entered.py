"""A form with what stands in the view that was pressed. Pure."""

from __future__ import annotations

from bot.slack import chosen, moved, views
from bot.slack.request import View
from bot.slack.sheet import Sheet
from bot.slack.touched import touched


def entered(sheet: Sheet, view: View | None) -> Sheet:
    """The form with what stands in the view: what was touched there, or all of it, where that is all that is
    left of what somebody typed, or may be.
    """
    if view is None:
        return sheet
    state = view.state if _is_all_there_is(sheet, view) else touched(view, sheet.plan)
    answers = views.answers_of(sheet, view.state, state)
    group = moved.group(sheet.form, sheet.answers, view.state, sheet.drawn)
    note = moved.note(group) if group and answers != sheet.answers else ""
    plan = chosen.plan_of(sheet, state, view.facts.get(chosen.STOOD))
    return sheet.model_copy(update={"answers": answers, "plan": plan, "note": sheet.note or note})


def _is_all_there_is(sheet: Sheet, view: View) -> bool:
    """Whether nothing is saved. An edit's first page shows what the task says, which nobody typed there, unless
    its draft was discarded.
    """
    return not sheet.saved and (sheet.edits is None or bool(view.facts.get("k")))

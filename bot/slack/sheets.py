"""Forms under way, saved with every press."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from typing import Any

from bot.slack import views
from bot.slack.beginnings import Beginnings
from bot.slack.entered import entered
from bot.slack.forms import Offered
from bot.slack.request import Request
from bot.slack.sheet import Sheet
from bot.slack.touched import noted, touched
from bot.tasks.draft import Draft, Merged, id_after
from bot.tasks.turning import own

Step = Callable[[Sheet, Sheet], Sheet]
"""What a press makes of a form: (as it is saved, with what stands in the view too) -> as it is saved next,
at the screen that follows. Pure; it is asked again with what is saved at the moment of writing."""

LATE = (
    "{} was filed in the meantime, without what was typed here. That was kept in a new draft, "
    "which begins with what was filed: this one."
)
LATE_EDIT = (
    "Your edit of {} was saved in the meantime, without what was typed here. That was kept in a new edit: "
    "this one."
)


class Sheets(Beginnings):
    """Finds what a person is filling in, and saves it. A draft gets its row with its first save."""

    async def turn(self, request: Request, sheet: Sheet, to: Offered) -> Sheet:
        """The first page by another template, what stands in the view saved first. A form that nobody has
        typed in yet begins with the other template, and leaves no draft behind.
        """
        if not sheet.saved and views.answers_of(sheet, request.modal.state) == sheet.answers:
            others = len(await self._desk.drafts(request.team, request.user))
            blank = self.blank(sheet.draft_id, sheet.origin, to)
            return blank.model_copy(update={"others": others})
        saved = await self.save_view(request, sheet, 0)
        if saved.task_id is not None:
            return saved
        draft = await self._desk.save_draft(
            request.team, request.user, saved.draft_id, template_hash=to.hash, answers={}, page=0
        )
        return (await self.of_draft(draft)).model_copy(update={"note": saved.note})

    async def save_view(self, request: Request, sheet: Sheet, screen: int) -> Sheet:
        """Saves what stands in the view, unchecked, and goes to another screen."""
        return await self.save(request, sheet, lambda _, entered: entered.at(screen))

    async def stays(self, request: Request, sheet: Sheet) -> None:
        """The view is not drawn anew, since something is wrong in it: what was changed there is its own from
        now on, also when it is changed back.
        """
        view = request.modal

        def own_now(_: Sheet, entered: Sheet) -> Sheet:
            return entered.model_copy(update={"plan": noted(entered.plan, touched(view, entered.plan))})

        await self.save(request, sheet, own_now)

    async def save(self, request: Request, sheet: Sheet, step: Step, source: str | None = None) -> Sheet:
        """Saves what stands in the view, and what the press makes of it.

        A draft that has its row is read and written in one transaction, and only what was touched in this
        view is written, so that two windows on the same draft don't undo each other. What was typed after
        the draft was filed becomes a new one.
        """
        done = step(sheet, entered(sheet, request.view))

        def merge(answers: Mapping[str, Any], plan: Mapping[str, Any]) -> Merged:
            nonlocal done
            stored = sheet.model_copy(update={"answers": own(answers), "plan": dict(plan), "saved": True})
            done = step(stored, entered(stored, request.view))
            return Merged({**answers, **done.answers}, done.plan, done.step)

        draft = await self._desk.save_draft(
            request.team,
            request.user,
            sheet.draft_id,
            template_hash=sheet.template_hash,
            answers=done.answers,
            page=done.step,
            origin_channel=sheet.origin,
            source=source,
            plan=done.plan,
            merge=merge,
            edits=sheet.edits.task_id if sheet.edits else None,
            base_revision=sheet.edits.base if sheet.edits else None,
            admin=request.user in self._admins,
        )
        if draft.task_id is not None:
            return await self._after_filing(request, sheet, draft, step)
        return (await self.of_draft(draft)).model_copy(update={"note": done.note})

    async def _after_filing(self, request: Request, sheet: Sheet, draft: Draft, step: Step) -> Sheet:
        """The filed draft, or a new one with what was typed too late for it; of an edit also what was chosen on
        Review.
        """
        filed = (await self.as_drawn(draft, sheet.template_hash)).model_copy(update={"drawn": sheet.drawn})
        late = entered(filed, request.view)
        if late.answers == filed.answers and (sheet.edits is None or late.plan == filed.plan):
            return filed
        begun = await self._begun_after(request, filed.model_copy(update={"edits": sheet.edits}))
        return await self.save(request, begun, step)

    async def _begun_after(self, request: Request, filed: Sheet) -> Sheet:
        """What a new draft begins with, for what is typed too late for this one. A new edit begins with what the
        page was drawn for, so that nothing that was changed since is overwritten.
        """
        after = id_after(filed.draft_id)
        if filed.edits:
            begun = await self.edit_again(request.team, request.user, after, filed.edits)
            late = LATE_EDIT.format(filed.edits.key)
            return begun.model_copy(update={"drawn": filed.drawn, "saved": True, "note": late})
        task = await self._desk.task(request.team, filed.task_id or 0)
        note = LATE.format(task.key if task else "The task")
        return filed.model_copy(update={"draft_id": after, "task_id": None, "note": note})

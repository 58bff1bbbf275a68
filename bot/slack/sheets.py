"""Forms under way: from a view or a draft, and saved."""

from __future__ import annotations

import secrets
from collections.abc import Callable, Mapping
from typing import Any

from bot.slack import ids, views
from bot.slack.entered import entered
from bot.slack.forms import Forms, Offered
from bot.slack.request import Request, View
from bot.slack.sheet import Choice, Edit, Sheet
from bot.slack.touched import noted, touched
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft, Merged, id_after
from bot.tasks.errors import DraftGone
from bot.tasks.task import Task
from bot.tasks.turning import own, turned
from bot.template.answers import Answers, start
from bot.template.form import Form

Step = Callable[[Sheet, Sheet], Sheet]
"""What a press makes of a form: (as it is saved, with what stands in the view too) -> as it is saved next,
at the screen that follows. Pure; it is asked again with what is saved at the moment of writing."""

DISCARDED = (
    "This draft was discarded in the meantime. What stood on this page was kept as a new draft; "
    "the other pages begin anew."
)
DISCARDED_EDIT = (
    "This edit was discarded in the meantime. What stood on this page was kept as a new one; the other pages "
    "show what the task said in revision {}."
)
LATE = (
    "{} was filed in the meantime, without what was typed here. That was kept in a new draft, "
    "which begins with what was filed: this one."
)
LATE_EDIT = (
    "Your edit of {} was saved in the meantime, without what was typed here. That was kept in a new edit: "
    "this one."
)


class Sheets:
    """Finds and saves what a person is filling in. A draft gets its row with its first save."""

    def __init__(
        self, desk: Desk, forms: Forms, fallback: str | None, admins: frozenset[str] = frozenset()
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._fallback = fallback
        self._admins = admins

    def blank(self, draft_id: str, origin: str | None, offered: Offered | None = None) -> Sheet:
        """A new form of this template, or of the first; nothing is saved."""
        template = offered or self._forms.first
        return self._new(draft_id, template.hash, template.form, origin)

    async def blank_of(self, draft_id: str, template_hash: str, origin: str | None) -> Sheet:
        """A new form of a template that was once in use; nothing is saved. NotOurs if there was none."""
        try:
            form = await self._forms.of(template_hash)
        except KeyError:
            raise ids.NotOurs("no template with this hash") from None
        return self._new(draft_id, template_hash, form, origin)

    def _new(self, draft_id: str, template_hash: str, form: Form, origin: str | None) -> Sheet:
        return Sheet(
            draft_id=draft_id,
            template_hash=template_hash,
            form=form,
            answers=start(form),
            nonce=secrets.token_hex(4),
            fallback=self._fallback,
            origin=origin,
            choices=self.choices(),
        )

    def edit(self, draft_id: str, task: Task, base: int, form: Form, answers: Answers) -> Sheet:
        """A new edit of the task, which begins with what this revision said; nothing is saved."""
        return Sheet(
            draft_id=draft_id,
            edits=Edit(task_id=task.id, key=task.key, base=base, stands=task.revision),
            template_hash=task.template_hash,
            form=form,
            answers=answers,
            nonce=secrets.token_hex(4),
        )

    async def _edit_again(self, team: str, user: str, draft_id: str, begun: Mapping[str, Any]) -> Sheet:
        """The same, out of what a view remembers of it. NotOurs if it doesn't fit; what the desk refuses."""
        task_id, base = ids.number(dict(begun), "t"), ids.number(dict(begun), "r")
        task = await self._desk.task(team, task_id)
        if task is None or task.key != begun.get("k"):
            raise ids.NotOurs("an edit of another task")
        admin = user in self._admins
        form, answers = await self._desk.edits.base(team, user, task_id, base, admin=admin)
        return self.edit(draft_id, task, base, form, answers)

    def choices(self) -> tuple[Choice, ...]:
        """The templates that there are now."""
        return tuple(
            Choice(name=each.name, title=each.title, template_hash=each.hash) for each in self._forms.offered
        )

    async def of_draft(self, draft: Draft) -> Sheet:
        """The form as it was saved, at the screen where the person left it."""
        edits = await self._edited(draft)
        return Sheet(
            draft_id=draft.id,
            edits=edits,
            template_hash=draft.template_hash,
            form=await self._forms.of(draft.template_hash),
            answers=own(draft.answers),
            nonce=secrets.token_hex(4),
            fallback=self._fallback,
            origin=draft.origin_channel,
            plan=draft.plan,
            task_id=draft.task_id,
            saved=True,
            choices=() if edits else self.choices(),
        ).at_step(draft.page)

    async def _edited(self, draft: Draft) -> Edit | None:
        """The task that the draft changes, as it stands now; None for a new one's."""
        if draft.edits is None:
            return None
        task = await self._desk.task(draft.team, draft.edits)
        if task is None:
            raise DraftGone(draft.id)
        base = draft.base_revision or task.revision
        return Edit(task_id=task.id, key=task.key, base=base, stands=task.revision)

    async def of_view(self, team: str, user: str, view: View) -> Sheet:
        """The form that a view shows: as saved, or as it began if nothing was saved yet.

        One that was discarded meanwhile begins anew with what stands in this view; one that was turned to
        another template in another window is turned back, so that what is pressed on is what is saved.
        NotOurs for a view that this app did not draw; that the draft is another's is found when it is saved.
        """
        facts = view.facts
        draft_id, step = ids.text(facts, "d"), ids.number(facts, "s")
        draft = await self._desk.draft(team, user, draft_id)
        if draft is not None:
            if draft.edits != _task_of(facts):
                raise ids.NotOurs("an edit of another task")
            sheet = await self._as_drawn(draft, ids.text(facts, "t"))
            drawn = {"drawn": facts.get("n") or 0, "edits": _drawn_for(sheet.edits, facts)}
            return sheet.at_step(step).model_copy(update=drawn)
        if edit := facts.get("e"):
            sheet = await self._edit_again(team, user, draft_id, edit)
            gone = DISCARDED_EDIT.format(edit["r"])
        else:
            sheet = await self.blank_of(draft_id, ids.text(facts, "t"), facts.get("c"))
            gone = DISCARDED
        return sheet.at_step(step).model_copy(update={"note": gone if facts.get("k") else ""})

    async def _as_drawn(self, draft: Draft, template_hash: str) -> Sheet:
        """The draft by the template that its view was drawn with; an edit's stays its task's."""
        sheet = await self.of_draft(draft)
        if sheet.edits or template_hash == draft.template_hash:
            return sheet
        form = await self._forms.of(template_hash)
        answers = own(turned(sheet.form, form, draft.answers))
        return sheet.model_copy(update={"template_hash": template_hash, "form": form, "answers": answers})

    async def own(self, request: Request, draft_id: str) -> Sheet:
        """The person's draft with this id. DraftGone if there is none."""
        draft = await self._desk.draft(request.team, request.user, draft_id)
        if draft is None:
            raise DraftGone(draft_id)
        return await self.of_draft(draft)

    async def pressed(self, request: Request) -> Sheet:
        """The form of the view in which something was pressed, as it was before that."""
        return await self.of_view(request.team, request.user, request.modal)

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
        """The filed draft, or a new one with what was typed too late for it."""
        filed = (await self._as_drawn(draft, sheet.template_hash)).model_copy(update={"drawn": sheet.drawn})
        if entered(filed, request.view).answers == filed.answers:
            return filed
        begun = await self._begun_after(request, filed.model_copy(update={"edits": sheet.edits}))
        return await self.save(request, begun, step)

    async def _begun_after(self, request: Request, filed: Sheet) -> Sheet:
        """What a new draft begins with, for what is typed too late for this one. A new edit begins with what the
        page was drawn for, so that nothing that was changed since is overwritten.
        """
        after = id_after(filed.draft_id)
        if filed.edits:
            begun = await self._edit_again(request.team, request.user, after, filed.edits.facts)
            late = LATE_EDIT.format(filed.edits.key)
            return begun.model_copy(update={"drawn": filed.drawn, "saved": True, "note": late})
        task = await self._desk.task(request.team, filed.task_id or 0)
        note = LATE.format(task.key if task else "The task")
        return filed.model_copy(update={"draft_id": after, "task_id": None, "note": note})


def _task_of(facts: Mapping[str, Any]) -> int | None:
    """The task that a view's form edits; None for a new one's."""
    edit = facts.get("e")
    return ids.number(edit, "t") if isinstance(edit, dict) else None


def _drawn_for(edit: Edit | None, facts: Mapping[str, Any]) -> Edit | None:
    """The edit, based on the revision for which the view was drawn: what is typed there goes by that one."""
    return edit.model_copy(update={"base": ids.number(facts["e"], "r")}) if edit else None

"""Where a form under way begins: a template, a task, a draft or a view."""

from __future__ import annotations

import secrets

from bot.slack import ids
from bot.slack.forms import Forms, Offered
from bot.slack.request import Request, View
from bot.slack.sheet import Choice, Edit, Sheet, edit_in
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft
from bot.tasks.errors import DraftGone, ShownForAnother
from bot.tasks.task import Task
from bot.tasks.turning import own, turned
from bot.template.answers import Answers, start
from bot.template.form import Form

DISCARDED = (
    "This draft was discarded in the meantime. What stood on this page was kept as a new draft; "
    "the other pages begin anew."
)
DISCARDED_EDIT = (
    "This edit was discarded in the meantime. What stood on this page was kept as a new one; the other pages "
    "show what the task said in revision {}."
)


class Beginnings:
    """Finds what a person is filling in; nothing is saved here."""

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

    async def edit_again(self, team: str, user: str, draft_id: str, drawn: Edit) -> Sheet:
        """The same, for a view that was drawn of it. ShownForAnother; what the desk refuses."""
        task = await self._desk.task(team, drawn.task_id)
        if task is None or task.key != drawn.key:
            raise ShownForAnother
        admin = user in self._admins
        form, answers = await self._desk.edits.base(team, user, task.id, drawn.base, admin=admin)
        return self.edit(draft_id, task, drawn.base, form, answers)

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
        NotOurs for a view that this app did not draw, ShownForAnother if the draft is an edit of another task;
        that it is another's is found when it is saved.
        """
        facts = view.facts
        draft_id, step, edit = ids.text(facts, "d"), ids.number(facts, "s"), edit_in(facts)
        draft = await self._desk.draft(team, user, draft_id)
        if draft is not None:
            if draft.edits != (edit.task_id if edit else None):
                await self._desk.refusing.exchanged(team, draft_id, user)
                raise ShownForAnother
            sheet = await self.as_drawn(draft, ids.text(facts, "t"))
            drawn = {"drawn": facts.get("n") or 0, "edits": _drawn_for(edit, sheet.edits)}
            return sheet.at_step(step).model_copy(update=drawn)
        if edit is not None:
            sheet = await self.edit_again(team, user, draft_id, edit)
            gone = DISCARDED_EDIT.format(edit.base)
        else:
            sheet = await self.blank_of(draft_id, ids.text(facts, "t"), facts.get("c"))
            gone = DISCARDED
        return sheet.at_step(step).model_copy(update={"note": gone if facts.get("k") else ""})

    async def as_drawn(self, draft: Draft, template_hash: str) -> Sheet:
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


def _drawn_for(drawn: Edit | None, saved: Edit | None) -> Edit | None:
    """The edit that a view shows, based on the revision for which it was drawn: what is typed there goes by that
    one.
    """
    return saved.model_copy(update={"base": drawn.base}) if drawn and saved else None

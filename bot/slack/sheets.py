"""Forms under way: from a view or a draft, and saved."""

from __future__ import annotations

import secrets

from bot.slack import ids, moved, review, views
from bot.slack.forms import Forms
from bot.slack.request import Request, View
from bot.slack.views import Sheet
from bot.tasks.desk import Desk
from bot.tasks.draft import Draft
from bot.tasks.errors import DraftGone
from bot.template.answers import Answers, start

DISCARDED = (
    "This draft was discarded in the meantime. What stood on this page was kept as a new draft; "
    "the other pages begin anew."
)


class Sheets:
    """Finds and saves what a person is filling in. A draft gets its row with its first save."""

    def __init__(self, desk: Desk, forms: Forms, fallback: str | None) -> None:
        self._desk = desk
        self._forms = forms
        self._fallback = fallback

    def blank(self, draft_id: str, origin: str | None) -> Sheet:
        """A new form of the template in use; nothing is saved."""
        template_hash, form = self._forms.current
        return Sheet(
            draft_id=draft_id,
            template_hash=template_hash,
            form=form,
            answers=start(form),
            nonce=secrets.token_hex(4),
            fallback=self._fallback,
            origin=origin,
        )

    async def of_draft(self, draft: Draft) -> Sheet:
        """The form as it was saved, at the screen where the person left it."""
        return Sheet(
            draft_id=draft.id,
            template_hash=draft.template_hash,
            form=await self._forms.of(draft.template_hash),
            answers=draft.answers,
            nonce=secrets.token_hex(4),
            fallback=self._fallback,
            origin=draft.origin_channel,
            plan=draft.plan,
            task_id=draft.task_id,
            saved=True,
        ).at(draft.page)

    async def of_view(self, team: str, user: str, view: View) -> Sheet:
        """The form that a view shows: as saved, or as it began if nothing was saved yet.

        One that was discarded meanwhile begins anew with what stands in this view. NotOurs for a view that
        this app did not draw; that the draft is another's is found when it is saved.
        """
        facts = view.facts
        draft_id, screen = ids.text(facts, "d"), ids.number(facts, "s")
        draft = await self._desk.draft(team, user, draft_id)
        if draft is not None:
            sheet = (await self.of_draft(draft)).at(screen)
            return sheet.model_copy(update={"drawn": facts.get("n") or 0})
        template_hash = ids.text(facts, "t")
        form = await self._forms.of(template_hash)
        return Sheet(
            draft_id=draft_id,
            template_hash=template_hash,
            form=form,
            answers=start(form),
            nonce=secrets.token_hex(4),
            fallback=self._fallback,
            origin=facts.get("c"),
            note=DISCARDED if facts.get("k") else "",
        ).at(screen)

    async def own(self, request: Request, draft_id: str) -> Sheet:
        """The person's draft with this id. DraftGone if there is none."""
        draft = await self._desk.draft(request.team, request.user, draft_id)
        if draft is None:
            raise DraftGone(draft_id)
        return await self.of_draft(draft)

    async def pressed(self, request: Request) -> Sheet:
        """The form of the view in which something was pressed, as it was before that."""
        return await self.of_view(request.team, request.user, request.modal)

    async def save_view(self, request: Request, sheet: Sheet, screen: int) -> Sheet:
        """Saves what stands in the view, unchecked, and goes to another screen."""
        answers = views.answers_of(sheet, request.modal.state)
        saved = await self.save(request, sheet, screen, answers)
        group = moved.group(sheet.form, sheet.answers, request.modal.state, sheet.drawn)
        note = moved.note(group) if group and answers != sheet.answers else ""
        return saved.model_copy(update={"note": sheet.note or note})

    async def save(
        self, request: Request, sheet: Sheet, screen: int, answers: Answers, source: str | None = None
    ) -> Sheet:
        """Saves answers and what was chosen on Review, and goes to another screen.

        Of a draft that has its row only what differs is written, so that two windows on the same draft
        don't undo each other's pages.
        """
        changed = {
            key: value for key, value in answers.items() if not sheet.saved or sheet.answers.get(key) != value
        }
        moved = sheet.model_copy(update={"answers": answers}).at(screen)
        draft = await self._desk.save_draft(
            request.team,
            request.user,
            sheet.draft_id,
            template_hash=sheet.template_hash,
            answers=changed,
            page=moved.screen,
            origin_channel=sheet.origin,
            source=source,
            plan=review.plan_of(sheet, request.view.state if request.view else {}),
        )
        return await self.of_draft(draft)

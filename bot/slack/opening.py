"""Opening a form: anew, from a message, or a draft that waits."""

from __future__ import annotations

from typing import Any

from bot.slack import drafts, ids, views
from bot.slack.forms import Forms, Offered
from bot.slack.glance import first_text
from bot.slack.later import Later
from bot.slack.modals import NOT_OPENED, Modals, NotOpened
from bot.slack.people import People
from bot.slack.permalinks import permalink
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.text import unescape
from bot.tasks.desk import Desk
from bot.tasks.draft import new_draft_id
from bot.tasks.errors import DraftGone
from bot.template.answers import Answers
from bot.template.form import Field, Form

TITLE_LIMIT = 150
"""Characters of a message's first line that become the title."""
NO_ROOM = (
    "This template has no field for the message's text: only its first line was taken, as the title. "
    "Please say what matters of the rest in the fields that there are."
)


class Opening:
    """Handlers of what opens a form."""

    def __init__(
        self,
        desk: Desk,
        forms: Forms,
        sheets: Sheets,
        pages: Pages,
        modals: Modals,
        people: People,
        private: Private,
        later: Later,
    ) -> None:
        self._desk = desk
        self._forms = forms
        self._sheets = sheets
        self._pages = pages
        self._modals = modals
        self._people = people
        self._private = private
        self._later = later

    async def new(self, request: Request) -> Answer:
        """`/task` and the global shortcut: an empty first page, at once."""
        await self._forms.fresh()
        return await self._open(request, self._forms.first, {})

    async def titled(self, request: Request, title: str) -> Answer:
        """`/task new [template] [title]`: the first word is a template only if there are several, and it is
        one's file name. Slack lets a command have several lines; a title has one.
        """
        await self._forms.fresh()
        word, *rest = title.split(maxsplit=1) or [""]
        chosen = self._forms.named(word) if len(self._forms.offered) > 1 else None
        if chosen is not None:
            title = rest[0] if rest else ""
        template = chosen or self._forms.first
        title = " ".join(title.splitlines())
        return await self._open(request, template, {template.form.title.key: title} if title else {})

    async def from_message(self, request: Request) -> Answer:
        """The message's first line is the title, its whole text the first text field's answer. Where a template
        has no such field, the person is told what was not taken.
        """
        message = request.message or {}
        text = unescape(str(message.get("text") or "")).strip()
        await self._forms.fresh()
        form = self._forms.first.form
        begin: Answers = {form.title.key: text.split("\n")[0][:TITLE_LIMIT].strip()} if text else {}
        about = first_text(form) or _one_line(form)
        if about is not None and text:
            begin[about.key] = text if about.multiline else " ".join(text.split())
        lost = about is None and begin.get(form.title.key, "") != text
        at = (message.get("ts"), message.get("thread_ts"))
        source = permalink(request.team_domain, request.channel, *at)
        return await self._open(request, self._forms.first, begin, source, NO_ROOM if lost else "")

    def templates(self) -> str:
        """For the help: what can be typed after `/task new`; "" if there is nothing to choose."""
        names = [each.name for each in self._forms.offered]
        return f"Templates: {', '.join(names)}" if len(names) > 1 else ""

    async def again(self, request: Request) -> Answer:
        """The button of a form that could not be opened: the same draft, with a new trigger."""
        draft_id = ids.text(request.facts, "d")
        draft = await self._desk.draft(request.team, request.user, draft_id)
        if draft is None and request.facts.get("k"):
            raise DraftGone(draft_id)
        if draft is not None:
            return await self._pages.show(request, await self._sheets.of_draft(draft))
        origin, template_hash = request.facts.get("c"), request.facts.get("t")
        if template_hash is None:
            return await self._pages.show(request, self._sheets.blank(draft_id, origin))
        return await self._pages.show(
            request, await self._sheets.blank_of(draft_id, str(template_hash), origin)
        )

    async def resume(self, request: Request) -> Answer:
        """A draft by its button, or the choice among them. What stands on the pressed page is saved first."""
        here = await self._saved_page(request)
        if "d" in request.facts:
            wanted = ids.text(request.facts, "d")
            return await self._pages.show(request, await self._sheets.own(request, wanted))
        waiting = await self._desk.drafts(request.team, request.user)
        others = [draft for draft in waiting if draft.id != here]
        if len(others) == 1:
            return await self._pages.show(request, await self._sheets.of_draft(others[0]))
        return await self._list(request)

    async def drafts(self, request: Request) -> Answer:
        """`/task drafts`: all drafts of the person, each with a button to go on with it."""
        if not await self._desk.drafts(request.team, request.user):
            return self._private.say(request, "You have no drafts. Type /task to begin a task.")
        return await self._list(request)

    async def discard(self, request: Request) -> Answer:
        """A draft that its owner throws away, from the list or from their Home, which shows it no more."""
        await self._desk.discard_draft(request.team, request.user, ids.text(request.facts, "d"))
        return {} if request.at_home else await self._list(request)

    async def _list(self, request: Request) -> Answer:
        waiting = await self._desk.drafts(request.team, request.user)
        zone = await self._people.zone(request.team, request.user)
        shown = [(draft, await self._sheets.of_draft(draft)) for draft in waiting]
        return await self._modals.show(request, drafts.view(shown, zone))

    async def _saved_page(self, request: Request) -> str:
        """The id of the draft whose page was pressed, saved if anything was filled in there."""
        if request.view is None or request.view.callback_id != ids.PAGE:
            return ""
        sheet = await self._sheets.pressed(request)
        if views.answers_of(sheet, request.modal.state) != sheet.answers:
            await self._sheets.save_view(request, sheet, sheet.screen)
        return sheet.draft_id

    async def _open(
        self,
        request: Request,
        template: Offered,
        begin: Answers,
        source: str | None = None,
        note: str = "",
    ) -> Answer:
        """Opens a new draft; what it begins with is saved first, so that a refused modal loses nothing. `note`
        is a sentence for the person.
        """
        sheet = self._sheets.blank(new_draft_id(), request.channel, template)
        others = len(await self._desk.drafts(request.team, request.user))
        if begin or source:
            begun = sheet.model_copy(update={"answers": {**sheet.answers, **begin}})
            sheet = await self._sheets.save(request, begun, lambda _, entered: entered.at(0), source)
        self._later.run(self._people.look_up(request.team, [request.user], request.channel))
        try:
            view = views.page(sheet.model_copy(update={"others": others}), note)
            return await self._modals.show(request, view)
        except NotOpened:
            about: dict[str, Any] = {"d": sheet.draft_id, "c": request.channel, "k": int(sheet.saved)}
            button = views.button("Open the form", ids.OPEN_FORM, **about, t=template.hash)
            return self._private.say(request, " ".join(filter(None, (NOT_OPENED, note))), button)


def _one_line(form: Form) -> Field | None:
    """The first text besides the title, of however few lines."""
    return next(
        (field for field in form.asked() if field.kind == "text" and field.key != form.title.key), None
    )

"""`/task list` and `/task search`: private lists of what a person may read, a page at a time."""

from __future__ import annotations

from collections.abc import Awaitable, Callable, Iterable

import structlog

from bot.slack import ids, list_views
from bot.slack.failures import Failed
from bot.slack.later import Later
from bot.slack.list_views import WORDS, Asked, Reader
from bot.slack.modals import BELOW, NOT_OPENED, Modals, NotOpened
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.text import clean
from bot.slack.views import ModalView, button
from bot.tasks import listing
from bot.tasks.desk import Desk
from bot.tasks.errors import DatabaseError
from bot.tasks.listing import Page, Which
from bot.tasks.tokens import parts

log = structlog.get_logger()

Handler = Callable[[Request], Awaitable[Answer]]

TYPED = {"": Which.FIRST, "mine": Which.MINE, "waiting": Which.WAITING, "all": Which.ALL}
"""What is typed after `/task list`; any other words are looked for."""
UNSURE = (
    "Slack could not say just now who you are, so only what names you is shown. Please ask again in a moment."
)

NOTHING = "What are you looking for? Type words that stand in a task's key, title or text: for example /task search login keys."
LONG = f"A search takes up to {WORDS} characters, and this one has {{:,}}. Please look for fewer words."


class Lists:
    """Handlers of the two commands, and of the presses that lead from page to page."""

    def __init__(
        self,
        desk: Desk,
        modals: Modals,
        people: People,
        private: Private,
        later: Later,
        admins: frozenset[str],
    ) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._private = private
        self._later = later
        self._admins = admins

    async def list(self, request: Request, words: str) -> Answer:
        """`/task list [mine|waiting|all|words]`; a list without tasks is one sentence, and no modal."""
        which = TYPED.get(words.strip().lower())
        return await self._begin(request, Asked(which)) if which else await self.search(request, words)

    async def search(self, request: Request, words: str) -> Answer:
        """`/task search words`: no more of them than a page's buttons can remember."""
        typed = " ".join(clean(words).split())
        if len(typed) > WORDS:
            return self._private.say(request, LONG.format(len(typed)))
        if not parts(typed):
            return self._private.say(request, NOTHING)
        return await self._begin(request, Asked(None, typed))

    async def turn(self, request: Request) -> Answer:
        """Another page of a list, as it stands now."""
        drawn = await self._drawn(request, *list_views.read(request.facts))
        return await self._modals.show(request, drawn)

    def kept(self, submit: Handler) -> Handler:
        """The handler of a modal that may stand over a list: when it closes, or goes on to say what was done, the list
        is drawn as it is by then.
        """

        async def submitted(request: Request) -> Answer:
            answer = await submit(request)
            if answer.get("response_action") != "errors":
                self._later.run(self._redraw(request))
            return answer

        return submitted

    async def _redraw(self, request: Request) -> None:
        """The list below a modal that was submitted, if there is one. Nothing is lost if that fails: what isn't
        asked any more is answered so when it is pressed.
        """
        try:
            below, view_id = request.modal.facts.get(BELOW), request.modal.raw.get("previous_view_id")
            if isinstance(below, dict) and view_id:
                drawn = await self._drawn(request, *list_views.read(below))
                await self._modals.replace(str(view_id), drawn)
        except (NotOpened, Failed, DatabaseError, ids.NotOurs) as failed:
            log.warning("a list could not be drawn anew", user=request.user, error=type(failed).__name__)

    async def _begin(self, request: Request, asked: Asked) -> Answer:
        page, note = await self._page(request, asked, 0)
        if not page.entries:
            said = " ".join(filter(None, (list_views.empty(asked), note)))
            return self._private.say(request, said)
        try:
            return await self._modals.show(request, await self._view(request, asked, page, note))
        except NotOpened:
            return self._private.say(request, NOT_OPENED, button("Open", ids.LIST_NEXT, **asked.at(0)))

    async def _drawn(self, request: Request, asked: Asked, first: int) -> ModalView:
        return await self._view(request, asked, *await self._page(request, asked, first))

    async def _page(self, request: Request, asked: Asked, first: int) -> tuple[Page, str]:
        """The page, and what is to be said of it: Slack is asked who the reader is only if that isn't known."""
        note = ""
        if request.user not in await self._desk.people(request.team, [request.user]):
            known, _, _ = await self._people.look_up(request.team, [request.user])
            note = "" if request.user in known else UNSURE
        admin = request.user in self._admins
        reader = listing.Reader(request.team, request.user, admin, request.channel)
        if asked.which:
            return await self._desk.lookups.listed(reader, asked.which, first), note
        return await self._desk.lookups.found(reader, asked.words, first), note

    async def _view(self, request: Request, asked: Asked, page: Page, note: str) -> ModalView:
        names = await self._people.names(request.team, _named(page))
        today = await self._people.today(request.team, request.user)
        return list_views.view(asked, page, names, Reader(request.user, request.team_domain, today, note))


def _named(page: Page) -> Iterable[str]:
    """Who is waited for, or has answered, in the tasks of a page."""
    return {person for entry in page.entries for each in entry.task.sign_offs for person in each.people}

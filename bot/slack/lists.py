"""`/task list` and `/task search`: private lists of what a person may read, a page at a time."""

from __future__ import annotations

from collections.abc import Iterable

from bot.slack import list_views
from bot.slack.list_views import WORDS, Asked, Reader
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.slack.text import clean
from bot.tasks import listing
from bot.tasks.desk import Desk
from bot.tasks.listing import Page, Which
from bot.tasks.tokens import parts

TYPED = {"": Which.FIRST, "mine": Which.MINE, "waiting": Which.WAITING, "all": Which.ALL}
"""What is typed after `/task list`; any other words are looked for."""
UNSURE = (
    "Slack could not say just now who you are, so only what names you is shown. Please ask again in a moment."
)

NOTHING = "What are you looking for? Type words that stand in a task's key, title or text: for example /task search login keys."


class Lists:
    """Handlers of the two commands, and of the presses that lead from page to page."""

    def __init__(
        self, desk: Desk, modals: Modals, people: People, private: Private, admins: frozenset[str]
    ) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._private = private
        self._admins = admins

    async def list(self, request: Request, words: str) -> Answer:
        """`/task list [mine|waiting|all|words]`; a list without tasks is one sentence, and no modal."""
        which = TYPED.get(words.strip().lower())
        return await self._begin(request, Asked(which)) if which else await self.search(request, words)

    async def search(self, request: Request, words: str) -> Answer:
        """`/task search words`: of a long text the beginning is looked for, since each page remembers it."""
        typed = " ".join(clean(words)[:WORDS].split())
        if not parts(typed):
            return self._private.say(request, NOTHING)
        return await self._begin(request, Asked(None, typed))

    async def turn(self, request: Request) -> Answer:
        """Another page of a list, as it stands now."""
        asked, first = list_views.read(request.facts)
        page, note = await self._page(request, asked, first)
        return await self._show(request, asked, page, note)

    async def _begin(self, request: Request, asked: Asked) -> Answer:
        page, note = await self._page(request, asked, 0)
        if not page.entries:
            said = " ".join(filter(None, (list_views.empty(asked), note)))
            return self._private.say(request, said)
        return await self._show(request, asked, page, note)

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

    async def _show(self, request: Request, asked: Asked, page: Page, note: str) -> Answer:
        names = await self._people.names(request.team, _named(page))
        reader = Reader(request.user, request.team_domain, note)
        return await self._modals.show(request, list_views.view(asked, page, names, reader))


def _named(page: Page) -> Iterable[str]:
    """Who is waited for, or has answered, in the tasks of a page."""
    return {each.person for entry in page.entries for each in entry.task.sign_offs if each.person}

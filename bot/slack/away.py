"""`/task away`: somebody says when they are away, and who signs for them meanwhile; or that it is over."""

from __future__ import annotations

from collections.abc import Callable

from bot.slack import away_views, ids, shown
from bot.slack.away_words import NoDays, Wish, read
from bot.slack.later import Later
from bot.slack.modals import Modals
from bot.slack.people import People
from bot.slack.private import Private
from bot.slack.request import Answer, Request
from bot.tasks.desk import Desk
from bot.tasks.errors import BadAbsence
from bot.tasks.planning import AbsenceSet, Ending

FIELDS = {"first": ids.FIRST_DAY, "last": ids.LAST_DAY, "stand_in": ids.STAND_IN}
"""By what is wrong with an absence the picker that says so."""
UNSURE = "Slack could not say who this is just now, so nothing was set. Please press again."
ENDINGS = {
    Ending.ENDED: "It is over: what is unanswered is yours again.",
    Ending.TAKEN_BACK: "It is taken back: nobody signs for you then, and what comes up stays yours.",
}
OVER = "That absence is over already, so there is nothing to end."


class Away:
    """Handlers of the command, of the page, and of its button End. `wake`: something waits to be sent."""

    def __init__(
        self,
        desk: Desk,
        modals: Modals,
        people: People,
        private: Private,
        later: Later,
        wake: Callable[[], None],
    ) -> None:
        self._desk = desk
        self._modals = modals
        self._people = people
        self._private = private
        self._later = later
        self._wake = wake

    async def typed(self, request: Request, words: str) -> Answer:
        """`FROM..TO @stand-in` sets it. What is left out, or isn't understood, is asked on the page."""
        try:
            wish = read(words)
        except NoDays as no_days:
            return self._private.say(request, str(no_days))
        meant = await self._desk.absences.called(request.team, request.user, wish.name) if wish.name else []
        if len(meant) == 1:
            wish = wish.model_copy(update={"user": meant[0].id})
        if not wish.first or not wish.last or not wish.user:
            return await self._show(request, wish, away_views.which(wish, [each.name for each in meant]))
        try:
            return self._private.say(request, away_views.answer(await self._set(request, wish)))
        except BadAbsence as refused:
            return self._private.say(request, str(refused), away_views.again_button(wish))

    async def open(self, request: Request) -> Answer:
        """The page, by a button: with what was typed before, perhaps."""
        return await self._show(request, away_views.wish_in(request.facts))

    async def submit(self, request: Request) -> Answer:
        """The days and the person were picked. What is wrong is said there, and all stays as it was picked."""
        state = request.modal.state
        wish = away_views.wish_of(state)
        try:
            done = await self._set(request, wish)
        except BadAbsence as refused:
            return shown.at_field(state, FIELDS[refused.field], refused)
        return await self._show(request, None, away_views.answer(done))

    async def end(self, request: Request) -> Answer:
        """An absence is over from now on; what was picked on the page stays."""
        ended = await self._desk.absences.end(request.team, request.user, ids.number(request.facts, "a"))
        self._later.run(self._turn_over())
        note = ENDINGS[ended] if ended else OVER
        if request.view is None or request.view.callback_id != ids.AWAY:
            return self._private.say(request, note)
        return await self._show(request, away_views.wish_of(request.view.state), note)

    async def _set(self, request: Request, wish: Wish) -> AbsenceSet:
        """BadAbsence. The roles are handed over after the ack: they may be many."""
        if not wish.first or not wish.last or not wish.user:
            raise ids.NotOurs("a picker without a choice")
        known, _, sure = await self._people.look_up(request.team, [request.user, wish.user])
        if wish.user not in known and not sure:
            raise BadAbsence("stand_in", UNSURE)
        done = await self._desk.absences.set(request.team, request.user, wish.user, wish.first, wish.last)
        self._later.run(self._turn_over())
        return done

    async def _turn_over(self) -> None:
        """What a crash leaves of it, the next sweep does."""
        await self._desk.absences.turn_over()
        self._wake()

    async def _show(self, request: Request, wish: Wish | None, note: str = "") -> Answer:
        own = await self._desk.absences.coming(request.team, request.user)
        others = await self._desk.absences.standing_in(request.team, request.user)
        whom = {each.stand_in for each in own} | {each.person for each in others}
        names = await self._people.names(request.team, whom)
        return await self._modals.show(request, away_views.view(own, others, names, wish, note))

"""What Slack sends, and which method takes it.

Bolt gets one listener for each kind of payload: every listener that does not match costs time on every
click, so the rest is looked up here.
"""

from __future__ import annotations

import re
from collections.abc import Awaitable, Callable, Mapping
from typing import Any

from slack_bolt.async_app import AsyncApp
from slack_bolt.context.ack.async_ack import AsyncAck

from bot.slack import ids
from bot.slack.commands import Commands
from bot.slack.genuine import Genuine
from bot.slack.handlers import Handlers
from bot.slack.request import Answer, Kind, Payload, Request, read
from bot.slack.trouble import Trouble, foreseen
from bot.slack.watching import Watch, handling

Handler = Callable[[Request], Awaitable[Answer]]
Table = Mapping[tuple[Kind, str], Handler]
ANY = re.compile(".*", re.DOTALL)


def table(commands: Commands, to: Handlers) -> Table:
    """Everything that can be done in Slack."""
    return {
        ("command", ids.COMMAND): commands.run,
        ("action", ids.TYPED): commands.again,
        **_at_home(to, _forms(to)),
        **_at_home(to, {route: _noted(to, route, handler) for route, handler in _steps(to).items()}),
        **_at_home(to, _looks(to)),
        ("action", ids.HOME_BACK): to.home.turn,
        ("action", ids.HOME_NEXT): to.home.turn,
    }


def _at_home(to: Handlers, routes: Table) -> Table:
    """What may be pressed on a Home shows it as it is by then."""
    return {
        route: to.home.kept(handler) if route[0] == "action" else handler for route, handler in routes.items()
    }


def _noted(to: Handlers, route: tuple[Kind, str], handler: Handler) -> Handler:
    """A modal of a step may stand over a list of tasks, which changes by what is done."""
    return to.lists.kept(handler) if route[0] == "view" else handler


def _forms(to: Handlers) -> Table:
    """A task, or a change of one, on its way: forms, drafts, documents that are imported."""
    return {
        ("shortcut", ids.NEW_TASK): to.opening.new,
        ("shortcut", ids.MAKE_TASK): to.opening.from_message,
        ("action", ids.HOME_NEW): to.opening.new,
        ("action", ids.OPEN_FORM): to.opening.again,
        ("action", ids.RESUME): to.opening.resume,
        ("action", ids.DISCARD): to.opening.discard,
        ("view", ids.PAGE): to.wizard.next,
        ("action", ids.BACK): to.wizard.back,
        ("action", ids.JUMP): to.wizard.jump,
        ("action", ids.GO_TO): to.wizard.jump,
        ("action", ids.TO_REVIEW): to.wizard.review,
        ("action", ids.TEMPLATE): to.wizard.template,
        ("action", ids.ADD_ITEM): to.wizard.add,
        ("action", ids.REMOVE_ITEM): to.wizard.remove,
        ("action", ids.REPLACE): to.wizard.replace,
        ("action", ids.MORE_ROLES): to.wizard.roles,
        ("view", ids.REVIEW): to.filing.create,
        ("action", ids.EDIT): to.editing.open,
        ("view", ids.EDIT_REVIEW): to.saving.save,
        ("view", ids.CLASHES): to.settling.settle,
        ("action", ids.CHANGE_MINE): to.settling.change,
        ("action", ids.READ_SIDE): to.settling.read,
        ("view", ids.IMPORT): to.importing.read,
        ("action", ids.LOOK_AGAIN): to.importing.look,
        ("view", ids.IMPORTED): to.importing.go_on,
    }


def _steps(to: Handlers) -> Table:
    """What is done with a task that is filed."""
    return {
        ("action", ids.SIGN_OFF): to.signing.open,
        ("view", ids.SIGN): to.signing.sign,
        ("action", ids.SIGN_AGAIN): to.again.sign,
        ("action", ids.REQUEST_CHANGES): to.changes.open,
        ("view", ids.CHANGES): to.changes.submit,
        ("action", ids.RETRACT): to.retracting.open,
        ("view", ids.RETRACTION): to.retracting.submit,
        ("action", ids.REASSIGN): to.handing.open,
        ("view", ids.HANDING): to.handing.hand_over,
        ("action", ids.NOT_NEEDED): to.handing.open_not_needed,
        ("view", ids.SKIPPING): to.handing.not_needed,
        ("action", ids.SNOOZE): to.snoozing.choose,
        ("view", ids.SNOOZING): to.snoozing.pick,
        ("action", ids.PROGRESS): to.progress.open,
        ("action", ids.BOXES_BACK): to.progress.turn,
        ("action", ids.BOXES_NEXT): to.progress.turn,
        ("view", ids.PROGRESS): to.progress.save,
        ("action", ids.START): to.course.start,
        ("action", ids.FINISH): to.course.finish,
        ("action", ids.CLOSE): to.course.close,
        ("view", ids.CLOSING): to.course.closed,
        ("action", ids.REOPEN): to.course.reopen,
        ("view", ids.REOPENING): to.course.reopened,
        ("action", ids.NAME_SIGNERS): to.signers.open,
        ("view", ids.NAME): to.signers.name,
    }


def _looks(to: Handlers) -> Table:
    """What is read of a task, which tasks there are, and who is away."""
    return {
        ("action", ids.OPEN_TASK): to.reading.open,
        ("action", ids.READ_ON): to.reading.open,
        ("action", ids.EXPORT): to.reading.export_shown,
        ("action", ids.REVISIONS): to.revisions.all,
        ("action", ids.EARLIER_REVISIONS): to.revisions.all,
        ("action", ids.SHOW_REVISION): to.revisions.show,
        ("action", ids.COMPARE): to.revisions.compare,
        ("view", ids.REVISIONS): to.revisions.compare_chosen,
        ("action", ids.HISTORY): to.auditing.open,
        ("action", ids.OLDER): to.auditing.open,
        ("action", ids.AWAY): to.away.open,
        ("view", ids.AWAY): to.away.submit,
        ("action", ids.END_ABSENCE): to.away.end,
        ("action", ids.LIST_BACK): to.lists.turn,
        ("action", ids.LIST_NEXT): to.lists.turn,
    }


class Door:
    """Where a payload comes in: read, looked up, handled, acked."""

    def __init__(
        self, routes: Table, genuine: Genuine, trouble: Trouble, done: Callable[[], None], watch: Watch
    ) -> None:
        self._routes = routes
        self._genuine = genuine
        self._trouble = trouble
        self._done = done
        """Called after each request: something may be waiting to be sent."""
        self._watch = watch

    def listen(self, app: AsyncApp) -> None:
        """Registers the four listeners."""
        app.command(ANY)(self.command)
        app.shortcut(ANY)(self.shortcut)
        app.action(ANY)(self.action)
        app.view(ANY)(self.view)

    async def command(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A slash command."""
        await ack(**await self._answer("command", body))

    async def shortcut(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A global or a message shortcut."""
        await ack(**await self._answer("shortcut", body))

    async def action(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A press on a button, or a choice outside an input."""
        await ack(**await self._answer("action", body))

    async def view(self, ack: AsyncAck, body: dict[str, Any]) -> None:
        """A modal that was submitted."""
        await ack(**await self._answer("view", body))

    async def _answer(self, kind: Kind, body: Payload) -> Answer:
        request = read(kind, body)
        with handling(self._watch, kind, request.id, request.reference):
            try:
                return await self._handled(request)
            except Exception as error:
                # The outermost edge: without this the ack would be an error that says nothing.
                if not foreseen(error):
                    self._watch.failed("request")
                return await self._trouble.answer(request, error)
            finally:
                self._done()

    async def _handled(self, request: Request) -> Answer:
        handler = self._routes.get((request.kind, request.id))
        if handler is None:
            return self._trouble.unknown(request)
        await self._genuine.check(request)
        return await handler(request)

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
from bot.slack.changes import Changes
from bot.slack.commands import Commands
from bot.slack.course import Course
from bot.slack.filing import Filing
from bot.slack.handing import Handing
from bot.slack.importing import Importing
from bot.slack.opening import Opening
from bot.slack.reading import Reading
from bot.slack.request import Answer, Kind, Payload, Request, read
from bot.slack.retracting import Retracting
from bot.slack.signers import Signers
from bot.slack.signing import Signing
from bot.slack.trouble import Trouble
from bot.slack.wizard import Wizard

Handler = Callable[[Request], Awaitable[Answer]]
Table = Mapping[tuple[Kind, str], Handler]
ANY = re.compile(".*", re.DOTALL)


def table(
    commands: Commands,
    opening: Opening,
    wizard: Wizard,
    filing: Filing,
    signing: Signing,
    changes: Changes,
    retracting: Retracting,
    handing: Handing,
    course: Course,
    signers: Signers,
    reading: Reading,
    importing: Importing,
) -> Table:
    """Everything that can be done in Slack."""
    return {
        ("command", ids.COMMAND): commands.run,
        ("action", ids.TYPED): commands.again,
        ("shortcut", ids.NEW_TASK): opening.new,
        ("shortcut", ids.MAKE_TASK): opening.from_message,
        ("action", ids.OPEN_FORM): opening.again,
        ("action", ids.RESUME): opening.resume,
        ("action", ids.DISCARD): opening.discard,
        ("view", ids.PAGE): wizard.next,
        ("action", ids.BACK): wizard.back,
        ("action", ids.JUMP): wizard.jump,
        ("action", ids.GO_TO): wizard.jump,
        ("action", ids.TO_REVIEW): wizard.review,
        ("action", ids.TEMPLATE): wizard.template,
        ("action", ids.ADD_ITEM): wizard.add,
        ("action", ids.REMOVE_ITEM): wizard.remove,
        ("action", ids.REPLACE): wizard.replace,
        ("action", ids.MORE_ROLES): wizard.roles,
        ("view", ids.REVIEW): filing.create,
        ("action", ids.SIGN_OFF): signing.open,
        ("view", ids.SIGN): signing.sign,
        ("action", ids.REQUEST_CHANGES): changes.open,
        ("view", ids.CHANGES): changes.submit,
        ("action", ids.RETRACT): retracting.open,
        ("view", ids.RETRACTION): retracting.submit,
        ("action", ids.REASSIGN): handing.open,
        ("view", ids.HANDING): handing.hand_over,
        ("action", ids.NOT_NEEDED): handing.open_not_needed,
        ("view", ids.SKIPPING): handing.not_needed,
        ("action", ids.START): course.start,
        ("action", ids.FINISH): course.finish,
        ("action", ids.CLOSE): course.close,
        ("view", ids.CLOSING): course.closed,
        ("action", ids.REOPEN): course.reopen,
        ("view", ids.REOPENING): course.reopened,
        ("action", ids.OPEN_TASK): reading.open,
        ("action", ids.READ_ON): reading.open,
        ("action", ids.EXPORT): reading.export_shown,
        ("action", ids.NAME_SIGNERS): signers.open,
        ("view", ids.NAME): signers.name,
        ("view", ids.IMPORT): importing.read,
        ("action", ids.LOOK_AGAIN): importing.look,
        ("view", ids.IMPORTED): importing.go_on,
    }


class Door:
    """Where a payload comes in: read, looked up, handled, acked."""

    def __init__(self, routes: Table, trouble: Trouble, done: Callable[[], None]) -> None:
        self._routes = routes
        self._trouble = trouble
        self._done = done
        """Called after each request: something may be waiting to be sent."""

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
        try:
            handler = self._routes.get((kind, request.id))
            return await handler(request) if handler else self._trouble.unknown(request)
        except Exception as error:
            # The outermost edge: without this the ack would be an error that says nothing.
            return await self._trouble.answer(request, error)
        finally:
            self._done()

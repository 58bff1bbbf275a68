"""`/task …`: its words, and what they lead to."""

from __future__ import annotations

import difflib
import re
from collections.abc import Awaitable, Callable

from bot.slack.changes import Changes
from bot.slack.course import Course
from bot.slack.handing import Handing
from bot.slack.importing import Importing
from bot.slack.opening import Opening
from bot.slack.private import Private
from bot.slack.reading import Reading
from bot.slack.request import Answer, Request
from bot.slack.retracting import Retracting
from bot.slack.signing import Signing
from bot.slack.summing import Summing
from bot.slack.text import shorten
from bot.tasks.desk import Desk
from bot.tasks.task import Task

KEY = re.compile(r"[A-Za-z]+-\d+")
"""What looks like a task's key: the word before it was left out."""
MOST_SHOWN = 40
"""Characters of an unknown word: enough to recognise it."""
MOST_REST = 120
"""Characters of what is said back to be typed again."""
NEAR = 0.6
"""How similar an unknown word has to be to one that is known, from 0 to 1, to be taken for a slip."""

Command = Callable[[Request, str], Awaitable[Answer]]

HELP = """\
/task – begin a task
/task new [template] [title] – begin a task, with a title, by one of several templates
/task drafts – go on with what you began
/task import – make a task of a filled document
/task show KEY – read a task
/task sign KEY – sign off a task
/task changes KEY – say what has to change before you sign
/task retract KEY – take back your signature
/task reassign KEY – hand a role to somebody else
/task start KEY – say that the work has begun
/task done KEY – mark a task as done that needs no more signature
/task close KEY – end a task without its signatures
/task reopen KEY – go on with a done or closed task
/task export KEY – get a task's document as a file
/task summary – post the open tasks here, and who still has to sign
/task help – this list"""


class Commands:
    """The one slash command. A slip gets the word that was meant, with the rest of what was typed."""

    def __init__(
        self,
        desk: Desk,
        opening: Opening,
        importing: Importing,
        reading: Reading,
        signing: Signing,
        changes: Changes,
        retracting: Retracting,
        handing: Handing,
        course: Course,
        summing: Summing,
        private: Private,
    ) -> None:
        self._desk = desk
        self._opening = opening
        self._importing = importing
        self._reading = reading
        self._signing = signing
        self._changes = changes
        self._retracting = retracting
        self._handing = handing
        self._course = course
        self._summing = summing
        self._private = private
        self.words: dict[str, Command] = {
            "": self._opening.titled,
            "new": self._opening.titled,
            "drafts": self._drafts,
            "import": self._import,
            "show": self._show,
            "sign": self._sign,
            "changes": self._request_changes,
            "retract": self._retract,
            "reassign": self._reassign,
            "start": self._start,
            "done": self._done,
            "close": self._close,
            "reopen": self._reopen,
            "export": self._export,
            "summary": self._summary,
            "help": self._help,
        }

    async def run(self, request: Request) -> Answer:
        """The first word chooses; the rest belongs to it."""
        word, *rest = request.words.split(maxsplit=1) or [""]
        command = self.words.get(word.lower())
        if command is None:
            return self._private.say(request, self._unknown(request.words.split()))
        return await command(request, rest[0] if rest else "")

    async def again(self, request: Request) -> Answer:
        """The button of a command whose page could not be opened: the same words, with a new trigger."""
        return await self.run(request.model_copy(update={"words": str(request.facts.get("w") or "")}))

    def _unknown(self, typed: list[str]) -> str:
        word = shorten(typed[0], MOST_SHOWN)
        if meant := shorten(self._meant(*typed), MOST_REST):
            said = f"Countersign doesn't know /task {word}. Did you mean /task {meant}?"
        else:
            begin = shorten(" ".join(typed), MOST_REST)
            said = f"There is no /task {word}. To begin a task with this title, type /task new {begin}."
        return f"{said} /task help lists all commands."

    def _meant(self, word: str, *rest: str) -> str:
        """The words of a command that may have been meant; "" if none is near."""
        if KEY.fullmatch(word):
            return f"show {word.upper()}"
        near = difflib.get_close_matches(word.lower(), filter(None, self.words), n=1, cutoff=NEAR)
        return " ".join([*near, *rest]) if near else ""

    async def _drafts(self, request: Request, rest: str) -> Answer:
        return await self._opening.drafts(request)

    async def _import(self, request: Request, rest: str) -> Answer:
        return await self._importing.open(request)

    async def _show(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "show")
        return await self._reading.show(request, await self._task(request, rest))

    async def _sign(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "sign")
        task = await self._task(request, rest)
        return await self._signing.show(request, task.id, "command")

    async def _request_changes(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "changes")
        return await self._changes.show(request, (await self._task(request, rest)).id)

    async def _retract(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "retract")
        return await self._retracting.show(request, (await self._task(request, rest)).id)

    async def _reassign(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "reassign")
        return await self._handing.show(request, (await self._task(request, rest)).id)

    async def _start(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "start")
        return await self._course.start_typed(request, await self._task(request, rest))

    async def _done(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "done")
        return await self._course.finish_typed(request, await self._task(request, rest))

    async def _close(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "close")
        return await self._course.ask_to_close(request, (await self._task(request, rest)).id)

    async def _reopen(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "reopen")
        return await self._course.ask_to_reopen(request, (await self._task(request, rest)).id)

    async def _export(self, request: Request, rest: str) -> Answer:
        if not rest:
            return self._which(request, "export")
        return await self._reading.export(request, await self._task(request, rest))

    def _which(self, request: Request, word: str) -> Answer:
        """What a command without a key gets."""
        return self._private.say(request, f"Which task? Type its key, for example /task {word} TASK-001.")

    async def _task(self, request: Request, rest: str) -> Task:
        """The task whose key comes first; more words do no harm, as in `TASK-001: Its title` from a card."""
        return await self._desk.task_by_key(request.team, rest.split()[0].rstrip(":"))

    async def _summary(self, request: Request, rest: str) -> Answer:
        return await self._summing.post(request)

    async def _help(self, request: Request, rest: str) -> Answer:
        return self._private.say(request, "\n".join(filter(None, (HELP, self._opening.templates()))))

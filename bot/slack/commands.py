"""`/task …`: its words, and what they lead to."""

from __future__ import annotations

import difflib
import re
from collections.abc import Awaitable, Callable
from functools import partial

from bot.slack.handlers import Handlers
from bot.slack.private import Private
from bot.slack.request import Answer, Request
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

ALONE = (
    "Nothing was summed up: /task summary takes no more words. Type it alone to sum up all that is open, or /task list "
    "and your words to see, for you alone, the tasks that have them."
)

Command = Callable[[Request, str], Awaitable[Answer]]
AboutTask = Callable[[Request, Task], Awaitable[Answer]]

HELP = """\
/task – begin a task
/task new [template] [title] – begin a task, with a title, by one of several templates
/task drafts – go on with what you began
/task import – make a task of a filled document, or edit one by its exported file
/task list [mine|waiting|all|words] – what waits for you and what is yours, all open tasks, or those with these words
/task search words – find tasks by what they say
/task show KEY – read a task
/task edit KEY – change what a task says
/task sign KEY – sign off a task
/task changes KEY – say what has to change before you sign
/task retract KEY – take back your signature
/task reassign KEY – hand a role to somebody else
/task progress KEY – tick what is done
/task start KEY – say that the work has begun
/task done KEY – mark a task as done that needs no more signature
/task close KEY – end a task without its signatures
/task reopen KEY – go on with a done or closed task
/task export KEY – get a task's document as a file
/task audit KEY – see who did what with a task, and whether its history holds
/task away [FROM..TO @stand-in] – let somebody else sign for you while you are away
/task summary – sum up here what is open, who is waited for and what was done
/task help – this list"""


class Commands:
    """The one slash command. A slip gets the word that was meant, with the rest of what was typed."""

    def __init__(self, desk: Desk, to: Handlers, private: Private) -> None:
        self._desk = desk
        self._to = to
        self._private = private
        self._about = _about(to)
        self.words: dict[str, Command] = {
            "": to.opening.titled,
            "new": to.opening.titled,
            "drafts": lambda request, _: to.opening.drafts(request),
            "import": lambda request, _: to.importing.open(request),
            "list": to.lists.list,
            "search": to.lists.search,
            **{word: partial(self._with_task, word) for word in self._about},
            "away": to.away.typed,
            "summary": self._summary,
            "help": self._help,
        }

    async def run(self, request: Request) -> Answer:
        """The first word chooses; the rest belongs to it. A key alone shows its task."""
        word, *rest = request.words.split(maxsplit=1) or [""]
        if KEY.fullmatch(word) and not rest:
            return await self._with_task("show", request, word)
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

    async def _with_task(self, word: str, request: Request, rest: str) -> Answer:
        """A command about one task: its key comes first; more words do no harm, as in `TASK-001: Its title` from a card."""
        if not rest:
            sentence = f"Which task? Type its key, for example /task {word} TASK-001."
            return self._private.say(request, sentence)
        task = await self._desk.task_by_key(request.team, rest.split()[0].rstrip(":"))
        return await self._about[word](request, task)

    async def _summary(self, request: Request, rest: str) -> Answer:
        """It is posted for all to see, so nobody is taken to have meant it who typed more."""
        return self._private.say(request, ALONE) if rest else await self._to.summing.post(request)

    async def _help(self, request: Request, rest: str) -> Answer:
        return self._private.say(request, "\n".join(filter(None, (HELP, self._to.opening.templates()))))


def _about(to: Handlers) -> dict[str, AboutTask]:
    """What is typed with a task's key."""
    return {
        "show": to.reading.show,
        "edit": lambda request, task: to.editing.show(request, task.id),
        "sign": to.signing.typed,
        "changes": lambda request, task: to.changes.show(request, task.id),
        "retract": lambda request, task: to.retracting.show(request, task.id),
        "reassign": lambda request, task: to.handing.show(request, task.id),
        "progress": lambda request, task: to.progress.show(request, task.id),
        "start": to.course.start_typed,
        "done": to.course.finish_typed,
        "close": lambda request, task: to.course.ask_to_close(request, task.id),
        "reopen": lambda request, task: to.course.ask_to_reopen(request, task.id),
        "export": to.reading.export,
        "audit": to.auditing.show,
    }

"""What must become true in Slack, and what has been posted there.

An outbox row names a target ("the card of task 12"), never a payload: what is sent is rendered from the
latest state when it is sent. A target has one row at most, so fifty changes of a card are one update.
"""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import BaseModel, ConfigDict

REQUEST = "request"
"""In a row's `ref`: for which request it was wanted last, so that the log tells what became of a press."""


class Kind(StrEnum):
    """What a row is about, the most urgent first: who waits comes before what is only nice to see."""

    ASKED = "asked"
    EDITED = "edited"
    TELL = "tell"
    LATE = "late"
    HOME = "home"
    CARD = "card"
    DONE = "done"
    LATE_IN_THREAD = "late-in-thread"
    EXPORT = "export"
    REMINDED = "reminded"
    GONE = "gone"
    REMINDER = "reminder"
    SIGNED_DOCUMENT = "signed-document"
    DOCUMENT = "document"
    SUMMARY = "summary"

    @property
    def priority(self) -> int:
        """0 is sent first."""
        return list(Kind).index(self)


class Wanted(BaseModel):
    """Something that must become true, before it has its row."""

    model_config = ConfigDict(frozen=True)

    target: str
    """What it is about; unique while it waits: `card:12`."""
    kind: Kind
    """Which of the sentences below it is."""
    ref: dict[str, Any]
    """What is needed to render it, as ids and hashes only; JSON."""


class OutboxRow(BaseModel):
    """A row as it was claimed."""

    model_config = ConfigDict(frozen=True)

    id: int
    """Given by the database."""
    team: str
    """The workspace's id."""
    target: str
    """What must become true; see the functions of this file."""
    kind: str
    """One of `Kind`."""
    ref: dict[str, Any]
    """Ids and hashes: task_id, user, channel, revision, part, text, by kind."""
    wanted: int
    """How often it was wanted, when this was claimed."""
    attempts: int
    """How often it was claimed since it last succeeded, this time included."""
    unsure: bool
    """An earlier attempt's outcome is unknown: look for the message by its delivery key first."""
    delivery_key: str
    """Stands in the message's metadata; stays the same over all attempts of one delivery."""
    due_at: datetime
    """When it was due; aware, UTC."""
    last_error: str | None = None
    """What the last attempt that failed said."""


class PostedMessage(BaseModel):
    """Where a target's message is."""

    model_config = ConfigDict(frozen=True)

    target: str
    """The outbox row's target."""
    channel: str
    """The channel it stands in."""
    ts: str | None = None
    """The message's timestamp; None while it isn't known (a file whose share is not seen yet)."""
    file_id: str | None = None
    """The file's id, of documents."""
    delivery_key: str
    """Of the delivery that posted it."""
    payload_hash: str | None = None
    """The SHA-256 of what was last sent, to leave out updates that change nothing."""
    version: int | None = None
    """The task's version that it shows."""


def card(task_id: int) -> Wanted:
    """The task's card shows its latest state."""
    return Wanted(target=f"card:{task_id}", kind=Kind.CARD, ref={"task_id": task_id})


def document(task_id: int, revision: int) -> Wanted:
    """The document of this revision stands as a `.md` file in the card's thread."""
    ref = {"task_id": task_id, "revision": revision}
    return Wanted(target=f"document:{task_id}:{revision}", kind=Kind.DOCUMENT, ref=ref)


def asked(task_id: int, user: str) -> Wanted:
    """This signer's direct message shows the latest state of what is asked of them."""
    ref = {"task_id": task_id, "user": user}
    return Wanted(target=f"asked:{task_id}:{user}", kind=Kind.ASKED, ref=ref)


def edited(task_id: int, user: str) -> Wanted:
    """This person, who had signed or wanted changes, has been told what was edited since, and may sign again."""
    ref = {"task_id": task_id, "user": user}
    return Wanted(target=f"edited:{task_id}:{user}", kind=Kind.EDITED, ref=ref)


def done(task_id: int, revision: int) -> Wanted:
    """The card's channel has been told that all have signed."""
    ref = {"task_id": task_id, "revision": revision}
    return Wanted(target=f"done:{task_id}:{revision}", kind=Kind.DONE, ref=ref)


def late(task_id: int, author: str, at: datetime) -> Wanted:
    """The author has been told of the roles that nobody had answered then, and reads what became of them."""
    ref = {"task_id": task_id, "user": author}
    return Wanted(target=f"late:{task_id}:{at.isoformat()}", kind=Kind.LATE, ref=ref)


def late_in_thread(task_id: int, at: datetime) -> Wanted:
    """So has the card's thread."""
    target = f"late-in-thread:{task_id}:{at.isoformat()}"
    return Wanted(target=target, kind=Kind.LATE_IN_THREAD, ref={"task_id": task_id})


def late_since(target: str) -> datetime:
    """When the roles were late of which the message with this target tells: of `late` or `late_in_thread`."""
    return datetime.fromisoformat(target.split(":", 2)[2])


def signed_document(task_id: int, revision: int, text: str) -> Wanted:
    """The signed document (`text` is its SHA-256) stands as a file in the card's thread."""
    ref = {"task_id": task_id, "revision": revision, "text": text}
    return Wanted(target=f"signed-document:{task_id}:{revision}", kind=Kind.SIGNED_DOCUMENT, ref=ref)


def export(task_id: int, user: str, export_id: str) -> Wanted:
    """This person, who asked for it, has the task's document as a `.md` file among the direct messages."""
    ref = {"task_id": task_id, "user": user}
    return Wanted(target=f"export:{task_id}:{user}:{export_id}", kind=Kind.EXPORT, ref=ref)


def home(user: str) -> Wanted:
    """This person's Home tab shows the latest state of what is theirs."""
    return Wanted(target=f"home:{user}", kind=Kind.HOME, ref={"user": user})


def reminder(user: str, *, by_rhythm: bool = False) -> Wanted:
    """This person has been reminded of all that waits for them: a new message each time.

    `by_rhythm`: the next one keeps away from when it came.
    """
    ref = {"user": user, "by_rhythm": by_rhythm}
    return Wanted(target=f"reminder:{user}", kind=Kind.REMINDER, ref=ref)


def reminded(user: str) -> Wanted:
    """The last reminder of this person lists what waits for them now."""
    return Wanted(target=f"reminded:{user}", kind=Kind.REMINDED, ref={"user": user})


def gone(channel: str, ts: str) -> Wanted:
    """The message isn't there any more."""
    return Wanted(target=f"gone:{channel}:{ts}", kind=Kind.GONE, ref={"channel": channel, "ts": ts})


def summary(summary_id: str, part: int, channel: str | None, text: str, asked_by: str | None) -> Wanted:
    """Part `part` (from 0) of a summary, whose text has this SHA-256, stands in the channel; without a channel,
    in the direct messages of who asked for it.

    Who asked is told should it not be postable; a schedule's summary was asked for by nobody.
    """
    ref = {"summary": summary_id, "part": part, "channel": channel, "text": text, "asked_by": asked_by}
    return Wanted(target=f"summary:{summary_id}:{part}", kind=Kind.SUMMARY, ref=ref)


def tell(user: str, sentence_id: str, text: str, task_id: int | None = None) -> Wanted:
    """This person has been told, privately, the sentence whose text has this SHA-256; of a task, perhaps."""
    ref = {"user": user, "text": text, **({"task_id": task_id} if task_id else {})}
    return Wanted(target=f"tell:{user}:{sentence_id}", kind=Kind.TELL, ref=ref)

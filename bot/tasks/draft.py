"""A form under way."""

import secrets
from base64 import urlsafe_b64encode
from collections.abc import Callable, Mapping
from datetime import datetime
from hashlib import sha256
from typing import Any, Literal, NamedTuple

from pydantic import BaseModel, ConfigDict

from bot.tasks.substance import Tick
from bot.template.answers import normal, start
from bot.template.form import Form

SIGN_BY_STOOD = "sign_by_stood"
"""Where an edit's plan keeps which "Sign by" was the task's where another was chosen: YYYY-MM-DD, "" for none."""


class Began(BaseModel):
    """What an edit began with, besides its base revision."""

    model_config = ConfigDict(frozen=True)

    ticks: list[Tick]
    """What was ticked then: places are those of the base's answers."""
    sign_by: str | None
    """The task's "Sign by" then: YYYY-MM-DD."""
    older: dict[str, int] = {}
    """The number of the revision that a field is still based on, by key, where it isn't the base revision:
    somebody else changed it too, and it isn't settled yet which text stays."""


class Draft(BaseModel):
    """What one person has answered so far, before (and after) it became a task."""

    model_config = ConfigDict(frozen=True)

    id: str
    """Random, from `new_draft_id`."""
    team: str
    """The workspace's id."""
    owner: str
    """The user's id; nobody else may read or change it."""
    kind: Literal["new", "edit"] = "new"
    """What it will become: a new task, or a revision of one that is there."""
    edits: int | None = None
    """edit: the id of the task that it changes."""
    base_revision: int | None = None
    """edit: the number of the revision that it began with."""
    began: Began | None = None
    """edit: what else it began with."""
    template_hash: str
    """The SHA-256 of the template's text, as `Desk.save_template` gave it."""
    answers: dict[str, Any]
    """By field key, in the shapes of the field's kind; a picked person is `{"user": "U…"}`."""
    page: int
    """Where the person is, counted from 0; its meaning is the wizard's."""
    origin_channel: str | None = None
    """The channel where the command came from."""
    source: str | None = None
    """The permalink of the message that it was made from."""
    plan: dict[str, Any] = {}
    """Chosen on Review: `{"channel": id | None, "sign_by": "YYYY-MM-DD" | None, "signers": {role: user id | None}}`,
    of an edit SIGN_BY_STOOD; `"imported"`, what it was imported from (imported.py), and `"typed_in"`, the form's own: which drawing, left
    standing by an error, changed an input."""
    task_id: int | None = None
    """The task that it became, or became again; then the draft changes no more."""
    updated_at: datetime
    """The last save, aware and in UTC."""


def answered(draft: Draft, form: Form) -> bool:
    """Whether a draft of this form holds anything that somebody gave: an answer that the template did not begin with,
    a message that it is made from, or a choice on Review besides the channel, which is proposed there. An edit does.
    """
    if draft.edits is not None or draft.source:
        return True
    chosen = [draft.plan.get("sign_by"), *(draft.plan.get("signers") or {}).values()]
    begin = start(form)
    return any(chosen) or normal(form, {**begin, **draft.answers}) != normal(form, begin)


class Merged(NamedTuple):
    """What becomes of a draft that is saved over."""

    answers: Mapping[str, Any]
    """All of its answers."""
    plan: Mapping[str, Any]
    """All of its plan."""
    page: int
    """Where the person is."""


Merge = Callable[[Mapping[str, Any], Mapping[str, Any]], Merged]
"""(answers, plan) as they are saved -> what they become. Pure; it may be run twice."""


def new_draft_id() -> str:
    """A new random id: 128 bits, safe in a URL."""
    return secrets.token_urlsafe(16)


def id_after(draft_id: str) -> str:
    """The id of the draft that keeps what came too late for this one: always the same, so that a second press
    makes no second draft. As hard to guess as the first.
    """
    return urlsafe_b64encode(sha256(draft_id.encode()).digest()[:16]).decode().rstrip("=")

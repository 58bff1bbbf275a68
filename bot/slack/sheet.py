"""A form under way: what the views draw, and what a view has to remember of it. Pure."""

from __future__ import annotations

from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.slack import ids, screens
from bot.slack.asked import Path
from bot.slack.screens import Screen
from bot.template.answers import Value
from bot.template.form import Form


class Choice(BaseModel):
    """A template that the form can be changed to."""

    model_config = ConfigDict(frozen=True)

    name: str
    """Its file's name without `.md`."""
    title: str
    """What the menu calls it."""
    template_hash: str
    """Which text it has now."""

    @property
    def value(self) -> str:
        """What its option sends: which file, however long its name, not which text: that may change."""
        return ids.pack(n=sha256(self.name.encode()).hexdigest()[:32])


class Edit(BaseModel):
    """The task that a form changes, where it makes no new one."""

    model_config = ConfigDict(frozen=True)

    task_id: int
    """The task's id."""
    key: str
    """Its key, by which people call it: `TASK-012`."""
    base: int
    """The number of the revision with which the edit began."""
    stands: int
    """The number of the task's revision as it was read for this drawing."""

    @property
    def facts(self) -> dict[str, int | str]:
        """What a view remembers of it."""
        return {"t": self.task_id, "k": self.key, "r": self.base}


def edit_in(facts: dict[str, Any]) -> Edit | None:
    """The edit that a view was drawn of, out of what it remembers; None for a new task's. Raises NotOurs."""
    found = facts.get("e")
    if found is None:
        return None
    if not isinstance(found, dict):
        raise ids.NotOurs("no edit")
    base = ids.number(found, "r")
    return Edit(task_id=ids.number(found, "t"), key=ids.text(found, "k"), base=base, stands=base)


class Sheet(BaseModel):
    """A form under way, as the views draw it."""

    model_config = ConfigDict(frozen=True)

    draft_id: str
    """The draft's id; its row may not be there before the first save."""
    edits: Edit | None = None
    """The task that it changes; None for a new one."""
    template_hash: str
    """Which template the draft is made from."""
    form: Form
    """That template, understood."""
    answers: dict[str, Value]
    """What has been answered so far, unchecked."""
    screen: int = 0
    """Which screen is shown; beyond the last, it is Review."""
    nonce: str
    """Fresh for each drawing."""
    origin: str | None = None
    """The channel where the form was opened."""
    plan: dict[str, Any] = {}
    """What was chosen on Review: channel, sign_by, signers."""
    task_id: int | None = None
    """The task that the draft has become; of an edit, once it is saved, the task that it changed."""
    saved: bool = False
    """Whether the draft has its row."""
    fallback: str | None = None
    """The channel that is proposed where the card can't go to `origin`."""
    note: str = ""
    """A sentence that stands above the next view."""
    drawn: int = 0
    """How many items the repeated group had when the pressed view was drawn; 0 outside one."""
    others: int = 0
    """How many older drafts wait to be gone on with; shown on a fresh first page."""

    replaced: Path | None = None
    """The input that is drawn empty, for a text in place of one that is too long to edit."""
    roles_from: int = 0
    """With which role Review begins, where it can't show all at once."""
    choices: tuple[Choice, ...] = ()
    """The templates that there are now."""

    @property
    def screens(self) -> list[Screen]:
        """All screens, for the answers so far."""
        return screens.screens(self.form, self.answers)

    def at(self, screen: int) -> Sheet:
        """The same form at another screen, kept within those that there are (and Review)."""
        return self.model_copy(update={"screen": max(0, min(screen, len(self.screens)))})

    @property
    def step(self) -> int:
        """Which screen is shown, as it is kept: see `Screen.step`."""
        drawn = self.screens
        return drawn[self.screen].step if self.screen < len(drawn) else screens.steps(drawn)

    def at_step(self, step: int) -> Sheet:
        """The same form where somebody was by a kept `step`."""
        return self.model_copy(update={"screen": screens.at_step(self.screens, step)})

    def first_of(self, page: int) -> int:
        """The number of the screen with which a page begins."""
        return screens.first_of_page(self.screens, page)

    def facts(self, **more: int | str) -> str:
        """What a view has to remember, as its private_metadata."""
        drawn = self.screens
        here = drawn[self.screen : self.screen + 1]
        items = here[0].items if here else 0
        return ids.pack(
            d=self.draft_id,
            s=here[0].step if here else screens.steps(drawn),
            t=self.template_hash,
            c=self.origin,
            k=int(self.saved),
            n=items,
            h=self.plan.get("channel"),
            **({"e": self.edits.facts} if self.edits else {}),
            **more,
        )

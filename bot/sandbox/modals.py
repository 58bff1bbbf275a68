"""Modals and Home tabs as Slack keeps them: stacks, hashes, and what was typed."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from itertools import count
from typing import Any

from bot.sandbox.blocks import inputs, with_ids
from bot.sandbox.changes import Changes
from bot.sandbox.ids import Ids
from bot.sandbox.trouble import ApiError
from bot.sandbox.values import Values, carried_over, is_empty, starting

DEEPEST = 3
"""Slack: views in a stack."""

COMPLETE_THIS = "Please complete this required field."
"""What Slack's client says at a required input that is empty."""


@dataclass(eq=False)
class View:
    """One view that is shown to one person."""

    id: str
    """``V…``."""
    user: str
    """Id of the person."""
    content: Mapping[str, Any]
    """The view as the bot gave it, with ids in its blocks."""
    hash: str
    """Changes with each update."""
    values: Values
    """What its elements hold now."""
    root_id: str
    """The first view of its stack."""
    previous_id: str | None = None
    """The view under it."""
    conversation: str | None = None
    """The channel that the person came from."""
    errors: dict[str, str] = field(default_factory=dict)
    """block_id -> what is wrong, as the person sees it."""

    @property
    def blocks(self) -> list[Mapping[str, Any]]:
        """Its blocks."""
        return list(self.content["blocks"])

    def complete(self) -> bool:
        """Whether each required input holds something; says at each that does not what is missing."""
        wanting = [
            each.block_id
            for each in inputs(self.blocks)
            if not each.block.get("optional") and is_empty(self.values[each.key])
        ]
        self.errors = dict.fromkeys(wanting, COMPLETE_THIS)
        return not wanting


class Modals:
    """Every open view, by person and by id."""

    def __init__(self, ids: Ids, changes: Changes) -> None:
        self._ids, self._changes = ids, changes
        self._hashes = count(1)
        self._stacks: dict[str, list[View]] = {}
        self._homes: dict[str, View] = {}

    def stack(self, user: str) -> list[View]:
        """The views open for a person, the visible one last."""
        return self._stacks.get(user, [])

    def top(self, user: str) -> View | None:
        """The visible view."""
        stack = self.stack(user)
        return stack[-1] if stack else None

    def home(self, user: str) -> View | None:
        """The Home tab, if one was published."""
        return self._homes.get(user)

    def is_open(self, view: View) -> bool:
        """Whether the view is still in its person's stack."""
        return view in self.stack(view.user)

    def open(self, user: str, content: Mapping[str, Any], conversation: str | None) -> View:
        """A new stack; one that was open is gone with its views. Raises ApiError."""
        self._check_external_id(content, None)
        self._stacks[user] = []
        return self._put(user, content, None, conversation)

    def push(self, under: View, content: Mapping[str, Any]) -> View:
        """A view above ``under``'s stack. Raises ApiError ``push_limit_reached``, ``not_found``."""
        if not self.is_open(under):
            raise ApiError("not_found")
        stack = self.stack(under.user)
        if len(stack) >= DEEPEST:
            raise ApiError("push_limit_reached")
        self._check_external_id(content, None)
        return self._put(under.user, content, stack[-1], under.conversation)

    def update(self, view: View, content: Mapping[str, Any], hash_: str | None = None) -> View:
        """New content in the same view; what was typed stays where ids and type stay.

        Raises ApiError ``not_found`` (closed), ``hash_conflict``, ``duplicate_external_id``.
        """
        if not self.is_open(view):
            raise ApiError("not_found")
        if hash_ and hash_ != view.hash:
            raise ApiError("hash_conflict")
        self._check_external_id(content, view)
        blocks = with_ids(content["blocks"])
        view.values = carried_over(view.values, blocks, view.conversation)
        view.content = {**content, "blocks": blocks}
        view.hash, view.errors = self._new_hash(), {}
        self._changes.notify()
        return view

    def publish(self, user: str, content: Mapping[str, Any], hash_: str | None) -> View:
        """A Home tab. Raises ApiError ``hash_conflict``."""
        before = self._homes.get(user)
        if hash_ and before and hash_ != before.hash:
            raise ApiError("hash_conflict")
        view = self._new(user, content, before.id if before else None, None, None)
        self._homes[user] = view
        self._changes.notify()
        return view

    def close(self, view: View) -> None:
        """Take a view away; the one below shows again."""
        self._stacks[view.user] = [each for each in self.stack(view.user) if each is not view]
        self._changes.notify()

    def clear(self, user: str) -> None:
        """Take the whole stack away."""
        self._stacks[user] = []
        self._changes.notify()

    def show_errors(self, view: View, errors: Mapping[str, str]) -> None:
        """Say at the inputs what is wrong."""
        view.errors = dict(errors)
        self._changes.notify()

    def open_view(self, view_id: str | None) -> View | None:
        """The modal of that id, if it is still open."""
        stacked = (view for stack in self._stacks.values() for view in stack)
        return next((view for view in stacked if view.id == view_id), None)

    def find(self, view_id: object, external_id: object = None) -> View:
        """An open view by its id or external id. Raises ApiError ``not_found``."""
        for view in self._all():
            if view.id == view_id or (external_id and view.content.get("external_id") == external_id):
                return view
        raise ApiError("not_found")

    def _all(self) -> list[View]:
        return [*(view for stack in self._stacks.values() for view in stack), *self._homes.values()]

    def _check_external_id(self, content: Mapping[str, Any], but: View | None) -> None:
        external_id = content.get("external_id")
        taken = [each.content.get("external_id") for each in self._all() if each is not but]
        if external_id and external_id in taken:
            raise ApiError("duplicate_external_id")

    def _put(
        self, user: str, content: Mapping[str, Any], under: View | None, conversation: str | None
    ) -> View:
        view = self._new(user, content, None, under, conversation)
        self._stacks[user].append(view)
        self._changes.notify()
        return view

    def _new(
        self,
        user: str,
        content: Mapping[str, Any],
        view_id: str | None,
        under: View | None,
        conversation: str | None,
    ) -> View:
        blocks = with_ids(content["blocks"])
        view_id = view_id or self._ids.new("V")
        return View(
            id=view_id,
            user=user,
            content={**content, "blocks": blocks},
            hash=self._new_hash(),
            values=starting(blocks, conversation),
            root_id=under.root_id if under else view_id,
            previous_id=under.id if under else None,
            conversation=conversation,
        )

    def _new_hash(self) -> str:
        return f"{next(self._hashes)}.h"

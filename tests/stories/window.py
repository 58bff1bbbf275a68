"""A second screen of a person, on which a modal stays as it was; and what a forger would send."""

from collections.abc import Mapping
from copy import deepcopy
from typing import Any

from bot.sandbox import payloads
from bot.sandbox.blocks import controls
from bot.sandbox.filling import Keyboard
from bot.sandbox.modals import View
from bot.sandbox.person import Person
from bot.sandbox.picks import ByName
from bot.sandbox.seen import block_lines
from bot.sandbox.values import held, starting
from tests.stories.conftest import Story

Json = dict[str, Any]


class Window:
    """The top modal of a person as it is now. What is pressed here reaches the bot; nothing is redrawn."""

    def __init__(self, story: Story, person: Person) -> None:
        self._world = story.sandbox._world
        self._person = person
        modal = person.modal
        assert modal is not None
        self._modal = modal
        self.view: View = deepcopy(modal.view)

    def fill(self, entries: Mapping[str, Any]) -> None:
        """Enters values by label."""
        for label, wanted in entries.items():
            control = self._modal.field(label).control
            entered = Keyboard(ByName(self._world.workspace)).enter(control, wanted)
            self.view.values[control.key] = held(control.element, entered)

    def forge(self, **facts: str) -> None:
        """Other facts in private_metadata, packed as given."""
        self.view.content = {**self.view.content, **facts}

    def is_sent_by(self, person: Person) -> None:
        """From now on what is pressed here is said to come from somebody else."""
        self._person = person

    async def submits(self) -> Json:
        """The submit button; what the bot answers."""
        return await self._send(
            "view_submission", payloads.submission_payload(self._world, self._person.user, self.view)
        )

    async def presses(self, text: str, value: str | None = None) -> Json:
        """A button by its text, with a forged value if one is given; what the bot answers."""
        control = next(
            each for each in controls(self.view.blocks) if each.element.get("text", {}).get("text") == text
        )
        action = {
            "type": "button",
            "block_id": control.block_id,
            "action_id": control.action_id,
            "value": control.element.get("value", "") if value is None else value,
        }
        return await self.acts(action)

    async def acts(self, action: Json) -> Json:
        """A press on something in this view, drawn there or not."""
        payload = payloads.view_action_payload(self._world, self._person.user, self.view, action)
        return await self._send("block_actions", payload)

    async def _send(self, kind: str, payload: Json) -> Json:
        answer = await self._world.delivery.send(kind, payload)
        assert answer.ok, answer.error
        return answer.payload


def text_of(answer: Mapping[str, Any]) -> str:
    """What a person would read in the view of an answer, and in its inputs."""
    view = answer.get("view") or {"blocks": []}
    values = starting(view["blocks"])
    return "\n".join([*block_lines(view["blocks"], str), *map(str, values.values())])

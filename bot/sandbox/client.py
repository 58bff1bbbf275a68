"""A person's Slack client: what it sends for each act, and what it does with the answer."""

import re
from collections.abc import Mapping
from typing import Any

from bot.sandbox import inviting, payloads
from bot.sandbox.blocks import Control
from bot.sandbox.checks.message import check_message
from bot.sandbox.checks.refusal import Refusal
from bot.sandbox.checks.response_action import check_response_action
from bot.sandbox.delivery import Answer
from bot.sandbox.modals import View
from bot.sandbox.respond import speak
from bot.sandbox.workspace import Channel, Message, User
from bot.sandbox.world import World

Json = dict[str, Any]

CONNECTING = "We had some trouble connecting. Try again?"
"""What Slack shows when a click or a submission was not acknowledged."""

MENTION = re.compile(r"(?<!\w)([@#])([\w][\w .\-]*)")


class Client:
    """Acts for one person at a time; state lives in the world, so a person may have several."""

    def __init__(self, world: World) -> None:
        self._world = world

    async def command(self, user: User, channel: Channel, typed: str) -> None:
        """A slash command, the app's or Slack's own; its answer is seen by the person alone unless it says otherwise."""
        command, _, text = typed.partition(" ")
        if command == inviting.COMMAND:
            self.note(user, channel.id, inviting.invited(self._world, user, channel, self._escaped(text)))
            return
        if command not in self._world.app.commands:
            self.note(user, channel.id, f"{command} is not a valid command.")
            return
        if self._world.app.commands[command]:
            text = self._escaped(text)
        payload = payloads.command_payload(self._world, user, channel, command, text.strip())
        answer = await self._world.delivery.send("slash_commands", payload)
        refused = self._spoken(user, channel, answer.payload) if answer.payload else None
        self._world.delivery.record("slash_commands", answer, refused)
        if error := answer.error or refused:
            self.note(user, channel.id, f"{command} failed with the error “{error.partition(':')[0]}”")

    async def shortcut(self, user: User, name: str) -> None:
        """A global shortcut, by its name."""
        shortcut = self._world.app.shortcut(name, "global")
        payload = payloads.shortcut_payload(self._world, user, shortcut.callback_id)
        await self._send(user, None, "shortcut", payload)

    async def message_shortcut(self, user: User, name: str, message: Message) -> None:
        """A shortcut from a message's menu, by its name."""
        shortcut = self._world.app.shortcut(name, "message")
        payload = payloads.message_shortcut_payload(self._world, user, shortcut.callback_id, message)
        await self._send(user, message.channel, "message_action", payload)

    async def act_in_view(self, user: User, view: View, action: Json) -> None:
        """A click or a choice in a view."""
        payload = payloads.view_action_payload(self._world, user, view, action)
        await self._send(user, None, "block_actions", payload)

    async def act_on_message(
        self, user: User, message: Message, action: Json, values: Mapping[tuple[str, str], Json]
    ) -> None:
        """A click or a choice in a message."""
        payload = payloads.message_action_payload(self._world, user, message, action, values)
        await self._send(user, message.channel, "block_actions", payload)

    async def submit(self, user: User, view: View) -> None:
        """The submit button. Nothing is sent while a required input is empty."""
        if not view.complete():
            self._world.changes.notify()
            return
        payload = payloads.submission_payload(self._world, user, view)
        answer = await self._world.delivery.send("view_submission", payload)
        refused = self._followed(view, answer) if answer.ok else None
        self._world.delivery.record("view_submission", answer, refused)
        if answer.error or refused:
            self.note(user, None, CONNECTING)

    async def close(self, user: User, *, cross: bool) -> None:
        """Cancel closes the top view, the cross (or ``clear_on_close``) all of them."""
        stack = self._world.modals.stack(user.id)
        view = stack[-1]
        cleared = cross or bool(view.content.get("clear_on_close"))
        told = stack[0] if cleared else view
        payload = payloads.closed_payload(self._world, user, told, cleared=cleared)
        if cleared:
            self._world.modals.clear(user.id)
        else:
            self._world.modals.close(view)
        if told.content.get("notify_on_close"):
            await self._send(user, None, "view_closed", payload)

    async def suggestions(self, user: User, view: View, control: Control, typed: str) -> list[Json]:
        """The options that the bot offers for what was typed into an external select."""
        payload = payloads.suggestion_payload(self._world, user, view, control, typed)
        answer = await self._world.delivery.send("block_suggestion", payload)
        self._world.delivery.record("block_suggestion", answer)
        groups = answer.payload.get("option_groups") or ()
        grouped = [option for group in groups for option in group["options"]]
        return [*(answer.payload.get("options") or ()), *grouped]

    def note(self, user: User, channel_id: str | None, text: str) -> None:
        """A sentence of Slack's own, which only this person sees."""
        workspace = self._world.workspace
        place = channel_id or workspace.dm(user.id, self._world.bot.id).id
        workspace.whisper(place, "USLACKBOT", user.id, text)

    async def _send(self, user: User, channel_id: str | None, kind: str, payload: Json) -> None:
        answer = await self._world.delivery.send(kind, payload)
        self._world.delivery.record(kind, answer)
        if not answer.ok:
            self.note(user, channel_id, CONNECTING)

    def _spoken(self, user: User, channel: Channel, message: Json) -> str | None:
        """Show the message in a command's acknowledgement; why Slack refuses it, if it does."""
        try:
            check_message(message, "ack")
        except Refusal as refusal:
            return f"invalid_command_response: {refusal}"
        speak(self._world, user.id, channel.id, message)
        return None

    def _followed(self, view: View, answer: Answer) -> str | None:
        """Do what the answer to a submission says; why Slack refuses it, if it does.

        A second answer to a view that the first one closed changes nothing.
        """
        try:
            check_response_action(answer.payload, view.content)
        except Refusal as refusal:
            return str(refusal)
        modals, said = self._world.modals, answer.payload
        if not modals.is_open(view):
            return None
        match said.get("response_action"):
            case "errors":
                modals.show_errors(view, said["errors"])
            case "update":
                modals.update(view, said["view"])
            case "push":
                modals.push(view, said["view"])
            case "clear":
                modals.clear(view.user)
            case _:
                modals.close(view)
        return None

    def _escaped(self, text: str) -> str:
        """``@Ada Lovelace`` and ``#general`` as Slack escapes them: the longest name that fits."""
        return MENTION.sub(self._reference, text)

    def _reference(self, found: re.Match[str]) -> str:
        words = found[2].split(" ")
        for length in range(len(words), 0, -1):
            name, rest = " ".join(words[:length]), words[length:]
            if reference := self._named(found[1], name):
                return " ".join([reference, *rest])
        return found[0]

    def _named(self, sign: str, name: str) -> str | None:
        workspace = self._world.workspace
        if sign == "@":
            users = [
                each for each in workspace.users.values() if name.lower() in (each.name.lower(), each.handle)
            ]
            return f"<@{users[0].id}|{users[0].handle}>" if users else None
        channels = [each for each in workspace.channels.values() if each.name == name and each.kind != "im"]
        if not channels:
            return None
        return f"<#{channels[0].id}|{name if channels[0].kind == 'public' else ''}>"

"""One human with one Slack client: everything by visible labels and texts, as a user would."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from typing import Any

from bot.sandbox.blocks import controls
from bot.sandbox.eyes import Eyes
from bot.sandbox.hand import Hand
from bot.sandbox.modal import Modal
from bot.sandbox.picks import ByName
from bot.sandbox.screen import Screen, find_button
from bot.sandbox.seen import SeenFile, SeenMessage
from bot.sandbox.workspace import User
from bot.sandbox.world import World


class Person:
    """What a person does and sees. What Slack's client would not let them do raises AssertionError."""

    def __init__(self, world: World, eyes: Eyes, user_id: str) -> None:
        self._world, self._screen = world, Screen(world, eyes, user_id)
        self._hand = Hand(world, user_id, ByName(world.workspace))
        self.id = user_id
        """``U…``."""

    @property
    def user(self) -> User:
        """The account as it is now."""
        return self._world.workspace.users[self.id]

    @property
    def name(self) -> str:
        """Such as ``Ada Lovelace``."""
        return self.user.name

    # What a person does in channels

    async def types(self, text: str, channel: str = "general") -> None:
        """A slash command in a channel, or in the App DM (``dm``); returns after the acknowledgement."""
        await self._hand.command(self._screen.place(channel), text)

    async def says(self, text: str, channel: str = "general", *, thread_of: str | None = None) -> SeenMessage:
        """An ordinary message in a channel or in the App DM (``dm``).

        ``thread_of``: a part of the text of the message to answer; the newest fits first.
        """
        parent = self._screen.newest(thread_of) if thread_of else None
        return self._screen.look(self._hand.say(self._screen.place(channel), text, parent))

    async def uses(self, shortcut: str, on: SeenMessage | None = None) -> None:
        """A shortcut by its name: a global one, or with ``on`` one of a message's menu."""
        await self._hand.use(shortcut, None if on is None else self._screen.current(on))

    async def opens_home(self) -> None:
        """Look at the app's Home tab."""
        self._hand.open_home()

    # What a person does in a modal

    def fill(self, entries: Mapping[str, Any]) -> None:
        """Enter values by label, as ``Keyboard.enter`` takes them and ``Modal`` names them.

        A file_input takes a list of (name, bytes). Nothing is sent: an input that tells the bot at
        once (``dispatch_action``) needs ``chooses``.
        """
        modal = self._screen.open_modal()
        for label, wanted in entries.items():
            with _at(label):
                self._hand.enter(modal.view, modal.field(label).control, wanted)

    async def chooses(self, label: str, option: str, on: str | SeenMessage | None = None) -> None:
        """Choose in a menu that tells the bot: in the modal by placeholder or label, ``on`` a message."""
        if on is not None:
            seen = on if isinstance(on, SeenMessage) else self._screen.look(self._screen.newest(on))
            await self._chooses_on(seen, label, option)
            return
        modal = self._screen.open_modal()
        with _at(label):
            await self._hand.choose(modal.view, modal.touchable(label), option)

    async def presses(self, text: str, on: str | SeenMessage | None = None) -> None:
        """Press a button by its text: ``Remove (2)`` is the second of that text.

        While a modal is open: its submit button, or one in the view. Otherwise, or with ``on``: a button
        on a message, the newest that has it. ``on`` is a part of the message's text, or a message seen
        earlier, whose old buttons are still on some screen. Confirmations are confirmed.
        """
        if on is None and (modal := self.modal):
            await self._presses_in(modal, text)
            return
        seen = on if isinstance(on, SeenMessage) else self._screen.look(self._screen.newest(on or "", text))
        control = find_button(seen.blocks, text)
        assert control, f"No button “{text}” on “{seen.text}”; there are: {list(seen.buttons)}"
        await self._hand.press(self._screen.current(seen), control)

    async def presses_at_home(self, text: str) -> None:
        """Press a button on the Home tab, which no modal may cover. ``Open (2)`` is the second of that text."""
        home = self._uncovered_home()
        control = find_button(home.view.blocks, text)
        assert control, f"No button “{text}” on the Home tab:\n{home}"
        await self._hand.press(home.view, control)

    async def chooses_at_home(self, label: str, option: str) -> None:
        """Choose in the first menu of that placeholder on the Home tab, which no modal may cover."""
        home = self._uncovered_home()
        with _at(label):
            await self._hand.choose(home.view, home.touchable(label), option)

    async def closes(self, *, cross: bool = False) -> None:
        """Cancel the top view; ``cross`` closes all of them by the x."""
        self._screen.open_modal()
        await self._hand.close(cross=cross)

    # What a person sees

    @property
    def modal(self) -> Modal | None:
        """The top view as it is on the screen now."""
        return self._screen.modal

    @property
    def home(self) -> Modal | None:
        """The Home tab as it is now."""
        return self._screen.home

    @property
    def notices(self) -> list[str]:
        """Ephemeral texts and Slack's own sentences, the newest last."""
        return [each.text for each in self._screen.conversation("notices")]

    @property
    def dms(self) -> list[SeenMessage]:
        """The App DM without replies, the newest last."""
        return self._screen.conversation("dm")

    def channel(self, name: str) -> list[SeenMessage]:
        """A channel without replies, the newest last. Raises AssertionError if the person can't see it."""
        return self._screen.conversation(name)

    def reads(self, file: SeenFile) -> str:
        """The text of a file."""
        return file.content

    async def sees(
        self,
        text: str,
        where: str | None = None,
        timeout: float = 30,  # noqa: ASYNC109 - tests say it so
    ) -> Any:
        """Wait until ``text`` is visible; the newest SeenMessage that holds it, or the Modal.

        ``where``: ``modal``, ``home``, ``notices``, ``dm``, a channel's name, ``thread of …`` (a part of
        the first message's text), or None for anywhere. ``timeout`` in real seconds, after which
        AssertionError shows what is visible.
        """
        found = await self._world.changes.until(lambda: self._screen.find(text, where), timeout)
        assert found is not None, self._screen.complaint(f"“{text}” did not become visible", where)
        return found

    async def sees_no(self, text: str, where: str | None = None) -> None:
        """Check now that ``text`` is not visible; ``where`` as in ``sees``."""
        visible = self._screen.find(text, where) is not None
        assert not visible, self._screen.complaint(f"“{text}” is visible", where)

    def _uncovered_home(self) -> Modal:
        assert self.modal is None, f"A modal covers the Home tab:\n{self.modal}"
        assert self.home, self._screen.complaint("The Home tab shows nothing", "home")
        return self.home

    async def _presses_in(self, modal: Modal, text: str) -> None:
        if text == modal.submit:
            await self._hand.submit(modal.view)
            return
        control = find_button(modal.view.blocks, text)
        assert control, f"No button “{text}” in the modal:\n{modal}"
        await self._hand.press(modal.view, control)

    async def _chooses_on(self, message: SeenMessage, label: str, option: str) -> None:
        for control in controls(message.blocks):
            if label == control.element.get("placeholder", {}).get("text"):
                with _at(label):
                    await self._hand.choose(self._screen.current(message), control, option)
                return
        raise AssertionError(f"No menu “{label}” on “{message.text}”")


@contextmanager
def _at(label: str) -> Iterator[None]:
    """Says where it is that something can't be entered."""
    try:
        yield
    except AssertionError as error:
        raise AssertionError(f"{label}: {error}") from None

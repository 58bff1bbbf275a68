"""Which of the handlers needs which: everything that takes what Slack sends, made once, at the start."""

from __future__ import annotations

from collections.abc import Callable
from datetime import datetime

import aiohttp
from slack_sdk.web.async_client import AsyncWebClient

from bot.settings import Settings
from bot.slack import hearing, routes
from bot.slack.again import Again
from bot.slack.audience import Audience
from bot.slack.auditing import Auditing
from bot.slack.away import Away
from bot.slack.changes import Changes
from bot.slack.checking import Checking
from bot.slack.commands import Commands
from bot.slack.course import Course
from bot.slack.download import Downloads
from bot.slack.editing import Editing
from bot.slack.filing import Filing
from bot.slack.forms import Forms, Texts
from bot.slack.genuine import Genuine
from bot.slack.handing import Handing
from bot.slack.handlers import Handlers
from bot.slack.home import Home
from bot.slack.import_reading import ImportReader
from bot.slack.importing import Importing
from bot.slack.later import Later
from bot.slack.leaving import Leaving
from bot.slack.lists import Lists
from bot.slack.meeting import Meeting
from bot.slack.membership import Membership
from bot.slack.modals import Modals
from bot.slack.opening import Opening
from bot.slack.people import People
from bot.slack.picked import Picked
from bot.slack.present import Present
from bot.slack.private import Private
from bot.slack.progress import Progress
from bot.slack.reading import Reading
from bot.slack.retracting import Retracting
from bot.slack.reviewing import Reviewing
from bot.slack.revisions import Revisions
from bot.slack.saving import Saving
from bot.slack.settling import Settling
from bot.slack.sheets import Sheets
from bot.slack.showing import Pages
from bot.slack.signers import Signers
from bot.slack.signing import Signing
from bot.slack.snoozing import Snoozing
from bot.slack.summing import Summing
from bot.slack.trouble import Trouble
from bot.slack.vetting import Vetting
from bot.slack.watching import Watch
from bot.slack.wizard import Wizard
from bot.tasks.desk import Desk


class Wiring:
    """What people do comes in by `door`, what Slack tells by itself by `hearing`."""

    def __init__(
        self,
        settings: Settings,
        desk: Desk,
        client: AsyncWebClient,
        session: aiohttp.ClientSession,
        now: Callable[[], datetime],
        *,
        templates: Callable[[], Texts],
        team: str,
        bot_user: str,
        wake: Callable[[], None],
        watch: Watch,
    ) -> None:
        """`templates` reads them as they are now, `wake` is called when something waits to be sent, `watch` is
        told what happens.
        """
        self._settings = settings
        self._desk = desk
        self._wake = wake
        self._watch = watch
        self.later = Later(watch)
        self.people = People(desk, client, now)
        self.forms = Forms(desk, self.later, templates)
        self.membership = Membership(desk, client, self.people, team, bot_user)
        self._modals, self._private = Modals(client), Private(client, self.later)
        reading = Reading(desk, self._modals, self.people, self.membership, self._private, settings.admins)
        self._present = Present(desk, self._modals, reading)
        meeting = Meeting(desk, client, now)
        self.audience = Audience(desk, client, self.people, meeting, now, settings.admins)
        self._handlers = self._handle(
            reading, Reviewing(desk, self.people, now, settings.admins), meeting, Downloads(client, session)
        )

    def door(self) -> routes.Door:
        """Where presses, commands and modals come in."""
        desk, handlers = self._desk, self._handlers
        table = routes.table(Commands(desk, handlers, self._private), handlers)
        trouble = Trouble(desk, self._modals, self._private, self.people, self._present)
        return routes.Door(table, Genuine(desk), trouble, self._wake, self._watch)

    def hearing(self) -> hearing.Hearing:
        """Where events come in."""
        leaving = Leaving(self._desk, self.people, self.later, self._wake)
        return hearing.Hearing(hearing.table(self.membership, leaving, self._handlers.home), self._watch)

    def _handle(
        self, reading: Reading, reviewing: Reviewing, meeting: Meeting, downloads: Downloads
    ) -> Handlers:
        desk, modals, people, private = self._desk, self._modals, self.people, self._private
        later, forms, present, admins = self.later, self.forms, self._present, self._settings.admins
        sheets = Sheets(desk, forms, self._settings.channel, admins)
        pages = Pages(desk, modals, people, reviewing)
        picked = Picked(desk, people)
        vetting = Vetting(desk, people, later, picked)
        checking = Checking(sheets, pages, vetting, picked)
        signing = Signing(desk, present, people, private)
        reader = ImportReader(desk, forms, sheets, downloads, meeting, admins)
        return Handlers(
            opening=Opening(desk, forms, sheets, pages, modals, people, private, later),
            wizard=Wizard(forms, sheets, pages, picked),
            filing=Filing(desk, checking, modals, vetting),
            editing=Editing(desk, sheets, pages, people, admins),
            saving=Saving(desk, checking, pages, modals, people, vetting, admins),
            settling=Settling(desk, sheets, pages, modals, reviewing, admins),
            importing=Importing(forms, sheets, pages, modals, people, private, reader, later),
            reading=reading,
            auditing=Auditing(desk, modals, people, reading),
            revisions=Revisions(desk, modals, people, reading),
            signing=signing,
            again=Again(desk, signing, people, private),
            changes=Changes(desk, present),
            retracting=Retracting(desk, present),
            handing=Handing(desk, present, people, admins),
            snoozing=Snoozing(desk, present, private),
            progress=Progress(desk, modals, present, admins),
            course=Course(desk, present, reading, private, admins),
            signers=Signers(desk, present, people, admins),
            summing=Summing(desk, people, self.audience, private, later, self._wake, admins),
            lists=Lists(desk, modals, people, private, later, admins),
            away=Away(desk, modals, people, private, later, self._wake),
            home=Home(desk, self._wake),
        )

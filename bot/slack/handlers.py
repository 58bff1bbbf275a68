"""All that take what Slack sends, by their names."""

from __future__ import annotations

from dataclasses import dataclass

from bot.slack.again import Again
from bot.slack.auditing import Auditing
from bot.slack.away import Away
from bot.slack.changes import Changes
from bot.slack.course import Course
from bot.slack.editing import Editing
from bot.slack.filing import Filing
from bot.slack.handing import Handing
from bot.slack.home import Home
from bot.slack.importing import Importing
from bot.slack.lists import Lists
from bot.slack.opening import Opening
from bot.slack.progress import Progress
from bot.slack.reading import Reading
from bot.slack.retracting import Retracting
from bot.slack.revisions import Revisions
from bot.slack.saving import Saving
from bot.slack.settling import Settling
from bot.slack.signers import Signers
from bot.slack.signing import Signing
from bot.slack.snoozing import Snoozing
from bot.slack.summing import Summing
from bot.slack.wizard import Wizard


@dataclass(frozen=True, slots=True)
class Handlers:
    """What people do in Slack, one of these for each kind of thing. Built once, at the start."""

    opening: Opening
    wizard: Wizard
    filing: Filing
    editing: Editing
    saving: Saving
    settling: Settling
    importing: Importing
    reading: Reading
    auditing: Auditing
    revisions: Revisions
    signing: Signing
    again: Again
    changes: Changes
    retracting: Retracting
    handing: Handing
    snoozing: Snoozing
    progress: Progress
    course: Course
    signers: Signers
    summing: Summing
    lists: Lists
    away: Away
    home: Home

"""A summary as Markdown. Pure."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from datetime import datetime
from typing import TypeVar

from bot.tasks.absence import in_place_of
from bot.tasks.deadline import sign_by
from bot.tasks.markdown import escaped
from bot.tasks.overview import MONTH, WEEK, Overview, Some, Wait
from bot.tasks.people import day_in
from bot.tasks.task import SignOff, SignOffState, Task
from bot.tasks.timing import RoleTime, spoken

T = TypeVar("T")

TITLE = 150
NAME = 80
ROLES = 200
FACT = 40
"""Characters of what people typed, in a line; what is longer ends in `…`, and stands in full in the task."""


def render(
    found: Overview, names: Mapping[str, str], links: Mapping[int, str], now: datetime, zone: str
) -> str:
    """What was found, under headings; no line is longer than some 4,000 characters once it is escaped.

    `names` by user id, an unknown one stands for itself; `links` to cards by a task's id; `zone` (IANA) for days.
    """
    page = _Page(names, links, now, zone)
    return "\n\n".join("\n".join(part) for part in page.parts(found) if part) + "\n"


class _Page:
    """Writes a summary down."""

    def __init__(self, names: Mapping[str, str], links: Mapping[int, str], now: datetime, zone: str) -> None:
        self._names = names
        self._links = links
        self._now = now
        self._zone = zone

    def parts(self, found: Overview) -> Iterator[list[str]]:
        """The lines of each part; none for one of which there is nothing to say."""
        everything = "/task list all shows every one that you may read"
        yield [f"## {_counted(found.live, 'open task') if found.live else 'No open task'}"]
        for state, own in found.open:
            heading = f"{state.value.capitalize()} ({own.total:,})"
            yield _under(heading, map(self._open, own.shown), own, everything)
        heading = f"What waits for whom ({found.waiting.total:,}), the longest first"
        yield _under(heading, map(self._wait, found.waiting.shown), found.waiting, everything)
        heading = f"Done in the last {WEEK.days} days ({found.done.total:,})"
        yield _under(heading, map(self._done, found.done.shown), found.done, "/task search finds them")
        heading = f"Time from being asked to signing, in the last {MONTH.days} days"
        yield _under(heading, map(_time, found.times.shown), found.times, "roles that are left out here")

    def _open(self, task: Task) -> str:
        facts = [
            self._headed(task),
            _typed(task.priority or "", FACT),
            f"assigned to {self._name(task.assignee)}" if task.assignee else "",
            sign_by(task, day_in(self._zone, self._now)),
        ]
        return "- " + " · ".join(filter(None, facts))

    def _wait(self, wait: Wait) -> str:
        """Whose turn it is, for what, and since when."""
        first, roles = wait.sign_offs[0], _roles(wait.sign_offs)
        author = f"- **{self._name(wait.task.author)}**: {self._headed(wait.task)} · "
        if first.state is SignOffState.NOBODY:
            return f"{author}nobody is asked yet to sign as {roles}"
        if first.state is SignOffState.CHANGES_REQUESTED:
            return f"{author}{self._asked(first)} requested changes as {roles}"
        return f"- **{self._asked(first)}** as {roles}: {self._headed(wait.task)} · {self._since(wait)}"

    def _asked(self, sign_off: SignOff) -> str:
        """`Grace Hopper for Ada Lovelace`, where somebody stands in."""
        person = self._name(sign_off.person)
        return in_place_of(self._name(sign_off.stand_in), person) if sign_off.stand_in else person

    def _done(self, task: Task) -> str:
        return f"- {self._headed(task)} · done on {self._day(task.updated_at)}"

    def _headed(self, task: Task) -> str:
        """The key, as a link to the card where there is one, and the title."""
        link = self._links.get(task.id)
        key = f"[{escaped(task.key)}]({link})" if link else f"**{escaped(task.key)}**"
        return f"{key} {_typed(task.title, TITLE)}"

    def _since(self, wait: Wait) -> str:
        """With the whole days that have passed. A stand-in isn't asked since then: the role was, on that day."""
        if wait.since is None:
            return "since it was filed"
        days = (self._now - wait.since).days
        how = "asked on" if wait.sign_offs[0].stand_in else "since"
        return f"{how} {self._day(wait.since)}" + (f" ({_counted(days, 'day')})" if days > 0 else "")

    def _day(self, moment: datetime) -> str:
        return day_in(self._zone, moment).isoformat()

    def _name(self, user: str | None) -> str:
        return _typed(self._names.get(user or "", user or ""), NAME)


def _under(heading: str, lines: Iterable[str], own: Some[T], rest: str) -> list[str]:
    """The lines under their heading, and how many aren't shown; nothing where there is nothing."""
    more = own.total - len(own.shown)
    said = [f"- and {more:,} more: {rest}"] if more else []
    return [f"### {heading}", "", *lines, *said] if own.total else []


def _time(figures: RoleTime) -> str:
    role, count = _typed(figures.role, ROLES), _counted(figures.signatures, "signature")
    if figures.signatures == 1:
        return f"- {role}: {spoken(figures.median)} ({count})"
    return f"- {role}: median {spoken(figures.median)}, 90th percentile {spoken(figures.ninetieth)} ({count})"


def _roles(sign_offs: Sequence[SignOff]) -> str:
    first, last = [each.role for each in sign_offs[:-1]], sign_offs[-1].role
    return _typed(" and ".join(filter(None, [", ".join(first), last])), ROLES)


def _typed(text: str, most: int) -> str:
    """What people typed, in one line of Markdown."""
    line = " ".join(text.split())
    return escaped(line if len(line) <= most else line[: most - 1].rstrip() + "…")


def _counted(count: int, what: str) -> str:
    return f"{count:,} {what}" if count == 1 else f"{count:,} {what}s"

"""What `/metrics` says of a bot in which people work, in both modes; and nothing of what they typed."""

import resource
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import timedelta
from pathlib import Path

import pytest
from prometheus_client.parser import text_string_to_metric_families

from bot.slack.watching import WHERE
from tests.stories.conftest import MONDAY, Begin, Story
from tests.stories.test_database_trouble import locked
from tests.stories.test_health import asked
from tests.stories.test_signing import file

Figures = Mapping[tuple[str, frozenset[tuple[str, str]]], float]
TITLE, GRACE = "Rotate the signing keys", {"Signs as Developer": "Grace Hopper"}


async def scraped(story: Story) -> Figures:
    """Each figure by its name and labels, as Prometheus' own reader understands it."""
    text = (await asked(story, "/metrics")).text
    families = text_string_to_metric_families(text)
    samples = [sample for family in families for sample in family.samples]
    return {(sample.name, frozenset(sample.labels.items())): sample.value for sample in samples}


def of(figures: Figures, name: str, **labels: str) -> float | None:
    """The figure; None if it isn't there."""
    return figures.get((f"countersign_{name}", frozenset(labels.items())))


@contextmanager
def full_disk() -> Iterator[None]:
    """No file of this process can grow."""
    before = resource.getrlimit(resource.RLIMIT_FSIZE)
    resource.setrlimit(resource.RLIMIT_FSIZE, (0, before[1]))
    try:
        yield
    finally:
        resource.setrlimit(resource.RLIMIT_FSIZE, before)


async def test_what_people_do_and_what_slack_answers_is_counted(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        assert of(await scraped(story), "posts_total", kind="reminder") == 0
        story.sandbox.fail("chat.postMessage", "ratelimited", status=429, retry_after=1)
        story.sandbox.fail("users.info", "a_code_that_nobody_knows")
        await file(story, story.person("Ada"), TITLE, GRACE)
        await story.at(MONDAY + timedelta(minutes=5))
        await story.at(MONDAY + timedelta(hours=30))
        found = await scraped(story)
        posts = [of(found, "posts_total", kind=kind) for kind in ("card", "asked", "reminder")]
        answers = [("views.open", "ok"), ("chat.postMessage", "ratelimited"), ("users.info", "other")]
        calls = [of(found, "slack_calls_total", method=name, answer=answer) for name, answer in answers]
        acks = [of(found, "ack_seconds_count", kind=kind) for kind in ("command", "view", "action")]
        assert (posts, calls, acks) == ([1, 1, 2], [1, 1, 1], [1, 1, 1])


async def test_how_the_bot_stands_is_looked_up_at_each_scrape(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        connected = 1 if story.transport == "socket" else None
        hold = story.sandbox.hold("chat.postMessage")
        ada = story.person("Ada")
        await ada.types(f"/task new {TITLE}", channel="engineering")
        await ada.presses("Review")
        await ada.presses("Create")
        await hold.reached()
        story.sandbox.clock.set(MONDAY + timedelta(minutes=10))
        found = await scraped(story)
        assert (of(found, "database_up"), of(found, "socket_connected")) == (1, connected)
        assert (of(found, "outbox_waiting"), of(found, "outbox_given_up")) == (2, 0)
        assert 590 <= (of(found, "outbox_oldest_seconds") or 0) <= 610
        hold.release()


async def test_a_database_in_trouble_is_counted_and_what_it_cant_say_is_left_out(
    begin: Begin, tmp_path: Path
) -> None:
    async with begin(PORT="0") as story:
        with locked(tmp_path):
            await story.person("Ada").types(f"/task new {TITLE}")
            found = await scraped(story)
        assert of(found, "database_up") == 0
        assert of(found, "outbox_waiting") is None
        assert (of(found, "errors_total", where="request") or 0) == 1


@pytest.mark.parametrize("begin", ["http"], indirect=True)
async def test_a_disk_that_is_full_is_trouble_though_it_can_be_read(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        with full_disk():
            health, found = await asked(story), await scraped(story)
        assert (health.status, health.said["database"]["ok"], of(found, "database_up")) == (503, False, 0)
        assert (await asked(story)).status == 200


@pytest.mark.parametrize("begin", ["http"], indirect=True)
async def test_labels_are_words_of_ours(begin: Begin) -> None:
    async with begin(PORT="0") as story:
        ada = story.person("Ada")
        await file(story, ada, "Marked-Title", GRACE)
        text = (await asked(story, "/metrics")).text
        places = {line.split('"')[1] for line in text.splitlines() if line.startswith("countersign_errors")}
        assert places == {*WHERE, "tick"}
        assert not [
            word for word in ("Marked-Title", ada.user.id, "Hopper", "TASK-001", "xoxb") if word in text
        ]
        assert story.bot.metrics.registry.get_sample_value("countersign_posts_total", {"kind": "card"}) == 1

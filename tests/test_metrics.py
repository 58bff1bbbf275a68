"""What a bot counts: from nothing, for itself alone, in the format that every Prometheus reads."""

from datetime import UTC, datetime
from pathlib import Path

from aiohttp.test_utils import make_mocked_request
from prometheus_client.parser import text_string_to_metric_families

from bot.health import Health, State
from bot.metrics import KINDS, PATH, Metrics, Scrape
from bot.tasks.database import Database
from bot.tasks.posts import Kind
from bot.tasks.results import OutboxHealth

MONDAY = datetime(2026, 11, 23, 9, 30, tzinfo=UTC)
IDLE = State(None, OutboxHealth(waiting=0, oldest=None, dead=()), 0.0, True)
WHERE = ("request", "tick")


def shown(metrics: Metrics, state: State = IDLE) -> dict[str, list[tuple[dict[str, str], float]]]:
    """(labels, value) of all samples, by name."""
    found: dict[str, list[tuple[dict[str, str], float]]] = {}
    for family in text_string_to_metric_families(metrics.text(state).decode()):
        for sample in family.samples:
            found.setdefault(sample.name, []).append((sample.labels, sample.value))
    return found


def test_all_that_can_be_counted_without_names_of_methods_is_there_from_the_start_at_0() -> None:
    found = shown(Metrics(WHERE))
    assert found["countersign_posts_total"] == [({"kind": kind.value}, 0) for kind in Kind]
    assert found["countersign_errors_total"] == [({"where": where}, 0) for where in WHERE]
    assert found["countersign_ack_seconds_count"] == [({"kind": kind}, 0) for kind in KINDS]


def test_two_bots_in_one_process_count_apart() -> None:
    one, other = Metrics(WHERE), Metrics(WHERE)
    one.failed("tick")
    assert ({"where": "tick"}, 1) in shown(one)["countersign_errors_total"]
    assert ({"where": "tick"}, 0) in shown(other)["countersign_errors_total"]


def test_an_answer_within_slack_s_three_seconds_is_told_from_one_that_comes_later() -> None:
    metrics = Metrics(WHERE)
    for seconds in (0.02, 2.9, 3.1):
        metrics.acked("view", seconds)
    buckets = shown(metrics)["countersign_ack_seconds_bucket"]
    assert [value for labels, value in buckets if labels == {"kind": "view", "le": "3.0"}] == [2]


def test_what_isnt_known_has_no_line() -> None:
    found = shown(Metrics(WHERE), State("It can't be opened.", None, None, None))
    assert found["countersign_database_up"] == [({}, 0)]
    assert not {name for name in found if "outbox" in name or "socket" in name}


def test_what_slack_refuses_for_good_is_counted_and_not_named() -> None:
    dead = (("card:12", "is_archived"), ("asked:12:U0000ADA", "user_disabled"))
    metrics = Metrics(WHERE)
    state = State(None, OutboxHealth(waiting=3, oldest=MONDAY, dead=dead), 61.5, False)
    found = shown(metrics, state)
    assert [found[f"countersign_outbox_{name}"] for name in ("waiting", "oldest_seconds", "given_up")] == [
        [({}, 3)],
        [({}, 61.5)],
        [({}, 2)],
    ]
    assert b"U0000ADA" not in metrics.text(state)


async def test_it_is_answered_as_text_that_is_not_to_be_kept(tmp_path: Path) -> None:
    database = Database.open(f"sqlite:///{tmp_path}/tasks.db")
    scrape = Scrape(Metrics(WHERE), Health(database, lambda: MONDAY))
    answer = await scrape.answer(make_mocked_request("GET", PATH))
    await database.close()
    assert (answer.status, answer.headers["Content-Type"]) == (
        200,
        "text/plain; version=0.0.4; charset=utf-8",
    )
    assert answer.headers["Cache-Control"] == "no-store"

"""What the bot counts, as Prometheus reads it: one registry for each bot, none for the process."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from importlib.metadata import version

from aiohttp import web
from prometheus_client import CollectorRegistry, Counter, Histogram, ProcessCollector, disable_created_metrics
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.exposition import CONTENT_TYPE_PLAIN_0_0_4, generate_latest
from prometheus_client.registry import Collector

from bot.health import Health, State
from bot.tasks.posts import Kind

PATH = "/metrics"
KINDS = ("command", "shortcut", "action", "view", "event")
"""What Slack sends."""
SECONDS = (0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1.0, 2.0, 3.0)
"""Up to Slack's own patience, after which it shows the person an error."""


class Metrics:
    """Counts from the start of this bot on. Its labels are words of small tables: no ids, no texts."""

    def __init__(self, where: Iterable[str]) -> None:
        """`where`: the places that `failed` is told of."""
        disable_created_metrics()  # type: ignore[no-untyped-call]
        self.registry = CollectorRegistry()
        """All that counts, for this bot alone."""
        ProcessCollector(registry=self.registry)
        self._acks = Histogram(
            "countersign_ack_seconds",
            "How long it took to answer what Slack sent, by its kind.",
            ["kind"],
            registry=self.registry,
            buckets=SECONDS,
        )
        self._errors = self._counter("countersign_errors", "What went wrong in the bot, by where.", "where")
        self._calls = self._counter(
            "countersign_slack_calls", "Calls of Slack's methods, by the answer.", "method", "answer"
        )
        self._posts = self._counter(
            "countersign_posts", "Messages that were posted in Slack, by what they are about.", "kind"
        )
        self._begin_with_nothing(where)

    def acked(self, kind: str, seconds: float) -> None:
        """Something that Slack sent is answered."""
        self._acks.labels(kind).observe(seconds)

    def called(self, method: str, answer: str) -> None:
        """A method of Slack's was called."""
        self._calls.labels(method, answer).inc()

    def posted(self, kind: str) -> None:
        """A message stands in Slack that didn't."""
        self._posts.labels(kind).inc()

    def failed(self, where: str) -> None:
        """Something went wrong that nobody foresaw, or the database failed."""
        self._errors.labels(where).inc()

    def text(self, state: State) -> bytes:
        """All of it, with how the bot stands just now, in Prometheus' text format."""
        now = CollectorRegistry()
        now.register(_Present(state))
        return generate_latest(now) + generate_latest(self.registry)

    def _counter(self, name: str, means: str, *labels: str) -> Counter:
        return Counter(name, means, labels, registry=self.registry)

    def _begin_with_nothing(self, where: Iterable[str]) -> None:
        """A count that is there from the start at 0 can be watched for its first change."""
        for kind in KINDS:
            self._acks.labels(kind)
        for place in where:
            self._errors.labels(place)
        for post in Kind:
            self._posts.labels(post.value)


class Scrape:
    """Answers Prometheus."""

    def __init__(self, metrics: Metrics, health: Health) -> None:
        self._metrics = metrics
        self._health = health

    async def answer(self, _request: web.Request) -> web.Response:
        """200 always: that something isn't well stands in the figures."""
        text = self._metrics.text(await self._health.look())
        return web.Response(
            body=text, headers={"Content-Type": CONTENT_TYPE_PLAIN_0_0_4, "Cache-Control": "no-store"}
        )


class _Present(Collector):
    """How the bot stands at one moment. What isn't known then has no line."""

    def __init__(self, state: State) -> None:
        self._state = state

    def collect(self) -> Iterator[GaugeMetricFamily]:
        """Each figure as a family of one."""
        build = GaugeMetricFamily("countersign_build_info", "Which version this is.", labels=["version"])
        build.add_metric([version("countersign")], 1)
        yield build
        for name, means, value in self._figures():
            if value is not None:
                yield GaugeMetricFamily(f"countersign_{name}", means, value=float(value))

    def _figures(self) -> Iterator[tuple[str, str, float | None]]:
        state = self._state
        waiting, given_up = (state.outbox.waiting, len(state.outbox.dead)) if state.outbox else (None, None)
        yield "database_up", "Whether the database can be written.", state.trouble is None
        yield "socket_connected", "Whether Slack's socket is open; not there in HTTP mode.", state.connected
        yield "outbox_waiting", "What is still to be posted or changed in Slack.", waiting
        yield "outbox_oldest_seconds", "How long the first of it has been due.", state.late
        yield "outbox_given_up", "What Slack refuses for good.", given_up

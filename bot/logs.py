"""Log lines: for a terminal, or as JSON. They hold ids and codes; never tokens, never form text."""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

TOKEN = re.compile(r"(xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]+")
"""Slack's tokens, by their look."""


def set_up(form: Literal["console", "json"], level: int = logging.INFO) -> None:
    """Sends structlog's lines and those of the libraries to standard error, in one form."""
    shared: list[Processor] = [
        structlog.contextvars.merge_contextvars,
        structlog.processors.add_log_level,
        structlog.processors.TimeStamper(fmt="iso", utc=True),
    ]
    drawn: Processor = (
        structlog.processors.JSONRenderer()
        if form == "json"
        else structlog.dev.ConsoleRenderer(
            colors=sys.stderr.isatty(), exception_formatter=structlog.dev.plain_traceback
        )
    )
    # A traceback in a JSON line is a string; the console draws its own. Neither shows local variables,
    # which may hold what people typed: the console's own default, by rich, would.
    traceback: list[Processor] = [structlog.processors.format_exc_info] if form == "json" else []
    structlog.configure(
        processors=[*shared, *traceback, without_tokens(drawn)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[*_library(), *traceback, without_tokens(drawn)], foreign_pre_chain=shared
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_worth_saying)


def without_tokens(draw: Processor) -> Processor:
    """The same line as `draw` writes, its tokens blotted out: an exception's text may quote one."""

    def drawn(logger: WrappedLogger, method: str, event: EventDict) -> str:
        return TOKEN.sub(r"\1-***", str(draw(logger, method, event)))

    return drawn


def _library() -> list[Processor]:
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta]


def _worth_saying(record: logging.LogRecord) -> bool:
    """Not so: that Bolt found SLACK_BOT_TOKEN in the environment and goes by the client that it was given."""
    return "`token` will be unused" not in record.getMessage()

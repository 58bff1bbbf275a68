"""Log lines: for a terminal, or as JSON. They hold ids and codes; never tokens, never form text."""

from __future__ import annotations

import logging
import re
import sys
from typing import Literal

import structlog
from structlog.typing import EventDict, Processor, WrappedLogger

SECRETS = {
    re.compile(r"(xox[a-z]|xapp|xwfp)-[A-Za-z0-9-]+"): r"\1-***",
    re.compile(r"\bticket=[^&\s'\"\\]+"): "ticket=***",
    re.compile(r"input_value=.*?, input_type="): "input_value=***, input_type=",
}
"""Slack's tokens by their look, what opens a socket for a while, and what pydantic quotes of a value that it refuses."""

LIBRARIES = ("aiohttp", "alembic", "apscheduler", "asyncio", "slack_bolt", "slack_sdk", "sqlalchemy")
"""What speaks by itself. At levels below a warning these write down whole payloads, with what people typed."""


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
        processors=[*shared, *traceback, without_secrets(drawn)],
        wrapper_class=structlog.make_filtering_bound_logger(level),
        logger_factory=structlog.PrintLoggerFactory(sys.stderr),
    )
    handler = logging.StreamHandler()
    handler.setFormatter(
        structlog.stdlib.ProcessorFormatter(
            processors=[*_library(), *traceback, without_secrets(drawn)],
            foreign_pre_chain=[*shared, structlog.stdlib.add_logger_name],
        )
    )
    root = logging.getLogger()
    root.handlers[:] = [handler]
    root.setLevel(logging.WARNING)
    for name in LIBRARIES:
        logging.getLogger(name).setLevel(logging.WARNING)
    logging.getLogger("slack_bolt.AsyncApp").addFilter(_worth_saying)


def without_secrets(draw: Processor) -> Processor:
    """The same line as `draw` writes, with secrets blotted out: an exception's text may quote one."""

    def drawn(logger: WrappedLogger, method: str, event: EventDict) -> str:
        line = str(draw(logger, method, event))
        for look, instead in SECRETS.items():
            line = look.sub(instead, line)
        return line

    return drawn


def _library() -> list[Processor]:
    return [structlog.stdlib.ProcessorFormatter.remove_processors_meta]


def _worth_saying(record: logging.LogRecord) -> bool:
    """Not so: that Bolt found SLACK_BOT_TOKEN in the environment and goes by the client that it was given."""
    return "`token` will be unused" not in record.getMessage()

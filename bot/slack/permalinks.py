"""The address of a message. Pure."""

from __future__ import annotations

from urllib.parse import urlsplit


def permalink(
    domain: str | None, channel: str | None, ts: str | None, thread: str | None = None
) -> str | None:
    """Slack: a message's address is made of the workspace's domain, the channel and the timestamp; one of a thread
    names that too. None if any of the first three isn't known.
    """
    if not (domain and channel and ts):
        return None
    address = f"https://{domain}.slack.com/archives/{channel}/p{ts.replace('.', '')}"
    return f"{address}?thread_ts={thread}&cid={channel}" if thread else address


def domain_of(url: str | None) -> str | None:
    """The workspace's domain out of its address, which Slack tells at the start: `https://acme.slack.com/`."""
    host = urlsplit(url or "").hostname or ""
    return host.removesuffix(".slack.com") if host.endswith(".slack.com") else None

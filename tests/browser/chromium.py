"""The system's Chromium, which the tests of the page drive: where it is, and how it is started."""

import os
import shutil

NAMES = ("chromium", "chromium-browser", "google-chrome")
REQUIRED = "CHROMIUM_REQUIRED"
"""Set where a missing Chromium is a failure, and not a reason to leave its tests out."""

FLAGS = (
    "--headless",
    "--no-sandbox",
    "--disable-gpu",
    "--disable-quic",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
    "--host-resolver-rules=MAP * ~NOTFOUND, EXCLUDE 127.0.0.1",
)
"""It reaches nothing but this machine. As root it starts only without its own sandbox."""


def found() -> str | None:
    """Its path."""
    return next((path for name in NAMES if (path := shutil.which(name))), None)


def left_out() -> bool:
    """Whether its tests are not collected: there is none, and nobody requires it."""
    return found() is None and not os.environ.get(REQUIRED)

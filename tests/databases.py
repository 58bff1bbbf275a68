"""A new database for a test. Making one step by step takes longer than most tests do with it."""

import sqlite3
import tempfile
from contextlib import closing
from functools import cache
from pathlib import Path

from sqlalchemy import create_engine

from bot.tasks.migrate import upgrade


def new_database(file: Path) -> str:
    """Puts an empty database of the present schema there, as the bot's first start leaves it; its address."""
    file.write_bytes(_made())
    return f"sqlite:///{file}"


@cache
def _made() -> bytes:
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder) / "countersign.db"
        engine = create_engine(f"sqlite:///{file}")
        with engine.begin() as connection:
            upgrade(connection)
        engine.dispose()
        with closing(sqlite3.connect(file)) as made:
            made.execute("PRAGMA journal_mode=WAL")
        return file.read_bytes()

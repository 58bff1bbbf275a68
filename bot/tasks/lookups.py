"""The use cases of lists and search. Nothing is written."""

from bot.tasks import listing, searching
from bot.tasks.database import Database
from bot.tasks.listing import Page, Reader, Which


class Lookups:
    """What somebody may look up, a page at a time: the one that begins at place `first`, from 0; the last one, if the
    list has become shorter. Of tasks that the reader may not read there is no trace.
    """

    def __init__(self, db: Database) -> None:
        self._db = db

    async def listed(self, reader: Reader, which: Which, first: int = 0) -> Page:
        """A list of open tasks."""
        return await self._db.read(lambda session: listing.listed(session, reader, which, first))

    async def found(self, reader: Reader, typed: str, first: int = 0) -> Page:
        """The tasks that hold all words that are typed, done and closed ones too. Takes any text."""
        return await self._db.read(lambda session: searching.found(session, reader, typed, first))

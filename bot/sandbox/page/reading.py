"""How far each person has read in each conversation."""

from bot.sandbox.workspace import Channel


class Reading:
    """What somebody looked at on the page is read; all else, by others, is unread."""

    def __init__(self) -> None:
        self._read: dict[tuple[str, str], int] = {}
        """(user id, channel id) -> the number of the newest message read."""

    def read(self, user_id: str, place: Channel) -> None:
        """They look at it now."""
        self._read[user_id, place.id] = max((each.number for each in place.messages.values()), default=0)

    def unread(self, user_id: str, place: Channel) -> int:
        """How many messages of others came since."""
        since = self._read.get((user_id, place.id), 0)
        return sum(each.number > since and each.user != user_id for each in place.messages.values())

"""A watch that keeps what it was told."""


class Tally:
    """As bot.slack.watching.Watch."""

    def __init__(self) -> None:
        self.calls: list[tuple[str, str]] = []
        self.acks: list[str] = []
        self.posts: list[str] = []
        self.failures: list[str] = []

    def called(self, method: str, answer: str) -> None:
        self.calls.append((method, answer))

    def acked(self, kind: str, seconds: float) -> None:
        self.acks.append(kind)

    def posted(self, kind: str) -> None:
        self.posts.append(kind)

    def failed(self, where: str) -> None:
        self.failures.append(where)

"""The team's templates: the Markdown files that COUNTERSIGN_TEMPLATES names, read anew where they changed."""

from __future__ import annotations

import stat
from importlib import resources
from pathlib import Path

import structlog

log = structlog.get_logger()

LARGEST = 1_000_000
"""Bytes of one template: a form of many hundred fields is a tenth of it."""
ENDING = ".md"

Stamp = tuple[int, int, int]
NO_STAMP: Stamp = (0, 0, 0)
"""Of a file that can't be looked at."""


class Unreadable(Exception):
    """A file or folder that can't be used; str() is one line that names it, says why, and what is wanted."""


class TemplateFiles:
    """A file, or the `.md` files of a folder: texts by their files' names, in the order of the names.

    Hidden files and sub-folders are passed over. Everything here waits for the disk, so it belongs in a
    thread, and in one at a time.
    """

    def __init__(self, where: Path | None) -> None:
        """`where` is None for the default template."""
        self._where = where
        self._stamps: dict[str, Stamp] = {}
        self._texts: dict[str, str] = {}
        self._warned = ""

    def read(self) -> dict[str, str]:
        """All of them, for the start. Unreadable if one can't be read, or if there is none."""
        if self._where is None:
            self._texts = {"task.md": resources.files("bot.template").joinpath("task.md").read_text("utf-8")}
            return self._texts
        stamps = _look(self._where)
        self._texts = {name: _read(_path(self._where, name)) for name in stamps}
        self._stamps = stamps
        return self._texts

    def again(self) -> dict[str, str]:
        """All of them as they are now; where nothing changed, no more than their stamps are read.

        What can't be read (any more) keeps its last good text, and a warning is logged, once.
        """
        if self._where is None:
            return self._texts
        try:
            stamps = _look(self._where)
        except Unreadable as reason:
            if str(reason) != self._warned:
                _warn(reason)
            self._warned = str(reason)
            return self._texts
        self._warned = ""
        if stamps != self._stamps:
            self._texts = self._changed(self._where, stamps) or self._texts
            self._stamps = stamps
        return self._texts

    def _changed(self, where: Path, stamps: dict[str, Stamp]) -> dict[str, str]:
        texts = {}
        for name, stamp in stamps.items():
            known = self._texts.get(name)
            if known is None or stamp != self._stamps.get(name):
                try:
                    known = _read(_path(where, name))
                except Unreadable as reason:
                    _warn(reason)
            if known is not None:
                texts[name] = known
        return texts


def _warn(reason: Unreadable) -> None:
    log.warning("a template can't be read; the last good one stays in use", reason=str(reason))


def _look(where: Path) -> dict[str, Stamp]:
    """Names and stamps, sorted by name. Unreadable for a folder that can't be listed, or holds no template."""
    if not _is_folder(where):
        return {where.name: _stamp(where)}
    try:
        names = [
            each.name
            for each in where.iterdir()
            if each.name.lower().endswith(ENDING) and not each.name.startswith(".") and not each.is_dir()
        ]
    except OSError as error:
        raise Unreadable(f"the folder {where} can't be read: {error.strerror}") from None
    if not names:
        raise Unreadable(f"the folder {where} holds no Markdown file (a name that ends in {ENDING})")
    return {name: _stamp(where / name) for name in sorted(names, key=lambda name: (name.casefold(), name))}


def _is_folder(where: Path) -> bool:
    """Whether it surely is one; what can't be looked at, can't be read either, and that says why."""
    try:
        return where.is_dir()
    except OSError:
        return False


def _stamp(path: Path) -> Stamp:
    """What differs after every change: when the content and the entry were changed, and the size."""
    try:
        found = path.stat()
    except OSError:
        return NO_STAMP
    return found.st_mtime_ns, found.st_ctime_ns, found.st_size


def _path(where: Path, name: str) -> Path:
    return where / name if _is_folder(where) else where


def _read(path: Path) -> str:
    """The file's text, without the mark that some editors put in front of UTF-8. Unreadable, in one line."""
    try:
        if not stat.S_ISREG(path.stat().st_mode):
            raise Unreadable(f"{path} is no file")
        with path.open("rb") as file:
            raw = file.read(LARGEST + 1)
        if len(raw) > LARGEST:
            raise Unreadable(f"{path} is larger than 1 MB, which is the most that a template may be")
        text = raw.decode("utf-8-sig")
    except OSError as error:
        raise Unreadable(f"{path} can't be read: {error.strerror}") from None
    except UnicodeDecodeError as error:
        raise Unreadable(f"{path} is not text in UTF-8: byte {error.start + 1} can't be read") from None
    if not text.strip():
        raise Unreadable(f"{path} is empty: a template is a Markdown file with something to fill in")
    return text

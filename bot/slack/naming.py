"""What templates are called. Pure."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Sequence

from bot.template.form import Form

ENDING = ".md"
HEADING = re.compile(r" {0,3}#[ \t]+(?P<text>.*?)(?:[ \t]+#+)?[ \t]*")
UNDERLINE = re.compile(r" {0,3}=+[ \t]*")
ASKED = re.compile(r"\[[^\]]*\]|\{[^}]*\}|<[^>]*>|_{3,}|\b[A-Z][A-Z0-9]*-(?:X+|N+|0+|#+|\d+)(?![\w-])")
"""What a first heading leaves open: the blanks, and the key's pattern."""
AROUND = " \t:-–—|.,_#()"


def name_of(file: str) -> str:
    """A file's name as it is typed: without `.md`, and with what no screen can show as `?`."""
    name = file[: -len(ENDING)] if file.lower().endswith(ENDING) else file
    return name.encode("utf-8", "replace").decode("utf-8")


def shown_names(templates: Sequence[tuple[str, Form]]) -> list[str]:
    """What each template (its name, its form) is called in a menu: by its first heading, else by its file.

    Where several have the same heading, the files' names stand beside it.
    """
    titles = [_heading(form) or name for name, form in templates]
    often = Counter(titles)
    return [
        f"{title} ({name})" if often[title] > 1 and title != name else title
        for title, (name, _) in zip(titles, templates, strict=True)
    ]


def _heading(form: Form) -> str:
    """The words of the document's first heading that every document has; "" if there are none."""
    here, below = [*re.split(r"\r\n|\r|\n", form.template), "", ""][form.title.line - 1 :][:2]
    found = HEADING.fullmatch(here)
    if found is None and not UNDERLINE.fullmatch(below):
        return ""
    text = found["text"] if found else here
    words = " ".join(re.sub(r"[*`]", "", ASKED.sub(" ", text)).split()).strip(AROUND)
    sections = {page.title for page in form.pages[1:]}
    return words if any(char.isalpha() for char in words) and text.strip() not in sections else ""

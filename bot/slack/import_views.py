"""The modals of an import: what is asked, and that it is being read; and what was typed there back. Pure."""

from __future__ import annotations

from base64 import urlsafe_b64encode
from collections.abc import Sequence
from hashlib import sha256
from typing import Any

from pydantic import BaseModel, ConfigDict

from bot.slack import ids, inputs, views
from bot.slack.download import ENDINGS, refusal
from bot.slack.request import View
from bot.slack.sheet import Choice
from bot.slack.text import Block, clean, context, paragraph, plain, said
from bot.slack.views import BUTTON, TITLE, ModalView, button

FITTING = ids.pack(n="")
"""The option that leaves the choice of the template to the document."""
FITS_BEST = "The one that fits best"

TEMPLATE, TEXT, FILE = "import:template", "import:text", "import:file"
"""Block ids. They stay, so that what was typed stays when the modal is drawn anew with a sentence above it."""

NOTHING = "Paste a document here, or choose a file below."
BOTH = "There is a pasted text above as well. Please take one of the two out: only one can be read."
NO_FILE = "Slack sent no file. Please choose it again."


class Given(BaseModel):
    """A document that somebody gave to be read."""

    model_config = ConfigDict(frozen=True)

    begun: str
    """A random id, fresh with each form."""
    channel: str | None
    """Where the command was typed."""
    template: str = FITTING
    """The chosen option's value."""
    file: str | None = None
    """The file's id in Slack."""
    text: str | None = None
    """What was pasted; not known any more once it is being read after the ack."""
    hash: str = ""
    """The SHA-256 of what was pasted; "" for a file."""

    @property
    def draft_id(self) -> str:
        """The draft that comes of it: always the same, so that a second press makes no second one, and another
        document, given in the same form, does. As hard to guess as `begun`.
        """
        whole = "\n".join([self.begun, self.template, self.file or self.hash])
        return urlsafe_b64encode(sha256(whole.encode()).digest()[:16]).decode().rstrip("=")

    def facts(self) -> dict[str, str | None]:
        """What a view or a button has to remember of it."""
        return {"b": self.begun, "c": self.channel, "t": self.template, "f": self.file, "x": self.hash}


def given_by(facts: dict[str, Any]) -> Given:
    """What `Given.facts` remembered. NotOurs if it is not there."""
    return Given(
        begun=ids.text(facts, "b"),
        channel=_maybe(facts, "c"),
        template=ids.text(facts, "t"),
        file=_maybe(facts, "f"),
        hash=ids.text(facts, "x"),
    )


def _maybe(facts: dict[str, Any], name: str) -> str | None:
    """A fact that may be missing. NotOurs if it is there and no text."""
    return None if facts.get(name) is None else ids.text(facts, name)


def given_in(view: View) -> tuple[Given, dict[str, str]]:
    """What was submitted, and what is wrong with it: sentences by block id. NotOurs for a view that isn't ours."""
    typed = str(_element(view, TEXT).get("value") or "")
    text = clean(typed) if typed.strip() else ""
    files = _element(view, FILE).get("files") or []
    template = (_element(view, TEMPLATE).get("selected_option") or {}).get("value") or FITTING
    given = Given(
        begun=ids.text(view.facts, "b"),
        channel=_maybe(view.facts, "c"),
        template=template,
        file=files[0].get("id") if files else None,
        text=text or None,
        hash=sha256(text.encode()).hexdigest() if text else "",
    )
    return given, _wrong(text, files)


def _wrong(text: str, files: Sequence[dict[str, Any]]) -> dict[str, str]:
    if not files:
        return {} if text else {TEXT: NOTHING}
    if text:
        return {FILE: BOTH}
    sentence = refusal(files[0]) if files[0].get("id") else NO_FILE
    return {FILE: sentence} if sentence else {}


def _element(view: View, block_id: str) -> dict[str, Any]:
    return view.state.get(block_id, {}).get(ids.VALUE) or {}


def form(given: Given, choices: Sequence[Choice], note: str = "") -> ModalView:
    """What is asked: a template if there are several, and a text or a file. `note` stands above."""
    return {
        "type": "modal",
        "callback_id": ids.IMPORT,
        "title": plain("Import a document", TITLE),
        "submit": plain("Read it", TITLE),
        "close": plain("Close", TITLE),
        "private_metadata": ids.pack(b=given.begun, c=given.channel),
        "blocks": [
            *views.notes(note),
            paragraph(
                said(
                    "Makes a task of a filled document; one with the key of a task here edits that task. You see what "
                    "was understood before anything is filed."
                )
            ),
            *_templates(given, choices),
            _pasted(given),
            _file(),
        ],
    }


def _templates(given: Given, choices: Sequence[Choice]) -> list[Block]:
    if len(choices) < 2:
        return []
    options = [{"text": plain(FITS_BEST, BUTTON), "value": FITTING}]
    options += [{"text": plain(each.title, BUTTON), "value": each.value} for each in choices]
    chosen = next((each for each in options if each["value"] == given.template), options[0])
    menu: dict[str, Any] = {"type": "static_select", "initial_option": chosen, **inputs.offered(options)}
    return [_input(TEMPLATE, "Template", menu, "")]


def _pasted(given: Given) -> Block:
    element: dict[str, Any] = {"type": "plain_text_input", "multiline": True, "max_length": inputs.MOST_TYPED}
    if given.text and len(given.text) <= inputs.MOST_TYPED:
        element["initial_value"] = given.text
    hint = f"Markdown, of {inputs.MOST_TYPED:,} characters at most: Slack takes no more here. Give a longer one as a file."
    return _input(TEXT, "Paste a document", element, hint)


def _file() -> Block:
    types = [ending.removeprefix(".") for ending in ENDINGS]
    element = {"type": "file_input", "filetypes": types, "max_files": 1}
    return _input(
        FILE, "Or choose a file", element, "A .md, .markdown or .txt file in UTF-8, of 1 MB at most."
    )


def _input(block_id: str, label: str, element: dict[str, Any], hint: str) -> Block:
    block: Block = {
        "type": "input",
        "block_id": block_id,
        "label": plain(label, 2000),
        "element": {**element, "action_id": ids.VALUE},
        "optional": True,
    }
    return {**block, "hint": plain(hint, 2000)} if hint else block


def reading(given: Given) -> ModalView:
    """That the document is being read; with a press that asks again, should the answer not come."""
    what = "your file" if given.file else "what you pasted"
    return {
        "type": "modal",
        "callback_id": ids.READING,
        "title": plain("Import a document", TITLE),
        "close": plain("Close", TITLE),
        "blocks": [
            paragraph(said(f"Reading {what}…", bold=True)),
            context("What was understood comes here in a moment. Closing this page stops nothing."),
            {"type": "actions", "elements": [button("Look again", ids.LOOK_AGAIN, **given.facts())]},
        ],
    }

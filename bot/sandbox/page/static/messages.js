// A conversation: its messages, with their blocks, files, threads and shortcuts.

import { blocks } from "./blocks.js";
import { composer } from "./composer.js";
import { el, keepingFocus } from "./dom.js";
import { surface } from "./surface.js";
import { mrkdwn } from "./text.js";
import { now, when } from "./times.js";
import { fileAddress } from "./wire.js";

export class Messages {
  constructor(stream, scrolling, perform) {
    this.stream = stream;
    this.scrolling = scrolling;
    this.perform = perform;
    this.drawn = new Map();
    this.open = new Set();
  }

  /** Show a conversation; only messages that changed are drawn anew. */
  show(state) {
    const { closed } = state.places.find((each) => each.id === state.place);
    const context = JSON.stringify([state.me, state.place, state.names, closed]);
    const opened = context !== this.context;
    if (opened) this.begin(context);
    const newest = state.messages.at(-1)?.ts ?? "";
    const more = newest > this.newest;
    const nodes = state.messages.map((message) => this.node(message, state));
    this.empty.hidden = nodes.length > 0;
    this.newest = newest;
    keepingFocus(this.stream, () => arrange(this.list, nodes));
    this.scrolling.drawn(opened, more);
  }

  /** Brings a message before the person's eyes; whether it is there. */
  seek(ts) {
    const found = [...this.stream.querySelectorAll("article")].find((each) => each.dataset.ts === ts);
    const thread = found?.closest("details");
    if (!found) return false;
    if (thread) {
      this.open.add(thread.dataset.ts);
      thread.open = true;
    }
    found.tabIndex = -1;
    found.classList.add("sought");
    found.addEventListener("blur", () => found.classList.remove("sought"), { once: true });
    found.scrollIntoView({ block: "center" });
    found.focus({ preventScroll: true });
    this.scrolling.looked();
    return true;
  }

  begin(context) {
    this.context = context;
    this.newest = "";
    this.drawn.clear();
    this.list = el("ol", { class: "messages" });
    this.empty = el("p", { class: "empty" }, "Nothing has been said here yet.");
    this.stream.replaceChildren(el("div", { role: "log", "aria-label": "Messages" }, this.list, this.empty));
  }

  node(message, state) {
    const json = JSON.stringify([message, saidAt(message, state)]);
    const known = this.drawn.get(message.ts);
    if (known?.json === json) return known.node;
    const node = el("li", {}, this.article(message, state), this.thread(message, state));
    this.drawn.set(message.ts, { json, node });
    return node;
  }

  article(message, state) {
    const where = { place: message.place, ts: message.ts };
    const at = saidAt(message, state);
    const on = surface({ controls: message.controls, names: state.names, where, perform: this.perform });
    return el(
      "article",
      {
        class: message.private ? "message private" : "message",
        "data-ts": message.ts,
        "aria-label": `${message.author}, ${at}`,
      },
      head(message, at),
      message.blocks.length ? blocks(message.blocks, on) : said(message, state.names),
      message.files.map((file) => attached(file, state.me)),
      message.private ? null : this.tools(message, state),
    );
  }

  tools(message, state) {
    const use = (name) => () => this.perform({ act: "use", text: name, place: message.place, ts: message.ts });
    const key = (name) => `${name} ${message.ts}`;
    const shortcut = (name) =>
      el("button", { type: "button", class: "quiet", "data-key": key(name), onclick: use(name) }, name);
    return el("div", { class: "tools" }, state.app.shortcuts.message.map(shortcut));
  }

  thread(message, state) {
    if (message.private) return null;
    const { replies, ts, place } = message;
    const { closed } = state.places.find((each) => each.id === state.place);
    if (closed && !replies.length) return null;
    const toggled = () => {
      if (thread.open && !this.open.has(ts)) thread.scrollIntoView({ block: "nearest" });
      this.open[thread.open ? "add" : "delete"](ts);
    };
    const words = replies.length ? `${replies.length} ${replies.length === 1 ? "reply" : "replies"}` : "Reply";
    const send = (text) => this.perform({ act: "say", place, ts, text });
    const thread = el(
      "details",
      { class: "thread", "data-ts": ts, open: this.open.has(ts), ontoggle: toggled },
      el("summary", { "data-key": `thread ${ts}` }, words),
      el("ol", {}, replies.map((each) => el("li", {}, this.article(each, state)))),
      closed ? null : composer({ key: `${state.me} ${ts}`, label: "Reply in the thread", hints: {}, send }),
    );
    return thread;
  }
}

function saidAt({ at }, { ahead, zone }) {
  return when(at, now(ahead), zone);
}

function head(message, at) {
  return el(
    "p",
    { class: "who" },
    el("strong", {}, message.author),
    message.app ? el("span", { class: "badge" }, "app") : null,
    el("time", { datetime: message.at }, at),
    message.edited ? el("span", { class: "aside" }, "edited") : null,
    message.private ? el("span", { class: "aside" }, "only you see this") : null,
  );
}

function said(message, names) {
  return el("div", { class: "block" }, mrkdwn(message.text, names));
}

function attached(file, who) {
  const size = file.size < 1024 ? `${file.size} bytes` : `${Math.round(file.size / 1024)} KB`;
  const address = fileAddress(who, file);
  return el("p", { class: "file" }, el("a", { href: address, download: file.name }, file.name), ` ${size}`);
}

function arrange(list, nodes) {
  nodes.forEach((node, at) => list.children[at] === node || list.insertBefore(node, list.children[at] ?? null));
  while (list.children.length > nodes.length) list.lastChild.remove();
}

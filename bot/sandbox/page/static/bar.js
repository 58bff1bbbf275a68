// A line at the top that counts what went wrong, opens to tell it, and goes when it was read.

import { el, Region } from "./dom.js";

export class Bar {
  /** `words`: what is said of so many things. */
  constructor(node, words) {
    const lines = el("details");
    const button = el("button", { type: "button", class: "quiet", onclick: () => this.dismiss() }, "Dismiss");
    node.replaceChildren(lines, button);
    Object.assign(this, { node, words, told: 0, dismissed: 0 });
    this.lines = new Region(lines, drawn);
  }

  /** `count`: how many there were in all; `newest`: the last of them, in words. */
  show({ count, newest }) {
    this.told = count;
    // A sandbox that was started anew counts from the beginning.
    this.dismissed = Math.min(this.dismissed, count);
    const left = count - this.dismissed;
    this.node.hidden = !left;
    if (left) this.lines.show({ words: this.words(left), newest: newest.slice(-left) });
  }

  /** What comes later shows again. */
  dismiss() {
    this.dismissed = this.told;
    this.node.hidden = true;
  }
}

function drawn({ words, newest }) {
  return [el("summary", {}, words), el("ul", {}, newest.map((each) => el("li", {}, each)))];
}

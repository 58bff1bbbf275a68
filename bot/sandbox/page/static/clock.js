// What time it is in the workspace, and the buttons that move it, so that reminders can be seen.

import { el } from "./dom.js";
import { now } from "./times.js";

const STEPS = { hour: "+1 hour", day: "+1 day", morning: "Next working morning" };
const SECOND = 1000;

export class Clock {
  constructor(node, perform) {
    this.node = node;
    this.time = el("time");
    const move = (step) => () => this.move(step, perform);
    const button = ([step, words]) => el("button", { type: "button", "data-key": step, onclick: move(step) }, words);
    this.buttons = Object.entries(STEPS).map(button);
    node.replaceChildren(this.time, ...this.buttons);
    this.ahead = 0;
    setInterval(() => this.tick(), SECOND);
  }

  /** Goes on, one press at a time: the app looks at every hour on the way, and that takes a while. */
  async move(step, perform) {
    if (this.node.ariaBusy === "true") return;
    this.node.ariaBusy = "true";
    await perform({ act: "move", step });
    this.node.ariaBusy = "false";
  }

  /**
   * `ahead`: seconds that the workspace's clock is before the real one; `zone`: the person's; `moves`: whether the app
   * goes along when it is moved. One that keeps the real time doesn't, and nothing is to be seen by moving it.
   */
  show({ ahead, zone, moves }) {
    Object.assign(this, { ahead, zone });
    for (const button of this.buttons) button.hidden = !moves;
    this.tick();
  }

  tick() {
    const time = now(this.ahead);
    const format = { weekday: "short", day: "numeric", month: "short", hour: "2-digit", minute: "2-digit" };
    const words = time.toLocaleString("en-GB", { ...format, timeZone: this.zone });
    this.time.dateTime = time.toISOString();
    this.time.textContent = `${words} in ${(this.zone ?? "UTC").split("/").pop().replaceAll("_", " ")}`;
  }
}

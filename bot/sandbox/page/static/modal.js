// The modal on top of the stack, in a dialog that keeps the focus.

import { blocks } from "./blocks.js";
import { byKey, el } from "./dom.js";
import { carriedOver, entered, surface } from "./surface.js";

const NEAR = 4;
/* An input among so many first blocks is where a person begins; below more, they read first. */

export class Modal {
  constructor(dialog, perform) {
    this.dialog = dialog;
    this.perform = perform;
    this.view = null;
    this.fields = [];
    this.keeping = null;
    dialog.addEventListener("cancel", (event) => {
      event.preventDefault();
      this.close(false);
    });
    // A browser lets nobody prevent a second Esc: then the dialog is gone, and the view has to follow.
    dialog.addEventListener("close", () => this.view && !dialog.open && this.close(false));
  }

  /** Show a view, or none. What is typed stays while it is the same view. */
  show(view, names) {
    const before = this.view;
    this.view = view;
    if (!view) this.hide();
    else if (view.id === before?.id && view.hash === before.hash) this.say(view.errors, before.errors);
    else this.draw(view, names, before);
  }

  hide() {
    if (!this.dialog.open) return;
    this.dialog.close();
    this.dialog.replaceChildren();
    this.fields = [];
    const back = document.activeElement === document.body && this.opener && byKey(document, this.opener);
    if (back) back.focus();
  }

  draw(view, names, before) {
    if (!this.dialog.open) this.opener = document.activeElement?.dataset?.key;
    const drawn = surface({ ...view, names, where: { view: view.id }, perform: (...act) => this.does(...act) });
    const body = blocks(view.blocks, drawn);
    if (view.id === before?.id) carriedOver(this.fields, drawn.fields);
    this.fields = drawn.fields;
    for (const field of this.fields) field.node.addEventListener("change", () => this.keeps(field));
    this.dialog.replaceChildren(this.form(view, body));
    if (!this.dialog.open) this.dialog.showModal();
    this.begin(view);
  }

  form(view, body) {
    const submit = async (event) => {
      event.preventDefault();
      if (view.submit) this.does({ act: "submit", view: view.id, entries: await entered(this.fields) });
    };
    this.alert = el("p", { class: "alert", role: "alert", hidden: true });
    const close = (cross) => () => this.close(cross);
    const above = el("p", { class: "depth" }, `Window ${view.depth}, above the one before`);
    const name = { class: "cross", "aria-label": "Close everything" };
    const cross = el("button", { type: "button", ...name, onclick: close(true) }, "×");
    return el(
      "form",
      { novalidate: true, onsubmit: submit },
      el("div", { class: "head" }, el("h2", { id: "modal-title", tabindex: "-1" }, view.title), cross),
      el("div", { class: "body" }, view.depth > 1 ? above : null, this.alert, body),
      el(
        "div",
        { class: "foot" },
        el("button", { type: "button", onclick: close(false) }, view.close || "Cancel"),
        view.submit ? el("button", { type: "submit", class: "primary" }, view.submit) : null,
      ),
    );
  }

  /** Where the person begins: at what is wrong, at the first input if it is near the top, or at the title. */
  begin(view) {
    const first = view.blocks.findIndex((each) => each.type === "input");
    const wanted = view.blocks.find((each) => each.element?.focus_on_load)?.block_id;
    const field =
      this.fields.find((each) => each.wrong) ||
      this.fields.find((each) => each.block === wanted) ||
      (first >= 0 && first < NEAR ? this.fields[0] : null);
    if (field) focusOn(field);
    else this.dialog.querySelector("h2").focus();
    if (!field?.wrong) this.dialog.querySelector(".body").scrollTop = 0;
  }

  /** Say at the inputs what the bot, or Slack, finds wrong. */
  say(errors, before) {
    if (JSON.stringify(errors) === JSON.stringify(before)) return;
    for (const field of this.fields) {
      if (errors[field.block] !== before[field.block]) field.complain(errors[field.block] || "");
    }
    const fresh = this.fields.find((each) => errors[each.block] && errors[each.block] !== before[each.block]);
    if (fresh) focusOn(fresh);
  }

  /** Tell the sandbox what an input holds, so that it says at once what can't be entered. */
  keeps(field) {
    if (field.type !== "file_input" && !field.tells) this.keeping = this.keep(field);
  }

  async keep(field) {
    field.complain("");
    const wanted = await field.read();
    const { block, action } = field;
    const entries = [{ block, action, wanted }];
    const answer = await this.perform({ act: "enter", view: this.view.id, entries });
    if (answer.ok) Object.assign(field, { kept: wanted });
    else field.complain(answer.said.join(" "));
  }

  /** One act at a time on what is shown, after what was typed last; a view drawn meanwhile is free again. */
  async does(act) {
    const form = this.dialog.firstElementChild;
    if (form.getAttribute("aria-busy") === "true") return;
    form.setAttribute("aria-busy", "true");
    await this.keeping;
    const answer = await this.perform(act);
    form.removeAttribute("aria-busy");
    if (!answer.ok || answer.said.length) this.trouble(answer);
  }

  trouble({ said, block }) {
    const field = this.fields.find((each) => each.block === block);
    if (field) {
      field.complain(said.join(" "));
      focusOn(field);
    } else if (this.dialog.open) {
      this.alert.textContent = said.join(" ");
      this.alert.hidden = false;
      this.alert.scrollIntoView({ block: "nearest" });
    }
  }

  async close(cross) {
    if (!this.view) return;
    const answer = await this.perform({ act: "close", view: this.view.id, cross });
    if (!answer.ok) this.trouble(answer);
  }
}

function focusOn({ node }) {
  (node.matches("fieldset") ? node.querySelector("input") || node : node).focus();
}

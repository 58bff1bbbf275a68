// The small question that a button may ask before it does something.

import { el, freshId } from "./dom.js";

/** Asks; whether it was confirmed. */
export function ask(confirm) {
  return new Promise((resolve) => {
    const title = freshId("ask");
    const style = confirm.style || "primary";
    const close = (answer) => () => dialog.close(answer);
    const dialog = el(
      "dialog",
      { class: "modal ask", "aria-labelledby": title, onclose: () => resolve(done(dialog)) },
      el("h2", { id: title }, confirm.title.text),
      el("p", {}, confirm.text.text),
      el(
        "div",
        { class: "foot" },
        el("button", { type: "button", onclick: close("") }, confirm.deny.text),
        el("button", { type: "button", class: style, onclick: close("yes") }, confirm.confirm.text),
      ),
    );
    document.body.append(dialog);
    dialog.showModal();
  });
}

function done(dialog) {
  dialog.remove();
  return dialog.returnValue === "yes";
}

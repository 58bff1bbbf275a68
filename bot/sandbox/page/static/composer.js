// Where messages and slash commands are typed. What is not sent yet stays, conversation by conversation.

import { el, freshId } from "./dom.js";

const unsent = new Map();

/** A form for one conversation or thread. `hints` are the usage hints of slash commands. */
export function composer({ key, label, hints, send }) {
  const id = freshId("say");
  const hint = el("p", { class: "hint", id: `${id}-hint` });
  const about = { "aria-describedby": hint.id, "data-key": `say ${key}` };
  const box = el("textarea", { id, rows: 1, autocomplete: "off", ...about });
  const tell = () => {
    unsent.set(key, box.value);
    hint.replaceChildren(...hintFor(box.value, hints));
  };
  const submit = async (event) => {
    event.preventDefault();
    const text = box.value;
    const answer = await send(text);
    if (answer.ok && unsent.get(key) === text) unsent.delete(key);
    if (answer.ok && box.value === text) box.value = "";
    hint.replaceChildren(...hintFor(box.value, hints));
  };
  const typed = (event) => {
    if (event.key !== "Enter" || event.shiftKey || event.isComposing) return;
    event.preventDefault();
    form.requestSubmit();
  };
  box.value = unsent.get(key) ?? "";
  box.addEventListener("input", tell);
  box.addEventListener("keydown", typed);
  const line = el("div", { class: "line" }, box, el("button", { type: "submit", class: "primary" }, "Send"));
  const form = el("form", { class: "composer", onsubmit: submit }, el("label", { for: id }, label), line, hint);
  return form;
}

function hintFor(text, hints) {
  const command = /^\/\S*/.exec(text)?.[0];
  if (!command) return [];
  const fits = (each) => (text.includes(" ") ? each === command : each.startsWith(command));
  const fitting = Object.keys(hints).filter(fits);
  const words = fitting.map((each) => `${each} ${hints[each]}`).join("  ");
  return words.split(/(?<=\|)/).flatMap((each) => [each, el("wbr")]);
}

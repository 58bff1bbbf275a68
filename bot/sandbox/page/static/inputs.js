// The elements of inputs and menus: each a node, how to read what it holds, and how to put something in.
// `kept` is what the sandbox knows it to hold, so that only what differs is sent.

import { el, freshId } from "./dom.js";

/** A text, a date, a time or a moment. */
export function typed(element, type, holds) {
  const long = element.multiline || element.type === "rich_text_input";
  const more = { placeholder: element.placeholder?.text, autocomplete: "off" };
  const node = long ? el("textarea", { rows: 3, ...more }) : el("input", { type, ...more });
  node.value = holds;
  return { node, kept: holds, read: async () => node.value, put: (value) => (node.value = value) };
}

/** One or several of what is offered. */
export function chooser(element, holds, offers) {
  if (element.type === "radio_buttons") return boxes("radio", holds, offers);
  const many = element.type === "checkboxes" || element.type.startsWith("multi_");
  if (many) return boxes("checkbox", holds, offers);
  return select(element, holds, offers);
}

function select(element, holds, offers) {
  const placeholder = element.placeholder?.text || "Choose";
  const option = (each) => el("option", { value: each.value }, each.text);
  const node = el("select", {}, el("option", { value: "" }, placeholder), offers.map(option));
  node.value = holds;
  return { node, kept: holds, read: async () => node.value, put: (value) => (node.value = value) };
}

function boxes(type, holds, offers) {
  const name = freshId("choice");
  const inputs = offers.map((each) => el("input", { type, name, value: each.value }));
  const row = (each, at) => el("label", { class: "box" }, inputs[at], el("span", {}, each.text, more(each)));
  const rows = offers.map(row);
  const node = el("fieldset", {}, el("div", { class: offers.length > 8 ? "boxes many" : "boxes" }, rows));
  const put = (value) => inputs.forEach((each) => (each.checked = [value].flat().includes(each.value)));
  const chosen = () => inputs.filter((each) => each.checked).map((each) => each.value);
  put(holds);
  return { node, kept: holds, read: async () => (type === "radio" ? (chosen()[0] ?? "") : chosen()), put };
}

function more(offer) {
  return offer.more ? el("small", {}, offer.more) : null;
}

/** Files: what is chosen takes the place of what was there. */
export function files(element, holds) {
  const types = element.filetypes?.map((each) => `.${each}`).join(",");
  const node = el("input", { type: "file", accept: types, multiple: (element.max_files ?? 10) > 1 });
  const read = async () => (node.files.length ? Promise.all([...node.files].map(encoded)) : holds);
  return { node, kept: holds, read, put: () => {} };
}

function encoded(file) {
  return new Promise((resolve, reject) => {
    const reader = new FileReader();
    reader.onerror = () => reject(reader.error);
    reader.onload = () => resolve({ name: file.name, base64: reader.result.split(",")[1] ?? "" });
    reader.readAsDataURL(file);
  });
}

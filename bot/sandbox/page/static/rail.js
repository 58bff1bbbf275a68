// The left side: who you are, where you can be, and what you can begin from anywhere.

import { el, freshId } from "./dom.js";

/** `go(who, place)` moves; `perform` acts. */
export function rail(state, go, perform) {
  return [me(state, go), shortcuts(state, perform), places(state, go)];
}

function me({ people, me: own, place }, go) {
  const id = freshId("who");
  const option = (each) => el("option", { value: each.id, selected: each.id === own }, each.name);
  const choose = (event) => go(event.target.value, place);
  const select = el("select", { id, "data-key": "who", onchange: choose }, people.map(option));
  return el("p", { class: "me" }, el("label", { for: id }, "You are"), select);
}

function places({ places: all, place, me: own, app }, go) {
  const home = app.home ? [{ id: "home", name: `Home of ${app.name}`, unread: 0 }] : [];
  const item = (each) => el("li", {}, entry(each, each.id === place, own, go));
  return el("ul", { class: "places" }, [...all, ...home].map(item));
}

function entry({ id, name, unread }, here, own, go) {
  const shown = { class: unread ? "unread" : null, "aria-current": here ? "page" : null, "data-key": id };
  const count = el("span", { class: "count" }, String(unread), el("span", { class: "hidden" }, " unread"));
  return el("button", { type: "button", ...shown, onclick: () => go(own, id) }, name, unread ? count : null);
}

function shortcuts({ app }, perform) {
  const use = (name) => () => perform({ act: "use", text: name });
  const button = (name) => el("button", { type: "button", "data-key": `use ${name}`, onclick: use(name) }, name);
  return el("div", { class: "shortcuts" }, app.shortcuts.global.map(button));
}

// Making nodes. Every text goes in as a text node, never as markup.

let made = 0;

/** An element. `on…` are listeners, `class` and others attributes; false and null attributes are left out. */
export function el(name, attributes = {}, ...children) {
  const node = document.createElement(name);
  for (const [key, value] of Object.entries(attributes)) {
    if (key.startsWith("on")) node.addEventListener(key.slice(2), value);
    else if (value === true) node.setAttribute(key, "");
    else if (value !== false && value !== null && value !== undefined) node.setAttribute(key, value);
  }
  node.append(...children.flat(9).filter((each) => each !== null && each !== undefined && each !== false));
  return node;
}

/** An id that no other node has. */
export function freshId(word) {
  made += 1;
  return `${word}-${made}`;
}

/** Redraw inside `node`, and leave the focus where it was: on what has the same `data-key`. */
export function keepingFocus(node, draw) {
  const before = node.contains(document.activeElement) ? document.activeElement.dataset.key : undefined;
  draw();
  if (before !== undefined) byKey(node, before)?.focus({ preventScroll: true });
}

/** The first node inside `node` with that `data-key`. */
export function byKey(node, key) {
  return [...node.querySelectorAll("[data-key]")].find((each) => each.dataset.key === key);
}

/** A part of the page that is drawn anew only when what it shows has changed. */
export class Region {
  constructor(node, draw) {
    this.node = node;
    this.draw = draw;
    this.shown = undefined;
  }

  show(data) {
    const next = JSON.stringify(data);
    if (next === this.shown) return;
    this.shown = next;
    keepingFocus(this.node, () => this.node.replaceChildren(...this.draw(data)));
  }
}

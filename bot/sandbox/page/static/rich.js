// Rich text: sections, lists, quotes and code, whose texts are shown as they were typed.

import { el } from "./dom.js";
import { link } from "./text.js";

const STYLES = { bold: "strong", italic: "em", strike: "s", code: "code" };

/** A rich_text block. */
export function richText(block, names) {
  return block.elements.map((each) => part(each, names));
}

function part(node, names) {
  const inside = () => node.elements.map((each) => leaf(each, names));
  switch (node.type) {
    case "rich_text_list":
      return list(node, names);
    case "rich_text_quote":
      return el("blockquote", {}, inside());
    case "rich_text_preformatted":
      return el("pre", {}, inside());
    default:
      return el("p", { class: "typed" }, inside());
  }
}

function list(node, names) {
  const items = node.elements.map((each) => el("li", {}, each.elements.map((one) => leaf(one, names))));
  return el(node.style === "ordered" ? "ol" : "ul", { class: node.indent ? "deeper" : null }, items);
}

function leaf(node, names) {
  switch (node.type) {
    case "link":
      return styled(node, link(node.url, node.text));
    case "user":
      return el("span", { class: "mention" }, `@${names[node.user_id] || node.user_id}`);
    case "channel":
      return el("span", { class: "mention" }, `#${names[node.channel_id] || node.channel_id}`);
    case "broadcast":
      return el("span", { class: "mention" }, `@${node.range}`);
    case "emoji":
      return `:${node.name}:`;
    case "date":
      return node.fallback || String(node.timestamp);
    default:
      return styled(node, node.text ?? "");
  }
}

function styled(node, inside) {
  const names = Object.keys(STYLES).filter((name) => node.style?.[name]);
  return names.reduce((shown, name) => el(STYLES[name], {}, shown), inside);
}

// Blocks, drawn as nodes. What can be touched in them is drawn by `fields.js`.

import { el } from "./dom.js";
import { button, inputBlock, menu } from "./fields.js";
import { richText } from "./rich.js";
import { markdown, mrkdwn } from "./text.js";

/**
 * All blocks. `surface` is what they stand on: its `controls` and `errors`, the `names`, what to do on
 * `press` and `choose`; inputs add themselves to its `fields`.
 */
export function blocks(list, surface) {
  return list.map((block) => {
    const node = one(block, surface);
    node.classList.add("block");
    return node;
  });
}

function one(block, surface) {
  switch (block.type) {
    case "section":
      return section(block, surface);
    case "header":
      return el("h3", {}, block.text.text);
    case "divider":
      return el("hr");
    case "context":
      return el("div", { class: "context" }, block.elements.map((each) => el("div", {}, small(each, surface))));
    case "actions":
      return el("div", { class: "actions" }, block.elements.map((each) => touchable(block, each, surface)));
    case "input":
      return inputBlock(block, surface);
    case "rich_text":
      return el("div", { class: "rich" }, richText(block, surface.names));
    case "markdown":
      return el("div", { class: "rich" }, markdown(block.text, surface.names));
    case "table":
      return el("div", { class: "wide" }, el("table", {}, block.rows.map((row) => cells(row, surface))));
    case "image":
      return el("p", { class: "context" }, block.alt_text);
    default:
      return el("p", { class: "context" }, `(This page doesn't draw “${block.type}” blocks.)`);
  }
}

function section(block, surface) {
  const fields = block.fields?.map((each) => el("div", {}, words(each, surface)));
  return el(
    "div",
    { class: "section" },
    el(
      "div",
      { class: "words" },
      block.text ? el("div", {}, words(block.text, surface)) : null,
      fields ? el("div", { class: "pairs" }, fields) : null,
    ),
    block.accessory ? el("div", { class: "beside" }, touchable(block, block.accessory, surface)) : null,
  );
}

function words(text, surface) {
  return text.type === "mrkdwn" ? mrkdwn(text.text, surface.names) : el("span", { class: "typed" }, text.text);
}

function small(element, surface) {
  return element.type === "image" ? element.alt_text : words(element, surface);
}

function touchable(block, element, surface) {
  if (element.type === "image") return el("span", { class: "context" }, element.alt_text);
  return element.type === "button" ? button(block, element, surface) : menu(block, element, surface);
}

function cells(row, surface) {
  const drawn = (cell) => (cell?.type === "rich_text" ? richText(cell, surface.names) : (cell?.text ?? ""));
  return el("tr", {}, row.map((cell) => el("td", {}, drawn(cell))));
}

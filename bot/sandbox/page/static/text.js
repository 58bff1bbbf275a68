// Slack's two ways of writing text, drawn as nodes: mrkdwn, and the Markdown of `markdown` blocks.

import { el } from "./dom.js";

const CODE = /`([^`\n]+)`/.source;
const REFERENCE = /<([^<>|\n]+)(?:\|([^<>\n]*))?>/.source;
const around = (mark) => `(?<![\\w${mark}])${mark}(?=\\S)([^\\n]*?\\S)${mark}(?![\\w${mark}])`;
const SLACK = new RegExp([CODE, REFERENCE, around("\\*"), around("_"), around("~")].join("|"), "g");
const MARKDOWN = new RegExp(
  [CODE, REFERENCE, around("\\*\\*"), around("_"), around("~~"), /\[([^\]\n]+)\]\(([^()\s]+)\)/.source].join("|"),
  "g",
);
const ESCAPES = { "&lt;": "<", "&gt;": ">", "&amp;": "&" };
// A code span, in which a backslash is one; or a backslash before a mark, which Slack may have escaped.
const BACKSLASH = /`[^`\n]+`|\\(&(?:lt|gt|amp);|[!-/:-@[-`{-~])/g;
const HIDDEN = /[\u{10ff00}-\u{10ff7f}]/gu;
const HIDE = 0x10ff00; // Before private characters that nobody types: a mark among them is no mark until it is drawn.
const SAFE = /^(https?:|mailto:)/i;

/** The three escapes undone, as Slack does. */
function unescaped(text) {
  const shown = text.replace(/&(lt|gt|amp);/g, (found) => ESCAPES[found]);
  return shown.replace(HIDDEN, (mark) => String.fromCodePoint(mark.codePointAt(0) - HIDE));
}

/** The text with each mark that follows a backslash out of sight, as in CommonMark: it structures nothing. */
function literal(text) {
  return text.replace(BACKSLASH, (found, mark) =>
    mark ? String.fromCodePoint(HIDE + (ESCAPES[mark] || mark).codePointAt(0)) : found,
  );
}

/** A link, or only its words where the address is of another kind than the web's. */
export function link(address, words) {
  if (!SAFE.test(address)) return document.createTextNode(words || address);
  return el("a", { href: address, target: "_blank", rel: "noopener noreferrer" }, words || address);
}

/** mrkdwn, in lines, quotes and code. */
export function mrkdwn(text, names) {
  return fenced(text, (part) => quoted(part, (line) => inline(line, SLACK, names)));
}

/** Standard Markdown, as far as Slack draws it: headings, lists, boxes, quotes, tables, code. */
export function markdown(text, names) {
  return fenced(text, (part) => lines(literal(part), (line) => inline(line, MARKDOWN, names)));
}

function inline(text, pattern, names) {
  const nodes = [];
  let end = 0;
  for (const found of text.matchAll(pattern)) {
    nodes.push(unescaped(text.slice(end, found.index)), marked(found, pattern, names));
    end = found.index + found[0].length;
  }
  nodes.push(unescaped(text.slice(end)));
  return nodes;
}

function marked([, code, target, label, bold, italic, struck, words, address], pattern, names) {
  if (code !== undefined) return el("code", {}, unescaped(code));
  if (target !== undefined) return reference(unescaped(target), label && unescaped(label), names);
  if (bold !== undefined) return el("strong", {}, inline(bold, pattern, names));
  if (italic !== undefined) return el("em", {}, inline(italic, pattern, names));
  if (struck !== undefined) return el("s", {}, inline(struck, pattern, names));
  return link(unescaped(address), unescaped(words));
}

function reference(target, label, names) {
  if (target[0] === "@" || target[0] === "#") {
    return el("span", { class: "mention" }, target[0] + (names[target.slice(1)] || label || target.slice(1)));
  }
  if (target[0] === "!") return el("span", { class: "mention" }, label || `@${target.slice(1)}`);
  return link(target, label);
}

function fenced(text, draw) {
  return text.split("```").map((part, number) => {
    if (number % 2 === 0) return part.trim() ? draw(part.replace(/^\n|\n$/g, "")) : [];
    return el("pre", {}, unescaped(part.replace(/^\w*\n|\n$/g, "")));
  });
}

function quoted(text, draw) {
  return text.split("\n").map((line, number) => {
    const quote = /^(?:&gt;|>) ?(.*)$/.exec(line);
    if (quote) return el("blockquote", {}, draw(quote[1]));
    return [number ? el("br") : null, draw(line)];
  });
}

function lines(text, draw) {
  const rows = text.split("\n");
  const nodes = [];
  for (let at = 0; at < rows.length; at += 1) {
    if (/^\s*\|.*\|\s*$/.test(rows[at])) {
      const start = at;
      while (at + 1 < rows.length && /^\s*\|.*\|\s*$/.test(rows[at + 1])) at += 1;
      nodes.push(table(rows.slice(start, at + 1), draw));
    } else if (rows[at].trim()) nodes.push(line(rows[at], draw));
  }
  return nodes;
}

function line(text, draw) {
  const heading = /^(#{1,6}) +(.*)$/.exec(text);
  if (heading) return el("p", { class: "heading" }, draw(heading[2]));
  const item = /^(\s*)(?:[-*]|\d+\.) +(?:\[([ xX])\] +)?(.*)$/.exec(text);
  if (!item) return el("p", {}, draw(text.replace(/^(?:&gt;|>) ?/, "")));
  const mark = item[2] === undefined ? "•" : item[2] === " " ? "☐" : "☑";
  return el("p", { class: item[1].length ? "item deeper" : "item" }, `${mark} `, draw(item[3]));
}

function table(rows, draw) {
  const cells = rows
    .filter((row) => !/^[\s|:-]+$/.test(row))
    .map((row) => row.trim().replace(/^\||\|$/g, "").split(/(?<!\\)\|/));
  const [head, ...body] = cells.map((row) => row.map((cell) => draw(cell.trim().replace(/\\\|/g, "|"))));
  return el(
    "div",
    { class: "wide" },
    el(
      "table",
      {},
      el("thead", {}, el("tr", {}, head.map((cell) => el("th", { scope: "col" }, cell)))),
      el("tbody", {}, body.map((row) => el("tr", {}, row.map((cell) => el("td", {}, cell))))),
    ),
  );
}

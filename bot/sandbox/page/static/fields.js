// What can be pressed, chosen and filled in: buttons, menus, and inputs with label, hint and error.

import { ask } from "./asking.js";
import { el, freshId } from "./dom.js";
import { chooser, files, typed } from "./inputs.js";

const TYPED = {
  plain_text_input: "text",
  number_input: "text",
  email_text_input: "text",
  url_text_input: "text",
  rich_text_input: "text",
  datepicker: "date",
  timepicker: "time",
  datetimepicker: "datetime-local",
};
/* Numbers and addresses are typed as text, so that what the sandbox says of a wrong one is what is seen. */

/** A button; what it asks for first is asked. */
export function button(block, element, surface) {
  const press = async () => {
    if (element.confirm && !(await ask(element.confirm))) return;
    surface.press({ block: block.block_id, action: element.action_id });
  };
  const key = `${element.action_id} ${element.text.text}`;
  return el(
    "button",
    { type: "button", class: element.style || null, "data-key": key, onclick: press },
    element.text.text,
  );
}

/** A menu outside of inputs: each choice is told at once. */
export function menu(block, element, surface) {
  const control = drawn(block, element, surface);
  const name = element.placeholder?.text || block.text?.text || "Choose";
  control.node.setAttribute("aria-label", name);
  control.node.dataset.key = `${element.action_id} ${name}`;
  const choose = async () => {
    const wanted = await control.read();
    const touched = { block: block.block_id, action: element.action_id, wanted };
    if (wanted !== "" && (!element.confirm || (await ask(element.confirm)))) surface.choose(touched);
  };
  control.node.addEventListener("change", choose);
  return control.node;
}

/** An input with its label, hint and error; its field is added to the surface's. */
export function inputBlock(block, surface) {
  const { element } = block;
  const control = drawn(block, element, surface);
  const error = surface.errors[block.block_id];
  const about = { hint: freshId("hint"), error: freshId("error") };
  const said = el("p", { class: "error", id: about.error, hidden: !error }, error || "");
  const optional = block.optional ? el("span", { class: "optional" }, " (optional)") : null;
  const hint = block.hint ? el("p", { class: "hint", id: about.hint }, block.hint.text) : null;
  describe(control.node, [hint && about.hint, about.error], error);
  if (!block.optional && control.node.tagName !== "FIELDSET") control.node.setAttribute("aria-required", "true");
  surface.fields.push(field(block, control, said));
  if (block.dispatch_action) {
    control.node.addEventListener("change", async () =>
      surface.choose({ block: block.block_id, action: element.action_id, wanted: await control.read() }),
    );
  }
  return labelled(control, [block.label.text, optional], [hint, said]);
}

function labelled(control, label, below) {
  if (control.node.tagName === "FIELDSET") {
    control.node.prepend(el("legend", {}, label));
    control.node.append(...below.filter(Boolean));
    return el("div", { class: "field" }, control.node);
  }
  control.node.id = freshId("input");
  return el("div", { class: "field" }, el("label", { for: control.node.id }, label), control.node, below);
}

function describe(node, ids, error) {
  node.setAttribute("aria-describedby", ids.filter(Boolean).join(" "));
  if (error) node.setAttribute("aria-invalid", "true");
}

function field(block, control, said) {
  return {
    block: block.block_id,
    action: block.element.action_id,
    type: block.element.type,
    tells: Boolean(block.dispatch_action),
    node: control.node,
    read: control.read,
    put: control.put,
    kept: control.kept,
    wrong: Boolean(said.textContent),
    /** Say at the input what is wrong with it. */
    complain(sentence) {
      said.textContent = sentence;
      said.hidden = !sentence;
      control.node.setAttribute("aria-invalid", String(Boolean(sentence)));
    },
  };
}

function drawn(block, element, surface) {
  const { holds, offers } = surface.controls[block.block_id][element.action_id];
  if (element.type === "file_input") return files(element, holds);
  if (element.type in TYPED) return typed(element, TYPED[element.type], holds);
  return chooser(element, holds, offers || []);
}

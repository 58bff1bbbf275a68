// What blocks stand on: a view, or a message. Knows what was typed, and says it along with each act.

/** A surface. `where` names it to the sandbox: `{view}`, or `{place, ts}`; `perform` does an act there. */
export function surface({ controls, errors = {}, names, where, perform }) {
  const made = { controls, errors, names, fields: [] };
  const doing = (act) => async (on) => {
    const entries = where.view ? await entered(made.fields) : [];
    await perform({ act, ...where, on, entries }, made.fields);
  };
  return Object.assign(made, { press: doing("press"), choose: doing("choose") });
}

/** What differs from what the sandbox knows. */
export async function entered(fields) {
  const read = await Promise.all(fields.map(async (each) => [each, await each.read()]));
  return read
    .filter(([field, wanted]) => !same(wanted, field.kept))
    .map(([{ block, action }, wanted]) => ({ block, action, wanted }));
}

/** What was typed and not yet sent goes over to the inputs of the same name, when a view is drawn anew. */
export function carriedOver(before, now) {
  for (const field of now) {
    const old = before.find((each) => each.block === field.block && each.action === field.action);
    if (old && old.type === field.type) old.read().then((typed) => same(typed, old.kept) || field.put(typed));
  }
}

/** Whether two values of an input say the same. */
export function same(one, other) {
  return JSON.stringify(one) === JSON.stringify(other);
}

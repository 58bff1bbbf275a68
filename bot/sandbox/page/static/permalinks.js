// Links to messages of this workspace lead to Slack's address; here they lead to the message on this page.

const MESSAGE = /^\/archives\/([A-Z0-9]+)\/p(\d+)(\d{6})$/;

/** Which message a link means, `{place, ts}`; null for every other link. `workspace`: its address. */
export function meant(link, workspace) {
  if (!link?.href || new URL(link.href).origin !== new URL(workspace).origin) return null;
  const found = MESSAGE.exec(new URL(link.href).pathname);
  return found && { place: found[1], ts: `${found[2]}.${found[3]}` };
}

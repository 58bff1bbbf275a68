// Asking the sandbox what there is to see, and telling it what is done.

/** What `who` sees at `place`, once it differs from the version `seen`; null if nothing came for a while. */
export async function look(who, place, seen, signal) {
  const query = new URLSearchParams({ who, place, seen });
  const answer = await fetch(`/page/state?${query}`, { signal });
  if (answer.status === 204) return null;
  if (!answer.ok) throw new Error(await answer.text());
  return answer.json();
}

/** One act. `said`: what the person is told about it; `block`: the input where something can't be entered. */
export async function act(facts) {
  try {
    const answer = await fetch("/page/act", {
      method: "POST",
      headers: { "Content-Type": "application/json" },
      body: JSON.stringify(facts),
    });
    if (answer.ok) return answer.json();
    return { ok: false, said: [`The sandbox did not take that: ${await answer.text()}`], block: "" };
  } catch {
    return { ok: false, said: ["The sandbox doesn't answer. Is the demo still running?"], block: "" };
  }
}

/** Where a file is downloaded from. */
export function fileAddress(who, file) {
  return `/page/file/${encodeURIComponent(file.id)}?${new URLSearchParams({ who })}`;
}

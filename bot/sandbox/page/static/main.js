// The page: looks at the sandbox again and again, draws what changed, and sends what is done.

import { Bar } from "./bar.js";
import { blocks } from "./blocks.js";
import { Clock } from "./clock.js";
import { composer } from "./composer.js";
import { el, Region } from "./dom.js";
import { Messages } from "./messages.js";
import { Modal } from "./modal.js";
import { meant } from "./permalinks.js";
import { rail } from "./rail.js";
import { Scrolling } from "./scrolling.js";
import { surface } from "./surface.js";
import { now, when } from "./times.js";
import { act, look } from "./wire.js";

const AGAIN = 1000;
/* Milliseconds until a sandbox that did not answer is asked again. */
const STAYS = 8000;
/* Milliseconds that a note stands in the corner. */

const at = (id) => document.getElementById(id);
const [first, second] = decodeURIComponent(location.hash.slice(1)).split("/");
let who = first ?? "";
let place = second ?? "";
let seen = "";
let sought = "";
let address = location.href;
let waiting = new AbortController();

const modal = new Modal(at("modal"), perform);
const scrolling = new Scrolling(at("stream"), at("news"));
const messages = new Messages(at("stream"), scrolling, say);
const clock = new Clock(at("clock"), say);
const side = new Region(at("rail"), (state) => rail(state, go, say));
const foot = new Region(at("composer"), writing);
const home = new Region(at("stream"), homeTab);
const refused = new Bar(at("trouble"), (count) => `Slack would have refused ${things(count)} of the app`);
const unanswered = new Bar(at("unanswered"), (count) => `The app didn't answer ${things(count)}`);

/** Does something, and draws what came of it before it returns. */
async function perform(facts) {
  const answer = await act({ who, ...facts });
  await update("", undefined).catch(() => null);
  return answer;
}

/** Looks, and draws what is seen, unless the person has gone elsewhere meanwhile. */
async function update(version, signal) {
  const asked = [who, place];
  const state = await look(...asked, version, signal);
  if (state && asked[0] === who && asked[1] === place) draw(state);
}

/** Does something outside of modals; what the person is told stands in the corner. */
async function say(facts) {
  const answer = await perform(facts);
  for (const each of answer.said) toast(each);
  return answer;
}

function go(nextWho, nextPlace, ts = "") {
  who = nextWho;
  place = nextPlace;
  seen = "";
  sought = ts;
  waiting.abort();
  if (place === "home") say({ act: "home" });
}

function draw(state) {
  ({ me: who, place, version: seen } = state);
  if (location.hash !== `#${who}/${place}`) history.replaceState(null, "", `#${who}/${place}`);
  const name = state.places.find((each) => each.id === place)?.name ?? `Home of ${state.app.name}`;
  at("title").textContent = name;
  document.title = `${name} · Countersign's sandbox`;
  scrolling.looked();
  drawAround(state, name);
  if (place === "home") drawHome(state);
  else drawMessages(state);
  modal.show(state.modal, state.names);
}

/** What stands around the stream; drawn before it, since it decides how high the stream is. */
function drawAround({ people, places, app, me, zone, ahead, moves, ...wrong }, name) {
  side.show({ people, places, app, me, place });
  clock.show({ zone, ahead, moves });
  address = app.address;
  const closed = places.find((each) => each.id === place)?.closed;
  foot.show({ me, place, name, hints: app.hints, closed });
  const told = ({ at: moment, what }) => `${when(moment, now(ahead), zone)} · ${what}`;
  refused.show({ ...wrong.trouble, newest: wrong.trouble.newest.map(told) });
  unanswered.show({ ...wrong.unanswered, newest: wrong.unanswered.newest.map(told) });
}

function drawHome({ home: view, names }) {
  const opened = home.shown === undefined;
  messages.context = undefined;
  home.show({ view, names });
  if (opened) scrolling.toTop();
}

function drawMessages(state) {
  home.shown = undefined;
  messages.show(state);
  if (sought && messages.seek(sought)) sought = "";
}

function writing({ me, place: here, name, hints, closed }) {
  if (here === "home") return [];
  if (closed) return [el("p", { class: "empty" }, closed)];
  const label = `Write in ${name}, or a command such as ${Object.keys(hints)[0] ?? "/"}`;
  const send = (text) => say({ act: "say", place: here, text });
  return [composer({ key: `${me} ${here}`, label, hints, send })];
}

function homeTab({ view, names }) {
  if (!view) return [el("p", { class: "empty" }, "The app has not drawn its Home tab yet.")];
  return blocks(view.blocks, surface({ ...view, names, where: { view: view.id }, perform: say }));
}

function things(count) {
  return count === 1 ? "one thing" : `${count} things`;
}

function toast(words) {
  const note = el("p", {}, words);
  at("toasts").append(note);
  setTimeout(() => note.remove(), STAYS);
}

async function watch() {
  waiting = new AbortController();
  const { signal } = waiting;
  try {
    await update(seen, signal);
    document.body.classList.remove("away");
  } catch {
    if (signal.aborted) return;
    document.body.classList.add("away");
    await new Promise((resolve) => setTimeout(resolve, AGAIN));
  }
}

document.addEventListener("click", async (event) => {
  const message = meant(event.target.closest("a"), address);
  if (!message) return;
  event.preventDefault();
  await modal.close(true);
  go(who, message.place, message.ts);
});

for (;;) await watch();

// @ts-nocheck It runs in a browser, whose types this project does not load.
// The phone. A call is its world and what the caller did, at times; the server says how it goes on if the caller does nothing more.

import { addressOf, callOfAddress, flowOfAddress } from "./address.js";
import { flows, Refused, test, timeline } from "./api.js";
import { Clock } from "./clock.js";
import { Diagram } from "./diagram.js";
import { clockText, el, find } from "./dom.js";
import { Sound } from "./sound.js";
import { statusText } from "./status.js";
import { addAsked, addEnding, addMoment, addVariables } from "./talk.js";
import { questionForm, World } from "./world.js";

const world = new World();
const sound = new Sound();
const diagram = new Diagram();
const clock = new Clock(tick);

/** What can be dialled. */
let dialable;
/** The call: `flow`, `given`, `acts`. */
let call;
/** Its timeline, and how many moments of it were shown. */
let line;
let shown = 0;
let isOver = true;
/** Requests go one after the other. */
let sending = Promise.resolve();

// Choosing

function choices({ numbers, flows: all }) {
  const nameOf = (id) => all.find((flow) => flow.id === id && flow.from === "published")?.name ?? "?";
  const numberOptions = numbers.map(({ number, flows: led }) =>
    option({ number }, `${number} · ${[...new Set(led.map(({ id }) => nameOf(id)))].join(", ")}`),
  );
  const of = (from) =>
    all
      .filter((flow) => flow.from === from && flow.type !== "commonModule")
      .map(({ id, name, version }) => option({ id, from }, `${name}${version === undefined ? "" : ` ${version}`}`));
  return [
    ["Numbers", numberOptions],
    ["Published flows", of("published")],
    ["Drafts of the checkout", of("draft")],
  ].flatMap(([label, options]) => (options.length === 0 ? [] : el("optgroup", { label }, ...options)));
}

const option = (target, text) => el("option", { value: JSON.stringify(target) }, text);

const target = () => JSON.parse(find("#target").value || "{}");

/** The flow that is chosen; of a number, one that it leads to. */
function chosen() {
  const { id, from = "published", number } = target();
  const led = dialable.numbers.find((one) => one.number === number)?.flows[0]?.id;
  return dialable.flows.find((flow) => flow.from === from && flow.id === (id ?? led));
}

/** Chooses what a call of the address or of this visit dialled, so the phone has its keys or its paper. */
function choose(wanted) {
  const found = [...find("#target").options].find(({ value }) => value === JSON.stringify(wanted));
  if (found) found.selected = true;
  showHolds();
}

function showHolds() {
  const parts = (chosen()?.holds ?? []).map(({ module, version, published }) =>
    version === published
      ? el("span", {}, `holds ${module} ${version}`)
      : el("strong", { class: "badge" }, `holds version ${version} of ${module}; ${published} is published`),
  );
  find("#holds").replaceChildren(...parts);
  showMedium();
}

const LISTENS = { email: "Write an e-mail", message: "Write a message", chat: "Write" };

function showMedium() {
  const media = chosen()?.media ?? "call";
  const isWritten = media in LISTENS;
  find("#keypad").hidden = isWritten;
  find("#speak").hidden = !isWritten && isOver;
  find("#words-label").textContent = LISTENS[media] ?? "Say";
  find("#words").rows = isWritten ? 4 : 1;
  find("#call").lastChild.textContent = isWritten ? " Begin" : " Call";
}

// Calling

async function begin(next) {
  call = next;
  choose(next.flow);
  sound.stop();
  find("#talk").replaceChildren();
  find("#asked").replaceChildren();
  find("#variables").replaceChildren();
  find("#answer").hidden = true;
  find("#keep").hidden = true;
  find("#kept-text").hidden = true;
  find("#kept").textContent = "";
  diagram.begin(call);
  shown = 0;
  isOver = false;
  await refresh();
  if (!line) return;
  addToHistory(next);
  live(true);
  pause(false);
  clock.start();
}

/** Asks how the call goes on. Time stands still meanwhile. */
function refresh() {
  const release = clock.hold();
  sending = sending.then(async () => {
    try {
      line = await timeline(call);
      find("#problem").hidden = true;
      find("#who").textContent = `${line.flow.name}${line.flow.version === undefined ? "" : ` ${line.flow.version}`}`;
    } catch (error) {
      if (!(error instanceof Refused)) throw error;
      line = undefined;
      over();
      find("#problem").textContent = error.message;
      find("#problem").hidden = false;
    } finally {
      release();
    }
  });
  return sending;
}

/** The caller does something now. What a shared call would have done later is left out. */
function act(what) {
  if (isOver || !call) return;
  if (!find("#answer").hidden) {
    // The call stands at a question of the world: a caller who hangs up does not wait for it.
    if (what.does !== "hangs up") return;
    find("#answer").hidden = true;
    addEnding({ ends: "hung up", at: clock.now });
    over();
    return;
  }
  const atMs = Math.round(clock.now);
  call = { ...call, acts: [...call.acts.filter((one) => one.atMs <= atMs), { atMs, ...what }] };
  sound.stop();
  refresh().then(tick);
}

/** Shows what has happened until now. */
function tick() {
  // A question of the world stands until it has an answer.
  if (!line || isOver || !find("#answer").hidden) return;
  while (shown < line.moments.length && line.moments[shown].at <= clock.now) show(line.moments[shown++]);
  const { ending, unanswered } = line;
  if (clock.now >= ending.at && shown === line.moments.length) end(ending, unanswered);
  find("#time").textContent = clockText(Math.min(clock.now, ending.at));
  find("#status").textContent = isOver ? "The call is over" : statusText(line, { shown, clock });
}

function show(moment) {
  addMoment(moment);
  addAsked(moment);
  addVariables(moment);
  diagram.at(moment.place);
  if (moment.event === "hears") hear(moment);
}

/** The voice may need more time than the clock counts: then time stands still until it has finished. */
async function hear(moment) {
  let release;
  const end = moment.at + moment.lastsMs;
  const watch = setInterval(() => {
    if (!release && clock.now >= end - 100) release = clock.hold();
  }, 50);
  await sound.play(moment);
  clearInterval(watch);
  release?.();
}

function end(ending, unanswered) {
  clock.stop();
  if (unanswered) {
    find("#status").textContent = "The flow waits for an answer of the world";
    questionForm(unanswered, (group, name, value) => {
      const answer = withRows(call.given[group]?.[name], value);
      world.answer(group, name, answer);
      call = { ...call, given: { ...call.given, [group]: { ...call.given[group], [name]: answer } } };
      const { now } = clock;
      refresh().then(() => line && clock.start(now));
    });
    return;
  }
  addEnding(ending);
  over();
}

/** Rows of a table join those that were answered before; any other answer replaces the one before. */
function withRows(before, answer) {
  const areRows = (one) => typeof one === "object" && Object.values(one).every((row) => typeof row === "object");
  return areRows(before) && areRows(answer) ? { ...before, ...answer } : answer;
}

function over() {
  isOver = true;
  clock.stop();
  live(false);
  find("#keep").hidden = !line;
  find("#status").textContent = line ? "The call is over" : "";
}

function live(isLive) {
  for (const key of find("#keypad").children) key.disabled = !isLive;
  for (const id of ["hang-up", "pause", "skip"]) find(`#${id}`).disabled = !isLive;
  find("#speak").hidden = !isLive && !(chosen()?.media in LISTENS);
  for (const id of ["call", "target"]) find(`#${id}`).disabled = isLive;
}

function pause(is) {
  clock.isPaused = is;
  pressed("#pause", is);
  find("#pause").textContent = is ? "Go on" : "Pause";
}

/** Skips to the next moment: something happens, the flow begins to listen, or a time-out is over. */
function skip() {
  const { moments, waits, ending } = line;
  const listens = waits.find(({ fromMs }) => fromMs > clock.now)?.fromMs ?? ending.at;
  sound.stop();
  clock.skipTo(Math.min(moments[shown]?.at ?? ending.at, listens));
}

// Keeping

async function copied(text, done) {
  try {
    await navigator.clipboard.writeText(text);
    return done;
  } catch {
    return "It could not be copied: select it below.";
  }
}

async function keep(event) {
  event.preventDefault();
  const save = event.submitter?.value === "save";
  const name = find("#test-name").value.trim();
  try {
    const kept = await saved({ save, name });
    if (!kept) return;
    const { file, text, failure } = kept;
    find("#kept-text pre").textContent = text;
    find("#kept-text").hidden = false;
    const done = save ? `Saved as ${file}.` : await copied(text, `Copied. Put it into ${file}.`);
    find("#kept").textContent = failure === undefined ? done : `${done} It does not pass yet: ${failure}`;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    find("#kept").textContent = error.message;
  }
}

async function saved(o) {
  try {
    return await test(call, o);
  } catch (error) {
    if (error.status !== 409 || !confirm(`${error.message} Write over it?`)) throw error;
    return test(call, { ...o, over: true });
  }
}

/** Without what was written first, an e-mail or a message has nothing to begin with. */
const isFirstText = ({ atMs, does }) => atMs === 0 && does === "writes";

function addToHistory(one) {
  const again = el("button", { type: "button" }, "Call again");
  again.addEventListener("click", () => begin({ ...one, acts: one.acts.filter(isFirstText) }));
  find("#history").prepend(el("li", {}, `${find("#who").textContent} `, again));
}

// Wiring

find("#dial").addEventListener("submit", (event) => {
  event.preventDefault();
  begin({ flow: target(), given: world.given(), acts: [] });
});
find("#target").addEventListener("change", showHolds);
find("#keypad").addEventListener("click", ({ target: key }) => {
  const { key: keys } = key.closest("[data-key]")?.dataset ?? {};
  if (keys) act({ does: "presses", keys });
});
document.addEventListener("keydown", (event) => {
  if (event.ctrlKey || event.altKey || event.metaKey || /^(?:INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName))
    return;
  if (!/^[\d*#]$/.test(event.key) || isOver || find("#keypad").hidden) return;
  event.preventDefault();
  act({ does: "presses", keys: event.key });
});
find("#speak").addEventListener("submit", (event) => {
  event.preventDefault();
  const text = find("#words").value.trim();
  if (text === "") return;
  const does = chosen()?.media in LISTENS ? "writes" : "says";
  find("#words").value = "";
  if (isOver) begin({ flow: target(), given: world.given(), acts: [{ atMs: 0, does, text }] });
  else act({ does, text });
});
find("#hang-up").addEventListener("click", () => act({ does: "hangs up" }));
find("#skip").addEventListener("click", skip);
find("#pause").addEventListener("click", () => {
  pause(!clock.isPaused);
  tick();
});
find("#fast").addEventListener("click", () => {
  clock.isFast = !clock.isFast;
  pressed("#fast", clock.isFast);
});
find("#sound").addEventListener("click", () => {
  sound.isOn = !sound.isOn;
  if (!sound.isOn) sound.stop();
  pressed("#sound", sound.isOn);
});
const pressed = (selector, is) => find(selector).setAttribute("aria-pressed", String(is));
find("#test").addEventListener("submit", keep);
find("#share").addEventListener("click", async () => {
  const address = addressOf(call);
  history.replaceState(null, "", address);
  find("#kept").textContent = await copied(address, "Copied: this address makes the same call again.");
});

async function load() {
  try {
    dialable = await flows();
  } catch (error) {
    find("#problem").textContent = error.message;
    find("#problem").hidden = false;
    return;
  }
  find("#target").replaceChildren(...choices(dialable));
  world.show(dialable.world);
  const { drafts } = dialable;
  if (drafts?.problem) {
    find("#problem").textContent = drafts.problem;
    find("#problem").hidden = false;
  }
  const shared = callOfAddress();
  choose(flowOfAddress());
  if (shared) begin(shared);
}

load();

// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// The phone. A call consists of its world and the caller's timed acts; the server returns the rest of the call,
// assuming that the caller does nothing more.

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

/** The flows and numbers that can be dialled. */
let dialable;
/** The current call: `flow`, `given`, `acts`. */
let call;
/** The call's timeline, and how many of its moments are shown. */
let line;
let shown = 0;
let isOver = true;
/** Serialises the requests. */
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

/** The selected flow; for a number, one of the flows that it routes to. */
function chosen() {
  const { id, from = "published", number } = target();
  const led = dialable.numbers.find((one) => one.number === number)?.flows[0]?.id;
  return dialable.flows.find((flow) => flow.from === from && flow.id === (id ?? led));
}

/**
 * Selects the number or flow of a call from the URL or the history, so that the phone shows the keypad or the text box.
 */
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

/** Requests the rest of the call. The clock stops meanwhile. */
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

/** Records an act of the caller at the current time, and drops the later acts of a shared call. */
function act(what) {
  if (isOver || !call) return;
  if (!find("#answer").hidden) {
    // The call waits for an answer about its world: hanging up does not need one.
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

/** Shows everything that has happened up to now. */
function tick() {
  // A question about the world stays on display until it has an answer.
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

/** Speech may take longer than the timeline assumes: then the clock stops until it finishes. */
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
    find("#status").textContent = "The call is waiting for your answer";
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

/** Table rows are added to earlier ones; any other answer replaces the earlier one. */
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
  find("#pause").textContent = is ? "Resume" : "Pause";
}

/** Skips to the next moment: an event, the start of listening, or a time-out. */
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
    return "Copying failed. Select the text below and copy it yourself.";
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
    const done = save ? `Saved as ${file}.` : await copied(text, `Copied. Paste it into ${file}.`);
    find("#kept").textContent = failure === undefined ? done : `${done} The test does not pass yet: ${failure}`;
  } catch (error) {
    if (!(error instanceof Refused)) throw error;
    find("#kept").textContent = error.message;
  }
}

async function saved(o) {
  try {
    return await test(call, o);
  } catch (error) {
    if (error.status !== 409 || !confirm(`${error.message} Overwrite it?`)) throw error;
    return test(call, { ...o, over: true });
  }
}

/** An e-mail or message conversation cannot begin without its first text. */
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
  find("#kept").textContent = await copied(address, "Copied. Opening this link repeats the call.");
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

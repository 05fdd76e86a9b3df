// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// The readable conversation and its internal events: one line per moment.

import { clockText, el, find, valueText } from "./dom.js";

const list = () => find("#talk");

function line(who, at, ...content) {
  const item = el(
    "li",
    { class: who },
    ...content,
    el("time", { class: "version", "aria-hidden": "true" }, clockText(at)),
  );
  list().append(item);
  const box = list().parentElement;
  box.scrollTop = box.scrollHeight;
  return item;
}

const said = (name) => el("span", { class: "hidden" }, `${name}: `);

/** Adds a moment to the conversation; skips internal ones. */
export function addMoment(moment) {
  const { at } = moment;
  switch (moment.event) {
    case "hears":
      return line("flow", at, said("Flow"), moment.text);
    case "reads":
      return line("flow written", at, said("Flow writes"), moment.text);
    case "does":
      return addAct(moment);
    case "waits":
      return line(
        "note",
        at,
        moment.music ? `♪ Music for ${clockText(moment.lastsMs)}` : `Pause of ${clockText(moment.lastsMs)}`,
      );
    case "asks":
      return moment.question.asks === "transfer" ? line("note", at, transferText(moment)) : undefined;
    case "enters":
      return line("note", at, enteredText(moment), staleBadge(moment));
    case "fault":
      return line("note fault", at, `The flow failed: ${moment.message}`);
    default:
      return undefined;
  }
}

/** Consecutive keys share one line. */
function addAct({ at, act }) {
  const last = list().lastElementChild;
  if (act.does === "nothing") line("note", at, "Silence");
  else if (act.does === "presses" && last?.classList.contains("keys"))
    last.querySelector("span:not(.hidden)").append(act.keys);
  else if (act.does === "presses") line("caller keys", at, said("Caller presses"), el("span", {}, act.keys));
  else line("caller", at, said("Caller"), act.does === "hangs up" ? "Hangs up" : act.text);
}

function transferText({ question: { to }, answer }) {
  const priority = to.priority ? `, priority ${to.priority}` : "";
  const where = `${to.kind} ${to.name}${priority}`;
  return answer.path === "transferred" ? `Transferred to the ${where}` : `The transfer to the ${where} failed`;
}

const enteredText = ({ flow, version }) => `Enters ${flow}${version === undefined ? "" : ` ${version}`}`;

function staleBadge({ flow, version, published }) {
  if (published === undefined) return undefined;
  return el("strong", { class: "badge" }, `holds version ${version} of ${flow}; ${published} is published`);
}

/** How a conversation ended. */
export function addEnding({ ends, at, to, answered, outcome, why }) {
  const texts = {
    disconnected: "The flow hangs up.",
    "hung up": "You hung up.",
    transferred: answered ? `An agent of ${to?.name} answers.` : `The call is transferred to ${to?.name}.`,
    ended: outcome === undefined ? "The flow ends." : `The flow ends with ${outcome}.`,
    stopped: `The call cannot continue: ${why}`,
  };
  line("note end", at, texts[ends]);
}

/** Shows the flow's requests to other systems. */
export function addAsked(moment) {
  if (moment.event !== "asks" || moment.question.asks === "transfer") return;
  const { question, answer } = moment;
  const given = question.inputs && Object.keys(question.inputs).length > 0 ? ` with ${valueText(question.inputs)}` : "";
  const key = question.key === undefined ? "" : ` for ${question.key}`;
  const outputs = answer.outputs && Object.keys(answer.outputs).length > 0 ? ` ${valueText(answer.outputs)}` : "";
  find("#asked").append(
    el("li", {}, el("b", {}, question.name), `${given}${key}`, el("br"), `→ ${answer.path}${outputs}`),
  );
}

/** Shows variables by name, and marks those that changed. */
export function addVariables({ changed, event, values }) {
  const entries = { ...changed, ...(event === "sets" && values) };
  if (Object.keys(entries).length === 0) return;
  const box = find("#variables");
  for (const one of box.querySelectorAll(".changed")) one.classList.remove("changed");
  for (const [name, value] of Object.entries(entries)) {
    const id = `variable-${name}`;
    const known = document.getElementById(id);
    if (known) {
      known.textContent = valueText(value);
      known.classList.add("changed");
    } else box.append(el("dt", {}, name), el("dd", { id, class: "changed" }, valueText(value)));
  }
}

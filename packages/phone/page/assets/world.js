// @ts-nocheck Runs in a browser; this project does not load the DOM types.
// Forms for the world around a call, in the format of `given` in a conversation test.

import { el, find, valueText } from "./dom.js";

const QUEUES = [
  ["", "An agent answers immediately"],
  ["10s", "An agent answers after 10 s"],
  ["2m", "An agent answers after 2 min"],
  ["never", "Nobody answers"],
  ["fails", "The transfer to the queue fails"],
];
const HOURS = [
  ["", "As scheduled"],
  ["open", "Open"],
  ["closed", "Closed"],
  ["holiday", "Holiday"],
];
const EMERGENCIES = [
  ["", "As set in the organisation"],
  ["active", "Active"],
  ["inactive", "Inactive"],
];
const ACTIONS = [
  ["", "Ask me when the flow asks"],
  ["failure", "Fails"],
  ["timeout", "Times out"],
];

/**
 * Groups of the form: the key in `given`, the title, the kind of object, the choices, and the value of each choice in
 * `given`.
 */
const GROUPS = [
  ["dataActions", "Responses of data actions", "dataActions", ACTIONS, (choice) => choice],
  ["queues", "Queues", "queues", QUEUES, (choice) => (choice === "fails" ? choice : { answersAfter: choice })],
  ["hours", "Opening hours", "scheduleGroups", HOURS, (choice) => choice],
  ["hours", "Emergencies", "emergencyGroups", EMERGENCIES, (choice) => choice],
];

export class World {
  /** Answers given during calls, by group of `given`. */
  answers = {};

  show(names) {
    const fields = [
      el("label", { for: "world-at" }, "Time of the call"),
      el("input", { id: "world-at", type: "datetime-local" }),
      el("p", { class: "none" }, "Leave empty to use the current time."),
      el("label", { for: "world-caller" }, "The caller's number"),
      el("input", { id: "world-caller", type: "tel", placeholder: "+13175550199" }),
    ];
    const groups = GROUPS.flatMap(([group, title, kind, choices]) => {
      const all = names[kind] ?? [];
      if (all.length === 0) return [];
      return el(
        "fieldset",
        {},
        el("legend", {}, title),
        ...all.flatMap((name) => choiceOf({ group, kind, name, choices })),
      );
    });
    const forget = el("button", { id: "forget", type: "button" }, "Forget my answers");
    forget.addEventListener("click", () => {
      this.answers = {};
      this.tell();
    });
    const note = el("p", { class: "none" }, "Changes apply to the next call.");
    find("#world").replaceChildren(...fields, ...groups, el("ul", { id: "answers" }), forget, note);
    this.tell();
  }

  /** Lists the answers given during calls, which also apply to later calls. */
  tell() {
    const lines = Object.entries(this.answers).flatMap(([, entries]) =>
      Object.entries(entries).map(([name, answer]) => el("li", {}, `${name} answers ${valueText(answer)}`)),
    );
    find("#answers").replaceChildren(...lines);
    find("#forget").hidden = lines.length === 0;
  }

  /** Saves the answer to a question. */
  answer(group, name, value) {
    this.answers = { ...this.answers, [group]: { ...this.answers[group], [name]: value } };
    this.tell();
  }

  /** `given` for a call that begins now. */
  given() {
    const given = { at: instantOf(find("#world-at").value) };
    const caller = find("#world-caller").value.trim();
    if (caller !== "") given.caller = caller;
    for (const select of find("#world").querySelectorAll("select[data-group]")) {
      const { group, kind, name } = select.dataset;
      if (select.value === "") continue;
      const [, , , , meaning] = GROUPS.find((one) => one[2] === kind);
      given[group] = { ...given[group], [name]: meaning(select.value) };
    }
    for (const [group, entries] of Object.entries(this.answers)) given[group] = { ...entries, ...given[group] };
    return given;
  }
}

function choiceOf({ group, kind, name, choices }) {
  const id = `world-${kind}-${name}`;
  const options = choices.map(([value, text]) => el("option", { value }, text));
  return [
    el("label", { for: id }, name),
    el("select", { id, "data-group": group, "data-kind": kind, "data-name": name }, ...options),
  ];
}

/** A local time with its offset, in the format of `given.at`; the current time if none is chosen. */
function instantOf(local) {
  const time = local === "" ? new Date() : new Date(local);
  const offset = -time.getTimezoneOffset();
  const two = (number) => String(Math.floor(Math.abs(number))).padStart(2, "0");
  const shifted = new Date(time.getTime() + offset * 60_000).toISOString().slice(0, 19);
  return `${shifted}${offset < 0 ? "-" : "+"}${two(offset / 60)}:${two(Math.abs(offset) % 60)}`;
}

/**
 * A form for the question that has no answer yet.
 * @param answered called with the group, the name and the value to set in `given`
 */
export function questionForm({ question, hint }, answered) {
  const form = find("#answer");
  const { asks, name, inputs, outputs = {}, paths, key } = question;
  const about =
    inputs && Object.keys(inputs).length > 0 ? `With ${valueText(inputs)}. ` : key === undefined ? "" : `For ${key}. `;
  const fields = Object.entries(outputs).map(([output, type]) => {
    const id = `answer-${output}`;
    const input =
      type === "boolean"
        ? el(
            "select",
            { id, name: output },
            el("option", { value: "true" }, "true"),
            el("option", { value: "false" }, "false"),
          )
        : el("input", {
            id,
            name: output,
            type: type === "integer" || type === "decimal" ? "number" : "text",
            step: "any",
          });
    return el("p", {}, el("label", { for: id }, output), input);
  });
  const values = () =>
    Object.fromEntries(
      Object.entries(outputs).map(([output, type]) => [output, typed(form.elements.namedItem(output).value, type)]),
    );
  const ways = waysOf(asks, { name, key, paths, values });
  const buttons = ways.map(([text, ...answer]) => {
    const button = el("button", { type: "button" }, text);
    button.addEventListener("click", () => {
      form.hidden = true;
      const [group, meaning] = answer;
      answered(group, name, meaning());
    });
    return button;
  });
  form.replaceChildren(
    el("h3", {}, `Answer for ${name}`),
    el("p", { class: "none" }, `${about}${ways.length === 0 ? (hint ?? "") : ""}`),
    ...fields,
    el("p", { class: "buttons" }, ...buttons),
  );
  form.hidden = false;
  form.querySelector("input, select, button")?.focus({ preventScroll: true });
  form.scrollIntoView({ block: "nearest" });
}

/** The possible answers: label of the button, group of `given`, and value. */
function waysOf(asks, { key, paths, values }) {
  switch (asks) {
    case "dataAction":
      return [
        ["Respond", "dataActions", () => ({ outputs: values() })],
        ["Fail", "dataActions", () => "failure"],
        ["Time out", "dataActions", () => "timeout"],
      ];
    case "tableRow":
      return [
        ["Found", "tables", () => ({ [key ?? ""]: values() })],
        ["Not found", "tables", () => ({})],
        ["Fail", "tables", () => "failure"],
      ];
    case "scheduleGroup":
    case "schedule":
    case "emergencyGroup":
      return paths.map((path) => [path, "hours", () => path]);
    case "unknown":
    case "send":
      return paths.map((path) => [path, "actions", () => ({ path, outputs: values() })]);
    default:
      return [];
  }
}

function typed(text, type) {
  if (type === "boolean") return text === "true";
  if (type === "integer" || type === "decimal") return text === "" ? null : Number(text);
  return text;
}

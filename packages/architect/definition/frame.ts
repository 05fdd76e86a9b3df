import { capital, flowTypes } from "../archy/flow-types.ts";
import { OUTCOME_VARIABLE } from "../archy/modules.ts";
import type { ArchyMap, ArchyPath } from "../archy/types.ts";
import type { FaultHandling, ModuleContract } from "../graph/types.ts";
import { nonEmpty } from "./plain-value.ts";
import { toAudio, toNamed } from "./properties.ts";
import { anInstance, isModule, type Pass, report } from "./scope.ts";
import type { FlowDefinition } from "./types.ts";

/**
 * Top-level keys of the Archy body that come from a definition. Keys that have their own fields in the graph are not
 * included.
 */
export function settingsOf(definition: FlowDefinition): ArchyMap {
  const { type, language, voice, greeting, settings, contactList, wrapupCode, worktype } = definition;
  const isCall = flowTypes[type].media === "call";
  const skill: ArchyMap = { defaultLanguageSkill: { noValue: true } };
  const speech: ArchyMap = voice === undefined ? {} : { textToSpeech: { defaultEngine: { voice } } };
  const none = isModule(type) || flowTypes[type].media === "none";
  const campaign = { ...named("contactList", contactList), ...named("wrapupCode", wrapupCode) };
  return {
    supportedLanguages: { [language]: none ? { none: true } : { ...skill, ...(isCall ? speech : {}) } },
    ...(greeting !== undefined && { initialGreeting: toAudio(greeting) }),
    ...nonEmpty({ settingsOutboundCall: campaign }),
    ...(worktype !== undefined && { worktype: { name: worktype } }),
    ...settings,
  };
}

function named(key: string, name: string | undefined): ArchyMap {
  return name === undefined ? {} : { [key]: toNamed(name) };
}

/** The flow's behaviour when an action fails and has no output path for the failure. */
export function faultHandlingOf(definition: FlowDefinition): FaultHandling | undefined {
  const fault = definition.onFault;
  if (!fault) return undefined;
  const [end] = flowTypes[definition.type].faults;
  const then: ArchyMap =
    typeof fault.then === "string"
      ? { [end ?? "disconnect"]: { none: true } }
      : "archy" in fault.then
        ? fault.then.archy
        : { queue: { targetQueue: toNamed(fault.then.queue) } };
  const location = definition.locate(["onFault"], "key");
  return fault.say === undefined ? { then, location } : { say: toAudio(fault.say), then, location };
}

/** Whether a definition is a module with outcomes. A module with `outcomes: none` has no outcomes. */
export function hasOutcome({ type, outcomes }: Pick<FlowDefinition, "type" | "outcomes">): boolean {
  return isModule(type) && outcomes.length > 0;
}

/** The parts of a module's contract that could be read; undefined for other flows. */
export function contractOf(definition: FlowDefinition): ModuleContract | undefined {
  if (!isModule(definition.type)) return undefined;
  const unread = unreadParts(definition);
  const members = (of: FlowDefinition["inputs"]) =>
    Object.fromEntries(Object.entries(of).map(([name, { type }]) => [`Common.${name}`, type]));
  const { name, inputs, outputs, channels, outcomes } = definition;
  const outcome = { from: OUTCOME_VARIABLE, outcomes: Object.fromEntries(outcomes.map((one) => [one, [one]])) };
  const hasOutcomes = hasOutcome(definition);
  return {
    name,
    inputs: members(inputs),
    outputs: { ...members(outputs), ...(hasOutcomes && { [OUTCOME_VARIABLE]: "string" }) },
    channels,
    ...(unread.size > 0 && { unread }),
    ...(hasOutcomes && { outcome }),
  };
}

function unreadParts({ unread }: FlowDefinition): NonNullable<ModuleContract["unread"]> {
  const parts = { inputs: "inputs", outputs: "outputs", channels: "channels", outcomes: "outcome" } as const;
  return new Set(Object.entries(parts).flatMap(([key, part]) => (unread?.keys.has(key) ? [part] : [])));
}

/** Keys that only some flow types have, each with these flow types. */
export const keysOfTypes: readonly { key: string; fits: (type: FlowDefinition["type"]) => boolean; hint: string }[] = [
  ...["channels", "inputs", "outputs", "outcomes"].map((key) => ({
    key,
    fits: isModule,
    hint: "Only a common module has it.",
  })),
  {
    key: "onFault",
    fits: (type) => flowTypes[type].errorHandling,
    hint: "The calling flow handles a fault in a common module. Write onFault in that flow.",
  },
  {
    key: "greeting",
    fits: (type) => flowTypes[type].media === "call" && flowTypes[type].startUp === "ref",
    hint: "Only a call flow has a greeting.",
  },
  {
    key: "tasks",
    fits: (type) => flowTypes[type].containers.some(({ item }) => item === "task"),
    hint: "This flow type has no tasks: its actions nest. Use a loop or a common module instead.",
  },
  {
    key: "periodic",
    fits: (type) => flowTypes[type].startUp === "state",
    hint: "Only an in-queue flow for e-mail or messages has a periodic state.",
  },
  ...["contactList", "wrapupCode"].map((key) => ({
    key,
    fits: (type: FlowDefinition["type"]) => type === "outboundCall",
    hint: "Only an outbound call flow belongs to a campaign.",
  })),
  { key: "worktype", fits: (type) => type === "workitem", hint: "Only a work item flow has a work type." },
  { key: "numbers", fits: (type) => type === "inboundCall", hint: "Only an inbound call flow has numbers." },
  {
    key: "emailAddresses",
    fits: (type) => type === "inboundEmail",
    hint: "Only an inbound email flow has e-mail addresses.",
  },
  { key: "voice", fits: (type) => flowTypes[type].media === "call", hint: "The voice comes from the calling flow." },
];

export function checkFrame(pass: Pick<Pass, "definition" | "sink">): void {
  const { definition } = pass;
  const { type } = definition;
  for (const { key, fits, hint } of keysOfTypes) {
    if (fits(type) || !isSet(definition, key)) continue;
    report(pass, "key-not-for-type", `${capital(anInstance(type))} has no '${key}'.`, {
      at: [key],
      where: "key",
      hint,
    });
  }
  checkFault(pass);
  if (!isModule(type)) return;
  if (definition.channels.length === 0 && !definition.unread?.keys.has("channels")) {
    report(pass, "missing-key", "The key 'channels' is missing.", {
      at: [type],
      where: "key",
      hint: "List the flow types that may call the module: channels: [inboundCall]",
    });
  }
  for (const [index, channel] of definition.channels.entries()) {
    const at: ArchyPath = ["channels", index];
    if (!flowTypes[channel].callsModules) {
      report(pass, "invalid-value", `${capital(anInstance(channel))} cannot call a common module.`, { at });
    }
  }
  if (definition.outcomes.includes("error")) {
    report(pass, "reserved-name", "The outcome 'error' always exists.", {
      at: ["outcomes", definition.outcomes.indexOf("error")],
      hint: "Remove it from the list. This outcome means that the module ended without a named outcome.",
    });
  }
  if (!hasOutcome(definition)) return;
  for (const list of ["inputs", "outputs"] as const) {
    for (const name of Object.keys(definition[list])) {
      if (name.toLowerCase() !== "outcome") continue;
      report(
        pass,
        "reserved-name",
        "Every module has the output 'outcome', which contains the outcome of the module.",
        {
          at: [list, name],
          where: "key",
        },
      );
    }
  }
}

/** Checks that the flow's type allows the target of the fault handler, and the audio before the target. */
function checkFault(pass: Pick<Pass, "definition" | "sink">): void {
  const { type, onFault } = pass.definition;
  const { faults, media } = flowTypes[type];
  const [end] = faults;
  if (!onFault || end === undefined) return;
  const words = [end === "disconnect" ? "disconnect" : "end", ...(faults.includes("queue") ? ["{queue: NAME}"] : [])];
  const { then } = onFault;
  const own = typeof then === "object" && "archy" in then ? Object.keys(then.archy) : undefined;
  const wanted = own ? own.join() || "{}" : typeof then === "string" ? then : "{queue: NAME}";
  const fits = own ? own.length === 1 && faults.some((known) => known === wanted) : words.includes(wanted);
  if (!fits) {
    report(pass, "invalid-value", `A fault in ${anInstance(type)} cannot lead to '${wanted}'.`, {
      at: ["onFault", "then"],
      hint: `Write then: ${words.join(" or then: ")}`,
    });
  }
  if (onFault.say !== undefined && media !== "call") {
    report(pass, "key-not-for-type", `${capital(anInstance(type))} cannot play audio on a fault.`, {
      at: ["onFault", "say"],
      where: "key",
      hint: "Only a call flow can play audio. Remove 'say'.",
    });
  }
}

function isSet(definition: FlowDefinition, key: string): boolean {
  const value = definition[key as keyof FlowDefinition];
  if (key === "outcomes") return !isModule(definition.type) && definition.outcomes.length > 0;
  if (Array.isArray(value)) return value.length > 0;
  return typeof value === "object" && value !== null ? Object.keys(value).length > 0 : value !== undefined;
}

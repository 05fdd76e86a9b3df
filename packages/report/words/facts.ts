import { printableLine } from "@genesys-flows/architect";
import { count } from "../model/count.ts";
import type { FlowReport, FlowUse, ObjectReport, OutsideChange, Reason, Report, StaleFlow } from "../model/report.ts";

/**
 * Words with texts of the project between them: a string is this project's own, `value` a name, version or number, `text` a
 * sentence of the model. Each form shows and escapes the three in its own way.
 */
export type Phrase = readonly Part[];
export type Part = string | { readonly value: string } | { readonly text: string };

/** A phrase from a template: strings put in are values, phrases stay as they are, `undefined` is nothing. */
export function phrase(words: TemplateStringsArray, ...put: readonly (string | number | Phrase | undefined)[]): Phrase {
  return words.flatMap((word, index): Part[] => {
    const part = put[index];
    const parts: readonly Part[] =
      part === undefined ? [] : typeof part === "object" ? part : [{ value: String(part) }];
    return [...(word === "" ? [] : [word]), ...parts];
  });
}

/** A phrase as one line of text, control characters escaped. */
export function plainPhrase(words: Phrase): string {
  return words
    .map((part) => (typeof part === "string" ? part : printableLine("value" in part ? part.value : part.text)))
    .join("");
}

/** Phrases with words between them. */
export function joined(phrases: readonly Phrase[], between = ", "): Phrase {
  return phrases.flatMap((one, index) => (index === 0 ? one : [between, ...one]));
}

export { count };

/** Headings of the parts of a report, in the order in which forms show them; a terminal shows `blocking` last. */
export const headings = {
  blocking: "Blocks the update",
  failed: "Failed",
  flows: "What callers notice",
  republished: "Republished callers",
  held: "Held back by a pin",
  left: "Not done",
  numbers: "Numbers that move",
  deleted: "Deleted flows",
  objects: "Other objects",
  stale: "Stale now, and no part of this update",
  outside: "Changed outside this stack",
  findings: "Findings that do not block",
  exempted: "Covered by exemptions",
  unchecked: "Not checked",
  untouched: "Not touched",
  messages: "Messages of the engine",
} as const;

/** The flows of a report by the heading below which they are. A flow is in one group only. */
export interface FlowGroups {
  /** New, changed, imported or recorded; a republished flow with changes of its own too. */
  readonly flows: readonly FlowReport[];
  readonly republished: readonly FlowReport[];
  readonly held: readonly FlowReport[];
  /** What an update that ran did not reach: the preview has shown its changes. */
  readonly left: readonly FlowReport[];
  readonly deleted: readonly FlowReport[];
}

/** The flows of a report in groups, each in the order of the model. */
export function flowGroups({ flows }: Pick<Report, "flows">): FlowGroups {
  const groupOf = ({ action, outcome, changes, failure, interface: contract }: FlowReport): keyof FlowGroups => {
    if (outcome === "not-reached") return "left";
    if (action === "held") return "held";
    if (action === "delete") return "deleted";
    const isPlain = changes.length === 0 && contract === undefined && failure === undefined;
    return action === "republish" && isPlain ? "republished" : "flows";
  };
  const group = (wanted: keyof FlowGroups) => flows.filter((flow) => groupOf(flow) === wanted);
  return {
    flows: group("flows"),
    republished: group("republished"),
    held: group("held"),
    left: group("left"),
    deleted: group("deleted"),
  };
}

/** The findings of a report by the heading below which they are. */
export function findingGroups({ findings }: Pick<Report, "findings">) {
  return {
    blocking: findings.filter(({ blocks }) => blocks),
    findings: findings.filter(({ exempted, blocks }) => !exempted && !blocks),
    exempted: findings.filter(({ exempted, blocks }) => exempted && !blocks),
  };
}

/** `Preview of dev`, `Failed update of dev`. */
export function runWords({ kind, stack, ended }: Report["run"]): Phrase {
  const how = { succeeded: "", failed: "Failed ", interrupted: "Interrupted " }[ended];
  const what = { preview: "preview of ", update: "update of " }[kind];
  const words = `${how}${what}`;
  return [`${words.charAt(0).toUpperCase()}${words.slice(1)}`, { value: stack }];
}

/** `embedded organisation`, `organisation f85d… in eu-central-1`, `on a stand-in for its organisation`. */
export function organisationWords({ organisation: { embedded, id, region }, standIn }: Report["run"]): Phrase {
  if (standIn) return ["on a stand-in for its organisation"];
  if (embedded) return ["embedded organisation"];
  if (id === undefined) return region === undefined ? ["organisation unknown"] : phrase`organisation in ${region}`;
  return region === undefined ? phrase`organisation ${id}` : phrase`organisation ${id} in ${region}`;
}

/** `1.0 -> 2.0`; with one version alone, `new: 1.0` or `1.0`; nothing without versions. */
export function versionWords({ before, after }: FlowReport["versions"]): Phrase {
  if (before === undefined) return after === undefined ? [] : phrase`new: ${after}`;
  return after === undefined || after === before ? phrase`${before}` : phrase`${before} -> ${after}`;
}

/** Why the update touches a flow, or does not: `holds PIN authentication 1.0 -> 2.0`. */
export function reasonWords(reason: Reason): Phrase {
  switch (reason.kind) {
    case "new":
      return ["new flow"];
    case "own-change":
      return ["own change"];
    case "module":
      return moduleWords(reason.module.name, reason.from, reason.to);
    case "drift":
      return ["drift: changed outside this stack"];
    case "renamed":
      return phrase`renamed: ${reason.from} -> ${reason.to}`;
    case "key":
      return phrase`key: ${reason.from} -> ${reason.to}`;
    case "unfinished":
      return ["an earlier update did not publish it"];
    case "taken-over":
      return ["taken over: an earlier update published it"];
    case "taken":
      return phrase`taken from Architect: version ${reason.version} is recorded, and nothing is published`;
    case "imported":
      return ["imported: it exists and joins the stack"];
    case "settings":
      return ["settings: ", { text: reason.what }];
    case "numbers": {
      const listed = (numbers: readonly string[]) => joined(numbers.map((value): Phrase => [{ value }]));
      return joined([
        ...(reason.gained.length > 0 ? [phrase`gains ${listed(reason.gained)}`] : []),
        ...(reason.lost.length > 0 ? [phrase`loses ${listed(reason.lost)}`] : []),
      ]);
    }
    case "replaced":
      return [`replaced${replacedWords[reason.id]}`];
    case "removed":
      return ["left the stack"];
    case "pinned":
      return [
        ...phrase`pinned: keeps ${reason.module.name}`,
        ...(reason.version === undefined ? [] : phrase` ${reason.version}`),
        ...(reason.until === undefined ? [] : phrase` until ${reason.until}`),
        ...(reason.why === undefined ? [] : [" (", { text: reason.why }, ")"]),
      ];
  }
}

function moduleWords(name: string, from: string | undefined, to: string | undefined): Phrase {
  if (from === undefined && to === undefined) return phrase`holds a new snapshot of ${name}`;
  if (from === undefined || from === to) return phrase`holds ${name} ${to ?? from}`;
  return to === undefined ? phrase`holds ${name} ${from} -> a new version` : phrase`holds ${name} ${from} -> ${to}`;
}

/** A module that a flow calls, and the versions that it holds: the words of a reason. */
export function holdsWords({ module, before, after }: FlowReport["holds"][number]): Phrase {
  return moduleWords(module.name, before, after);
}

/** What came of a flow or object in an update that ran: `failed`; nothing where it is done, or in a preview. */
export function outcomeWords({ outcome }: Pick<FlowReport, "outcome">): string | undefined {
  return outcome === undefined || outcome === "done"
    ? undefined
    : { failed: "failed", "not-reached": "not reached" }[outcome];
}

/** What an update that ran left undone, and the command that does it; nothing where it left nothing. */
export function nextWords({ run, flows, objects, stale = [] }: Report): Phrase {
  const isDone = [...flows, ...objects].every(({ outcome }) => outcome !== "not-reached");
  if (isDone && stale.length === 0) return [];
  return ["The next update does the rest: ", { value: `npm run pulumi -- up --stack ${run.stack}` }];
}

/** A flow that holds an older version of a module: `Sales holds PIN 1.0, published is 2.0`. */
export function staleWords({ name, holds }: StaleFlow): Phrase {
  return [
    ...phrase`${name} holds `,
    ...joined(
      holds.map(({ module, version, published }) => phrase`${module} ${version}, published is ${published}`),
      "; ",
    ),
  ];
}

/** `reached by +13175550100, +13175550101 and service@example.org`; nothing where nothing leads to it. */
export function reachWords({ numbers, addresses }: Pick<FlowReport, "numbers" | "addresses">): Phrase {
  const all = [...numbers, ...addresses].map((value): Phrase => [{ value }]);
  return all.length === 0 ? [] : ["reached by ", ...joined(all)];
}

/** `called by Sales, Claims`; nothing where nothing calls it. */
export function callersWords({ callers }: Pick<FlowReport, "callers">): Phrase {
  return callers.length === 0 ? [] : ["called by ", ...namesOf(callers)];
}

/** Of a flow that is deleted: `used until now by Sales, Claims`. */
export function usedWords({ usedBy = [] }: Pick<FlowReport, "usedBy">): Phrase {
  return usedBy.length === 0 ? [] : ["used until now by ", ...namesOf(usedBy)];
}

/** `Sales, Claims` */
export function namesOf(flows: readonly { readonly name: string }[]): Phrase {
  return joined(flows.map(({ name }): Phrase => [{ value: name }]));
}

/** `+13175550100 will lead to Claims instead of Sales`. */
export function numberWords({ number, from, to }: Report["numbers"][number], kind: Report["run"]["kind"]): Phrase {
  const leads = { preview: " will lead to ", update: " leads to " }[kind];
  const target: Phrase = to ? [{ value: to.name }] : ["no flow of this stack"];
  const instead: Phrase = from ? phrase` instead of ${from.name}` : [", and led to no flow of this stack"];
  return [{ value: number }, leads, ...target, ...instead];
}

/** What somebody did outside of this stack, but for what blocks: a finding says that. */
export function outsideShown({ outside }: Pick<Report, "outside">): OutsideChange[] {
  return outside.filter(({ blocks }) => !blocks);
}

/** The name of what somebody changed; of another object than a flow, with its noun before it. */
export function outsideWords({ flow, object }: OutsideChange): Phrase {
  if (flow) return [{ value: flow.name }];
  return object ? [{ text: object.noun }, " ", { value: object.name }] : [];
}

/** What is done with an object, or was: `create queue Sales`. */
export function objectWords({ action, noun, name, id }: ObjectReport): Phrase {
  const words = [`${action} `, { text: noun }, " ", { value: name }];
  return id === undefined ? words : [...words, replacedWords[id]];
}

/** What a replacement does to a flow or another object. */
const replacedWords = {
  kept: " in the state: it keeps its id, and nothing is deleted",
  new: ": a new one with a new id, and the old one is deleted",
} as const;

/** An object that changes and that a flow uses: `uses schedule Weekdays, which changes, through schedule group Office hours`. */
export function useWords({ noun, name, action, through = [] }: FlowUse): Phrase {
  const what = {
    create: "is new",
    update: "changes",
    replace: "is replaced",
    delete: "is deleted",
    import: "is imported",
  };
  const between = joined(through.map((one) => phrase`${one.noun} ${one.name}`));
  return [
    "uses ",
    ...phrase`${noun} ${name}`,
    `, which ${what[action]}`,
    ...(between.length > 0 ? [", through ", ...between] : []),
  ];
}

/** Why the changes of a flow are not listed; nothing where they are. */
export function comparisonWords({ comparison }: FlowReport): Phrase {
  if (comparison === undefined || comparison.available) return [];
  return [{ text: comparison.why }];
}

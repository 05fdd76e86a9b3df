import { printableLine } from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import type {
  FlowHours,
  FlowReport,
  FlowUse,
  HoursStory,
  ObjectReport,
  OutsideChange,
  Reason,
  Report,
} from "../model/report.ts";
import { ROWS_NOUN } from "../objects/step.ts";

/**
 * A sentence made of parts: a plain string is fixed wording, `value` is a name, version or number, and `text` is a
 * sentence from the model. Each output format displays and escapes the three kinds in its own way.
 */
export type Phrase = readonly Part[];
export type Part = string | { readonly value: string } | { readonly text: string };

/** Builds a phrase from a template: strings become values, phrases are kept, and `undefined` is dropped. */
function phrase(words: TemplateStringsArray, ...put: readonly (string | number | Phrase | undefined)[]): Phrase {
  return words.flatMap((word, index): Part[] => {
    const part = put[index];
    const parts: readonly Part[] =
      part === undefined ? [] : typeof part === "object" ? part : [{ value: String(part) }];
    return [...(word === "" ? [] : [word]), ...parts];
  });
}

/** A phrase as one line of text, with control characters escaped. */
export function plainPhrase(words: Phrase): string {
  return words
    .map((part) => (typeof part === "string" ? part : printableLine("value" in part ? part.value : part.text)))
    .join("");
}

export function joined(phrases: readonly Phrase[], between = ", "): Phrase {
  return phrases.flatMap((one, index) => (index === 0 ? one : [between, ...one]));
}

export const headings = {
  blocking: "Blocks the update",
  failed: "Failed",
  flows: "Changed flows",
  notice: "What callers will notice",
  noticed: "What callers notice now",
  republished: "Republished callers",
  held: "Held back by a pin",
  left: "Not done",
  numbers: "Numbers that move",
  addresses: "E-mail addresses that move",
  deleted: "Deleted flows",
  hours: "Opening hours",
  objects: "Other objects",
  stale: "Stale callers that are not part of this update",
  outside: "Changed outside this stack",
  findings: "Findings that do not block",
  exempted: "Covered by exemptions",
  unchecked: "Not checked",
  untouched: "Not touched",
  messages: "Messages of the engine",
} as const;

/**
 * The content below each heading of a report, in the order of the model. Each flow and finding is below exactly one
 * heading.
 */
export function partsOf(report: Report) {
  const { run, flows, objects, numbers, addresses = [], stale = [], unchecked, untouched, messages } = report;
  return {
    blocking: [],
    findings: [],
    exempted: [],
    ...Object.groupBy(report.findings, ({ blocks, exempted }) =>
      blocks ? "blocking" : exempted ? "exempted" : "findings",
    ),
    ...flowGroups(report),
    failed: [...flows, ...objects].filter(({ failure }) => failure !== undefined),
    numbers: numbers.map(({ number, ...leads }) => reroutedWords({ name: number, ...leads }, run.kind)),
    addresses: addresses.map(({ address, ...leads }) => reroutedWords({ name: address, ...leads }, run.kind)),
    stale: stale.map(({ name, holds }) => [
      ...phrase`${name} holds `,
      ...joined(
        holds.map(({ module, version, published }) => phrase`${module} ${version}, but ${published} is published`),
        "; ",
      ),
    ]),
    // A change that blocks is already listed as a finding.
    outside: report.outside.filter(({ blocks }) => !blocks),
    hours: (report.hours ?? []).map(storyWords),
    objects,
    unchecked,
    untouched,
    messages,
  };
}

/** The flows of a report, grouped by heading. */
export function flowGroups({ flows }: Pick<Report, "flows">) {
  return {
    flows: [],
    republished: [],
    held: [],
    left: [],
    deleted: [],
    ...Object.groupBy(flows, ({ action, outcome, changes, failure, interface: contract }) => {
      // The preview has already shown the flow's changes.
      if (outcome === "not-reached") return "left";
      if (action === "held") return "held";
      if (action === "delete") return "deleted";
      const isPlain = changes.length === 0 && contract === undefined && failure === undefined;
      return action === "republish" && isPlain ? "republished" : "flows";
    }),
  };
}

/** `Preview of dev`, `Failed update of dev`. */
export function runWords({ kind, stack, ended }: Report["run"]): Phrase {
  const words = `${ended === "succeeded" ? "" : `${ended} `}${kind} of `;
  return [`${words.charAt(0).toUpperCase()}${words.slice(1)}`, { value: stack }];
}

/** `embedded organisation`, `organisation f85d… in eu-central-1`, `on a stand-in for its organisation`. */
export function organisationWords({ organisation: { embedded, id, region }, standIn }: Report["run"]): Phrase {
  if (standIn) return ["on a stand-in for its organisation"];
  if (embedded) return ["embedded organisation"];
  if (id === undefined) return region === undefined ? ["organisation unknown"] : phrase`organisation in ${region}`;
  return region === undefined ? phrase`organisation ${id}` : phrase`organisation ${id} in ${region}`;
}

/** `reaches 2 published flows and 1 number`; empty if the update reaches nothing. */
export function reachedWords({ flows, numbers, addresses = 0 }: Report["reach"]): string {
  if (flows + numbers + addresses === 0) return "";
  const parts = [count(flows, "published flow"), count(numbers, "number")];
  if (addresses === 0) return `reaches ${parts.join(" and ")}`;
  return `reaches ${parts.join(", ")} and ${count(addresses, "e-mail address")}`;
}

/** The phrases that the output formats show for a flow; each is empty if it does not apply. */
export function flowWords(flow: FlowReport) {
  const { versions, reasons, owner, callers, usedBy = [], comparison } = flow;
  const reached = [...flow.numbers, ...flow.addresses].map((name) => ({ name }));
  const list = (words: string, named: Named) => (named.length === 0 ? [] : [words, ...namesOf(named)]);
  return {
    outcome: outcomeWords(flow),
    versions: versionWords(versions),
    reasons: reasons.map(reasonWords),
    /** Other facts about the flow. */
    facts: owner === undefined ? [] : [phrase`owner ${owner}`],
    reach: list("reached by ", reached),
    /** For a module. */
    callers: list("called by ", callers),
    /** For a deleted flow. */
    used: list("previously used by ", usedBy),
    /** Why the changes of the flow are not listed, and the nodes that differ. */
    unknown: comparison?.available === false ? [{ text: comparison.why }] : [],
    unknownNodes: comparison?.available === false ? comparison.nodes : [],
  };
}

/** `1.0 -> 2.0`; with only one version, `new: 1.0` or `1.0`; empty without versions. */
export function versionWords({ before, after }: FlowReport["versions"]): Phrase {
  if (before === undefined) return after === undefined ? [] : phrase`new: ${after}`;
  return after === undefined || after === before ? phrase`${before}` : phrase`${before} -> ${after}`;
}

/** Why the update does or does not change a flow: `holds PIN authentication 1.0 -> 2.0`. */
export function reasonWords(reason: Reason): Phrase {
  switch (reason.kind) {
    case "module":
      return holdsWords({ module: reason.module, before: reason.from, after: reason.to });
    case "renamed":
      return phrase`renamed: ${reason.from} -> ${reason.to}`;
    case "key":
      return phrase`key: ${reason.from} -> ${reason.to}`;
    case "taken":
      return phrase`taken from Architect: version ${reason.version} is recorded, and the flow is not published`;
    case "settings":
      return ["settings: ", { text: reason.what }];
    case "numbers":
    case "addresses": {
      const listed = (numbers: readonly string[]) => namesOf(numbers.map((name) => ({ name })));
      return joined([
        ...(reason.gained.length > 0 ? [phrase`gains ${listed(reason.gained)}`] : []),
        ...(reason.lost.length > 0 ? [phrase`loses ${listed(reason.lost)}`] : []),
      ]);
    }
    case "replaced":
      return [`replaced${replacedWords[reason.id]}`];
    case "pinned":
      return [
        ...phrase`pinned: keeps ${reason.module.name}`,
        ...(reason.version === undefined ? [] : phrase` ${reason.version}`),
        ...(reason.until === undefined ? [] : phrase` until ${reason.until}`),
        ...(reason.why === undefined ? [] : [" (", { text: reason.why }, ")"]),
      ];
    default:
      return [PLAIN_REASONS[reason.kind]];
  }
}

const PLAIN_REASONS = {
  new: "new flow",
  "own-change": "own change",
  drift: "drift: changed outside this stack",
  unfinished: "an earlier update did not publish the flow",
  "taken-over": "taken over: an earlier update published the flow",
  imported: "imported: an existing flow is added to the stack",
  removed: "removed from the stack",
} as const;

/** A module that a flow calls, with the versions that the flow holds. */
export function holdsWords({ module: { name }, before: from, after: to }: FlowReport["holds"][number]): Phrase {
  if (from === undefined && to === undefined) return phrase`holds a new snapshot of ${name}`;
  if (from === undefined || from === to) return phrase`holds ${name} ${to ?? from}`;
  return to === undefined ? phrase`holds ${name} ${from} -> a new version` : phrase`holds ${name} ${from} -> ${to}`;
}

/**
 * The outcome of an update for a flow or object, such as `failed`; undefined if the change is done, and in a preview.
 */
export function outcomeWords({ outcome }: Pick<FlowReport, "outcome">): string | undefined {
  return outcome === "done" ? undefined : outcome?.replace("-", " ");
}

/** The command that makes the changes that an update left undone; empty if the update is complete. */
export function nextWords({ run, flows, objects, stale = [] }: Report): Phrase {
  const isDone = [...flows, ...objects].every(({ outcome }) => outcome !== "not-reached");
  if (isDone && stale.length === 0) return [];
  return ["To make the remaining changes, run: ", { value: `npm run pulumi -- up --stack ${run.stack}` }];
}

type Named = readonly { readonly name: string }[];

/** `Sales, Claims` */
export function namesOf(named: Named): Phrase {
  return joined(named.map(({ name }): Phrase => [{ value: name }]));
}

/** `+13175550100 will route to Claims instead of Sales`. */
function reroutedWords(
  { name, from, to }: { readonly name: string } & Pick<Report["numbers"][number], "from" | "to">,
  kind: Report["run"]["kind"],
): Phrase {
  const leads = { preview: " will route to ", update: " routes to " }[kind];
  const target: Phrase = to ? [{ value: to.name }] : ["no flow of this stack"];
  const instead: Phrase = from ? phrase` instead of ${from.name}` : [" (previously to no flow of this stack)"];
  return [{ value: name }, leads, ...target, ...instead];
}

/** The name of the flow or object that somebody changed; the name of an object follows its noun. */
export function outsideWords({ flow, object }: OutsideChange): Phrase {
  if (flow) return [{ value: flow.name }];
  return object ? [{ text: object.noun }, " ", { value: object.name }] : [];
}

/** What the update does to an object: `create queue Sales`, `update prompt Welcome, used by Sales`. */
export function objectWords({ action, noun, name, id, users = [] }: ObjectReport): Phrase {
  const words = [`${action} `, { text: noun }, " ", { value: name }];
  if (id === "new" && users.length > 0)
    return [
      ...words,
      ...phrase`: the new object has a new id; ${someOf(users)} ${users.length === 1 ? ["is"] : ["are"]}`,
      " republished with it, and then the old object is deleted",
    ];
  const used = users.length > 0 ? phrase`, used by ${someOf(users)}` : [];
  return [...words, ...(id === undefined ? [] : [replacedWords[id]]), ...used];
}

const replacedWords = {
  kept: " in the state: the id is kept, and nothing is deleted",
  new: ": a new object with a new id is created, and the old object is deleted",
} as const;

/** Names beyond this number are only counted. */
const MOST_NAMES = 8;

/** `Sales, Support and 12 more`. */
function someOf(named: Named): Phrase {
  const more = named.length - MOST_NAMES;
  const names = namesOf(named.slice(0, MOST_NAMES));
  return more > 0 ? [...names, ` and ${more} more`] : names;
}

/** Maximum number of changes of an object in text formats; HTML folds the rest. */
export const MOST_DETAILS = 20;

/**
 * The listed changes of an object, and the number of changes that are not listed; undefined if its properties are
 * sufficient.
 */
export function detailsOf({ summary, details, further = 0 }: Pick<ObjectReport, "summary" | "details" | "further">) {
  if (summary === undefined && details === undefined) return undefined;
  const all = details ?? [];
  const shown = all.slice(0, MOST_DETAILS);
  return { summary, shown, folded: all.slice(MOST_DETAILS), more: further + all.length - shown.length };
}

/** `and 180 more`. */
export function moreWords(more: number): string {
  return `and ${more} more`;
}

/** What changed opening hours mean for callers: sentences that begin with the name of the schedule group. */
export function hoursWords({ sentences }: FlowHours): Phrase {
  return [{ text: sentences.join(" ") }];
}

/** The sentences of a story, followed by the flows that use the schedule group. */
function storyWords(story: HoursStory): Phrase {
  const { users } = story;
  const used = users.length === 0 ? [] : phrase` Used by ${someOf(users)}.`;
  return [...hoursWords(story), ...used];
}

const USED_ACTIONS: Readonly<Record<FlowUse["action"], string>> = {
  create: "is new",
  update: "changes",
  replace: "is replaced",
  delete: "is deleted",
  import: "is imported",
};

const ROWS_ACTIONS: Readonly<Record<FlowUse["action"], string>> = {
  create: "are new",
  update: "change",
  replace: "are replaced",
  delete: "are deleted",
  import: "are imported",
};

/** The changed objects that a flow uses, without those whose changes its opening hours already describe. */
export function usesOf({ uses = [] }: FlowReport): readonly FlowUse[] {
  return uses.filter(({ story }) => story !== true);
}

/** A changed object that a flow uses: `uses schedule Weekdays, which changes, through schedule group Office hours`. */
export function useWords({ noun, name, action, through = [] }: FlowUse): Phrase {
  const between = joined(through.map((one) => phrase`${one.noun} ${one.name}`));
  if (noun === ROWS_NOUN)
    return [
      ...phrase`uses data table ${name}`,
      `, whose rows ${ROWS_ACTIONS[action]}`,
      ...(between.length > 0 ? [", through ", ...between] : []),
    ];
  return [
    ...phrase`uses ${noun} ${name}`,
    `, which ${USED_ACTIONS[action]}`,
    ...(between.length > 0 ? [", through ", ...between] : []),
  ];
}

import type { Scalar } from "@genesys-flows/architect";
import type { Answers, Asked } from "./answers.ts";
import type { FoundExport } from "./exports.ts";
import {
  aboutText,
  MOST_NAMED,
  type NameOf,
  nameProposals,
  proposalFor,
  type Use,
  usesOf,
} from "./placeholder-uses.ts";

/** The values of the placeholders of an import. */
export interface ImportValues {
  /** By key of the flow, then by name of the placeholder; without open values. */
  readonly byFlow: ReadonlyMap<string, Readonly<Record<string, Scalar>>>;
  /** Values of placeholders for all flows that do not have their own value. */
  readonly shared: Readonly<Record<string, Scalar>>;
  readonly asked: readonly Asked[];
  readonly open: number;
  /** Flow names that are proposed in one question, by key. */
  readonly names: ReadonlyMap<string, string>;
}

/** Key for the flows that an answer does not name. */
const OTHERS = "*";

/**
 * Finds the value of each placeholder: the answer, otherwise the stack's value, otherwise a proposal. A placeholder
 * that several flows use for their own names has a separate value for each flow.
 * @param o.stack the stack's substitutions for all flows
 * @param o.known the values of flows that are already in the project, by key
 */
export function importValues(
  exports: readonly FoundExport[],
  answers: Answers["substitutions"],
  o: {
    readonly stack: Readonly<Record<string, Scalar>>;
    readonly known: ReadonlyMap<string, Readonly<Record<string, Scalar>>>;
  },
): ImportValues {
  const nameOf = nameProposals(exports);
  // A placeholder may have the name of a built-in property of objects, such as `constructor`.
  const nothing = () => Object.create(null) as Record<string, Scalar>;
  const byFlow = new Map(exports.map(({ key }) => [key, nothing()]));
  const shared = nothing();
  const asked: Asked[] = [];
  const names = new Map<string, string>();
  let open = 0;
  for (const [name, uses] of usesOf(exports)) {
    const found = resolved(name, uses, {
      answer: own(answers, name),
      ofStack: own(o.stack, name),
      ofFlow: (key) => own(o.known.get(key) ?? {}, name),
      nameOf,
    });
    asked.push(...found.asked);
    for (const [key, value] of found.names ?? []) names.set(key, value);
    if (found.common != null) shared[name] = found.common;
    open += found.common === null ? 1 : 0;
    for (const { of } of uses) {
      const value = found.byFlow.has(of.key) ? found.byFlow.get(of.key) : found.common;
      if (value != null) (byFlow.get(of.key) as Record<string, Scalar>)[name] = value;
      else if (found.byFlow.has(of.key)) open += 1;
    }
  }
  return { byFlow, shared, asked, open, names };
}

interface Resolved {
  /** The value for all flows without their own value; null: not decided yet; undefined: no value. */
  readonly common: Scalar | null | undefined;
  readonly byFlow: ReadonlyMap<string, Scalar | null>;
  readonly asked: readonly Asked[];
  readonly names?: ReadonlyMap<string, string>;
}

interface Known {
  readonly answer: Answers["substitutions"][string] | undefined;
  readonly ofStack: Scalar | undefined;
  readonly ofFlow: (key: string) => Scalar | undefined;
  readonly nameOf: NameOf;
}

function own<Value>(record: Readonly<Record<string, Value>>, key: string): Value | undefined {
  return Object.hasOwn(record, key) ? record[key] : undefined;
}

function resolved(name: string, uses: readonly Use[], { answer, ofFlow, nameOf, ...known }: Known): Resolved {
  const path = ["substitutions", name];
  const ofStack = known.ofStack ?? sharedBefore(uses, ofFlow);
  if (answer === undefined && uses.every(({ of }) => ofFlow(of.key) !== undefined))
    return {
      common: undefined,
      byFlow: new Map(uses.map(({ of }) => [of.key, ofFlow(of.key) ?? null])),
      asked: [],
    };
  // A variable may have any name, because other flows cannot see it.
  if (answer === undefined && ofStack === undefined && uses.every(({ role }) => role === "variable"))
    return { common: proposalFor(uses[0] as Use, name, nameOf), byFlow: new Map(), asked: [] };
  const owners = uses.filter(({ role }) => role === "name");
  const proposals = new Map(uses.map((use) => [use, proposalFor(use, name, nameOf)]));
  const proposalOf = (use: Use) => (use.role === "name" ? nameOf(use.of) : (ofStack ?? proposals.get(use) ?? null));
  const askedOf = (use: Use, proposed: Scalar | null): Asked => ({
    path: [...path, use.of.key],
    proposed,
    about: aboutText(name, [use]),
  });
  if (isByFlow(answer) || (answer == null && owners.length > 1)) {
    const given = isByFlow(answer) ? answer : {};
    const hasOthers = Object.hasOwn(given, OTHERS);
    const each = uses.filter(({ of }) => !hasOthers || Object.hasOwn(given, of.key));
    // If there are many names, one question proposes all of them.
    const together = new Map(
      owners.length > MOST_NAMED && !hasOthers
        ? owners.flatMap(({ of }) => (Object.hasOwn(given, of.key) ? [] : [[of.key, nameOf(of)] as const]))
        : [],
    );
    const all: Asked = {
      path,
      proposed: {},
      about: `names of ${together.size} flows, as the command lists them. To use another name: \`key: Name\``,
    };
    return {
      common: own(given, OTHERS),
      byFlow: new Map(each.map((use) => [use.of.key, own(given, use.of.key) ?? proposalOf(use)])),
      names: together,
      asked: [
        ...(together.size > 0 && !isByFlow(answer) ? [all] : []),
        ...each
          .filter(({ of }) => !Object.hasOwn(given, of.key) && !together.has(of.key))
          .map((use) => askedOf(use, proposalOf(use))),
      ],
    };
  }
  const about = aboutText(name, uses);
  const first = owners[0] ?? mostProposed(uses, proposals);
  const common = answer ?? ofStack ?? proposals.get(first) ?? null;
  const others = answer == null && owners.length === 0 ? uses.filter((use) => differs(proposals.get(use), common)) : [];
  if (answer !== undefined || ofStack !== undefined || others.length === 0) {
    const isAsked = answer === undefined && ofStack === undefined;
    return { common, byFlow: new Map(), asked: isAsked ? [{ path, proposed: common, about }] : [] };
  }
  return {
    common,
    byFlow: new Map(others.map((use) => [use.of.key, proposals.get(use) ?? null])),
    asked: [
      { path: [...path, OTHERS], proposed: common, about },
      ...others.map((use) => askedOf(use, proposals.get(use) ?? null)),
    ],
  };
}

/**
 * The value that the flows already in the project share; it also applies to other flows. Undefined for names and
 * languages, which are specific to each flow.
 */
function sharedBefore(uses: readonly Use[], ofFlow: Known["ofFlow"]): Scalar | undefined {
  if (uses.some(({ role }) => role === "name" || role === "language")) return undefined;
  const [value, ...others] = new Set(uses.map(({ of }) => ofFlow(of.key)).filter((one) => one !== undefined));
  return others.length === 0 ? value : undefined;
}

function differs(proposal: Scalar | null | undefined, from: Scalar | null): boolean {
  return proposal != null && proposal !== from;
}

function mostProposed(uses: readonly Use[], proposals: ReadonlyMap<Use, Scalar | null>): Use {
  const alike = Map.groupBy(uses, (use) => proposals.get(use));
  const [most] = [...alike.values()].sort((a, b) => b.length - a.length);
  return most?.[0] as Use;
}

/** Messages about answers for placeholders and flows that are not in the import. */
export function unusedAnswers(exports: readonly FoundExport[], answers: Answers["substitutions"]): string[] {
  const uses = usesOf(exports);
  return Object.entries(answers).flatMap(([name, answer]) => {
    const found = uses.get(name);
    if (!found) return [`\`substitutions.${name}\`: no export has the placeholder {{${name}}}.`];
    const keys = isByFlow(answer) ? Object.keys(answer) : [];
    return keys
      .filter((key) => key !== OTHERS && !found.some(({ of }) => of.key === key))
      .map((key) => `\`substitutions.${name}.${key}\`: no export with this key has the placeholder {{${name}}}.`);
  });
}

function isByFlow(answer: Answers["substitutions"][string] | undefined): answer is Record<string, Scalar | null> {
  return typeof answer === "object" && answer !== null;
}

import {
  type ArchyMap,
  type ArchyValue,
  type NodeChange,
  printableLine,
  type ValueChange,
} from "@genesys-flows/architect";

type Kept = Exclude<NodeChange, { readonly node: unknown }>;

/**
 * What changed in a menu, without what a choice with another key says itself: the transition that the key names, and that choice as
 * the default one.
 */
export function withoutOtherKeys(change: Kept): Kept {
  const { transitions, values } = change;
  const added = new Map(
    transitions.flatMap(({ transition, from, to }) => (from === undefined ? [[to, transition]] : [])),
  );
  const keys = new Map(
    transitions.flatMap(({ transition, from, to }): [string, string][] => {
      const now = to === undefined ? added.get(from) : undefined;
      return now !== undefined && isKey(transition) && isKey(now) ? [[transition, now]] : [];
    }),
  );
  if (keys.size === 0) return change;
  const others = new Set(keys.values());
  return {
    ...change,
    transitions: transitions.filter(({ transition, from, to }) => {
      if (to === undefined) return !keys.has(transition);
      return from !== undefined || !others.has(transition);
    }),
    values: values.filter(
      ({ path, from, to }) => path[0] !== "defaultChildMenuRef" || keys.get(String(from)) !== String(to),
    ),
  };
}

export function isOfMenu(kind: string): boolean {
  return /^menu(?![a-z])/.test(kind);
}

/** A changed value of a menu or a choice in the words of a definition: `digit 2 -> 3`, `say[1]`, `default key 2`. */
export function menuValue(change: ValueChange): ValueChange {
  const [first, , third, ...rest] = change.path;
  if (first === "speechRecTerms" && third === "terms") return { ...change, path: ["say", ...rest] };
  if (first === "dtmf") return { ...change, from: keyOf(change.from), to: keyOf(change.to), path: ["digit"] };
  if (first === "defaultChildMenuRef") return { ...change, ...defaults(change), path: ["default"] };
  return change;
}

/** What a choice of a menu asks for: `digit 2, say order`. */
export function choiceWords(properties: ArchyMap): string {
  const { dtmf, globalDtmf, globalSpeechRecTerms, speechRecTerms } = properties;
  const [language] = Object.values((speechRecTerms ?? {}) as Readonly<Record<string, { readonly terms?: unknown }>>);
  const terms = Array.isArray(language?.terms) ? language.terms : [];
  const parts = [
    ...(dtmf === undefined ? [] : [`digit ${String(keyOf(dtmf))}`]),
    ...(terms.length === 0 ? [] : [`say ${terms.join(", ")}`]),
    ...(globalDtmf === true || globalSpeechRecTerms === true ? ["everywhere"] : []),
  ];
  return printableLine(parts.join(", "));
}

function defaults({ from, to }: ValueChange): Pick<ValueChange, "from" | "to"> {
  const named = (value: ArchyValue | undefined) => (typeof value === "string" ? keyName(value) : value);
  return { from: named(from), to: named(to) };
}

/** The name of a transition of a menu: the key that callers press, or the choice. */
export function keyName(transition: string): string {
  return isKey(transition) ? `key ${transition.replace("digit_", "")}` : transition;
}

function isKey(transition: string): boolean {
  return /^(digit_\d|star|pound)$/.test(transition);
}

/** `digit_2` as `2`. */
function keyOf(value: ArchyValue | undefined): ArchyValue | undefined {
  if (typeof value !== "string") return value;
  const [, digit] = /^digit_(\d)$/.exec(value) ?? [];
  return digit === undefined ? value : Number(digit);
}

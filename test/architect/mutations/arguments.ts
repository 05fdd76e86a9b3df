import { readReference, referenceExists } from "../../harness/checkout.ts";

/** What the vendor's table says of a function, as far as a mistake needs it. */
interface Taken {
  /** The most arguments of any form; infinite where one repeats. */
  readonly most: number;
  /** Codes of types by place, of all forms. */
  readonly types: readonly ReadonlySet<string>[];
}

interface Facts {
  readonly functions: readonly {
    readonly name: string;
    readonly kind: string;
    readonly overloads: readonly {
      readonly parameters: readonly { readonly type: string; readonly repeats?: boolean }[];
    }[];
  }[];
}

const facts: Facts = referenceExists ? JSON.parse(readReference("expression-functions.json")) : { functions: [] };
const functions = new Map(
  facts.functions
    .filter(({ kind }) => kind === "function")
    .map(({ name, overloads }): [string, Taken] => {
      const repeats = overloads.some(({ parameters }) => parameters.some((one) => one.repeats));
      const most = repeats
        ? Number.POSITIVE_INFINITY
        : Math.max(...overloads.map(({ parameters }) => parameters.length));
      const places = Math.max(...overloads.map(({ parameters }) => parameters.length));
      const types = Array.from(
        { length: places },
        (_, at) => new Set(overloads.flatMap(({ parameters }) => parameters[at]?.type ?? [])),
      );
      return [name.toLowerCase(), { most, types }];
    }),
);

/** A mistake in the arguments of a call within an expression. */
interface ArgumentEdit {
  readonly kind: "number of arguments" | "type of an argument";
  readonly what: string;
  readonly from: number;
  readonly to: number;
  readonly insert: string;
}

/**
 * One argument too many, or none; a literal of a type that no form takes. By the vendor's table of functions
 * (reference/expression-functions.json); none without it.
 */
export function argumentEdits(text: string): ArgumentEdit[] {
  const found: ArgumentEdit[] = [];
  // A text in an expression of a double-quoted scalar is escaped: the quotes of the language are the ones written.
  const quote = text.startsWith('"') ? '\\"' : '"';
  if (text.startsWith("'") || /^[|>]/.test(text)) return found;
  for (const { index, 0: opening, 1: name = "" } of text.matchAll(/\b([A-Za-z]+)\(/g)) {
    const taken = functions.get(name.toLowerCase());
    if (!taken || inQuotes(text, index, quote)) continue;
    const args = argumentsAt(text, index + opening.length, quote);
    if (!args) continue;
    const { to: end } = args.at(-1) ?? { to: index + opening.length };
    if (Number.isFinite(taken.most)) {
      const insert = args.length === 0 ? "1" : ", 1".repeat(taken.most - args.length + 1);
      if (args.length > 0 || taken.most === 0)
        found.push({ kind: "number of arguments", what: `${name}, one more`, from: end, to: end, insert });
    }
    const [first] = args;
    if (first)
      found.push({ kind: "number of arguments", what: `${name}, none`, from: first.from, to: end, insert: "" });
    for (const [at, { from, to }] of args.entries()) {
      const wrong = literalOfNone(taken.types[at], quote);
      if (wrong) found.push({ kind: "type of an argument", what: `${name}, ${at + 1}`, from, to, insert: wrong });
    }
  }
  return found;
}

/** A literal of a type that a place does not take; undefined for one that takes any, or texts, which anything may become. */
function literalOfNone(types: ReadonlySet<string> | undefined, quote: string): string | undefined {
  const plain = new Set(["int", "dec", "bln", "dtm", "dur", "cur", "phn", "que", "skl", "usr", "grp", "lac"]);
  if (!types || types.size === 0 || [...types].some((type) => !plain.has(type))) return undefined;
  return `${quote}x${quote}`;
}

function inQuotes(text: string, index: number, quote: string): boolean {
  const start = text.startsWith('"') ? 1 : 0;
  return text.slice(start, index).split(quote).length % 2 === 0;
}

/** The arguments of a call from behind its bracket; undefined where the text ends before it is closed. */
function argumentsAt(text: string, start: number, quote: string): { from: number; to: number }[] | undefined {
  const found: { from: number; to: number }[] = [];
  let [depth, from, quoted] = [0, start, false];
  const add = (to: number) => {
    const [space = ""] = /^\s*/.exec(text.slice(from, to)) ?? [];
    if (text.slice(from, to).trim() !== "") found.push({ from: from + space.length, to });
  };
  for (let at = start; at < text.length; at++) {
    if (text.startsWith(quote, at)) {
      quoted = !quoted;
      at += quote.length - 1;
    } else if (!quoted && "([".includes(text[at] as string)) depth++;
    else if (!quoted && text[at] === "," && depth === 0) {
      add(at);
      from = at + 1;
    } else if (!quoted && ")]".includes(text[at] as string) && depth-- === 0) {
      add(at);
      return found;
    }
  }
  return undefined;
}

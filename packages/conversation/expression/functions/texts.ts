import { compareTexts, folded } from "../comparing.ts";
import type { Implementation } from "../environment.ts";
import { collection, EvaluationError, scalar, type Value } from "../values.ts";
import { booleanOf, integerOf, textIn } from "./arguments.ts";

const text = (value: string | undefined) => scalar("string", value);
const whole = (value: number) => scalar("integer", value);

/** White space that is trimmed, according to the vendor's examples; it includes the no-break space. */
const LEADING = /^\s+/u;
const TRAILING = /\s+$/u;

function count(args: readonly Value[], index: number, what: string): number {
  const given = integerOf(args, index);
  if (given < 0) throw new EvaluationError(`The ${what} is ${given}, but must not be negative.`);
  return given;
}

function find([searched, wanted, ...rest]: readonly Value[]): number {
  const ignores = rest.at(-1)?.type === "boolean" && booleanOf(rest, rest.length - 1);
  const occurrence = rest[0]?.type === "integer" ? integerOf(rest, 0) : 1;
  const fold = (value: string) => (ignores ? folded(value) : value);
  const [whole, part] = [fold(textIn([searched as Value], 0)), fold(textIn([wanted as Value], 0))];
  let at = whole.indexOf(part);
  for (let left = occurrence - 1; left > 0 && at >= 0; left--) at = whole.indexOf(part, at + Math.max(part.length, 1));
  return at;
}

/** The functions on strings (reference/expression-functions.json, category `text`). */
export const textFunctions: Readonly<Record<string, Implementation>> = {
  compare: ([left, right, ignoreCase], { assume }) => {
    assume("order-of-texts-is-icu");
    const at = (value: Value | undefined) => (value?.type === "string" ? value.value : undefined);
    const o = { ignoreCase: ignoreCase !== undefined && booleanOf([ignoreCase], 0) };
    return whole(compareTexts(at(left), at(right), o));
  },
  contains: (args) => scalar("boolean", find(args) >= 0),
  findstring: (args) => whole(find(args)),
  left: (args) => text([...textIn(args, 0)].slice(0, count(args, 1, "length")).join("")),
  length: (args) => whole([...textIn(args, 0)].length),
  lower: (args) => text(textIn(args, 0).toLowerCase()),
  ltrim: (args) => text(textIn(args, 0).replace(LEADING, "")),
  replace: (args) => {
    const [within, found] = [textIn(args, 0), textIn(args, 1)];
    const by = args[2]?.type === "string" ? (args[2].value ?? "") : "";
    return text(found === "" ? within : within.replaceAll(found, () => by));
  },
  reverse: (args) => text([...textIn(args, 0)].reverse().join("")),
  right: (args) => {
    const [characters, length] = [[...textIn(args, 0)], count(args, 1, "length")];
    return text(characters.slice(Math.max(0, characters.length - length)).join(""));
  },
  rtrim: (args) => text(textIn(args, 0).replace(TRAILING, "")),
  split: (args) => {
    const [whole, delimiter] = [textIn(args, 0), textIn(args, 1)];
    const parts = whole === "" ? [""] : delimiter === "" ? [...whole] : whole.split(delimiter);
    return collection("string", parts);
  },
  substring: (args) => {
    const start = count(args, 1, "start");
    return text([...textIn(args, 0)].slice(start, start + count(args, 2, "length")).join(""));
  },
  trim: (args) => text(textIn(args, 0).replace(LEADING, "").replace(TRAILING, "")),
  upper: (args) => text(textIn(args, 0).toUpperCase()),
  emailaddressdomainpart: (args) => text(partOf(args, 1)),
  emailaddresslocalpart: (args) => text(partOf(args, 0)),
  makeemailaddress: (args) =>
    scalar("emailAddress", { id: textIn(args, 0), name: args[1]?.type === "string" ? args[1].value : undefined }),
};

/** The part of an address before or after its last `@`. Undefined if the address has no `@`. */
function partOf([address]: readonly Value[], part: 0 | 1): string | undefined {
  const given =
    address?.type === "emailAddress" ? address.value?.id : address?.type === "string" ? address.value : undefined;
  const at = given?.lastIndexOf("@") ?? -1;
  if (given === undefined || at < 1 || at === given.length - 1) return undefined;
  return part === 0 ? given.slice(0, at) : given.slice(at + 1);
}

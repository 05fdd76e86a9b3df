import type { CustomerAct, Transcript, WorldAnswer } from "../run/types.ts";
import type { GivenAnswer, GivenVariable } from "./choices.ts";

/** Maximum number of items in a name. */
const LONGEST = 6;

/** Gives conversations unique names that describe the acts of the customer and the responses of the world. */
export function named<One extends { readonly answers: readonly GivenAnswer[]; readonly transcript: Transcript }>(
  conversations: readonly One[],
): readonly (One & { readonly name: string })[] {
  const times = new Map<string, number>();
  return conversations.map((one) => {
    const name = nameOf(one.answers);
    const count = (times.get(name) ?? 0) + 1;
    times.set(name, count);
    return { ...one, name: count === 1 ? name : `${name} (${count})` };
  });
}

function nameOf(answers: readonly GivenAnswer[]): string {
  const texts = stepsOf(answers.filter(({ isUsual }) => !isUsual));
  const more = texts.length > LONGEST ? [`${texts.length - LONGEST} more answers`] : [];
  return [...texts.slice(0, LONGEST), ...more].join(", ") || "the usual case";
}

/**
 * The acts of the customer and the responses of the world, one string each: `caller presses 2`, `CRM/Lookup times
 * out`. Usual responses are omitted.
 */
export function stepsOf(answers: readonly GivenAnswer[]): readonly string[] {
  const parts: { readonly text: string; count: number }[] = [];
  for (const { asked, answer } of answers) {
    const text = asked.startsWith("variable ") ? variableText(asked, answer) : textOf(asked, answer);
    if (text === undefined) continue;
    const same = parts.find((part) => part.text === text);
    if (same) same.count += 1;
    else parts.push({ text, count: 1 });
  }
  return parts.map(({ text, count }) => (count === 1 ? text : `${text} ${count} times`));
}

function textOf(asked: string, answer: GivenAnswer["answer"]): string | undefined {
  if ("does" in answer) return actText(answer);
  const { path, outputs } = answer as Partial<WorldAnswer>;
  const name = asked.slice(asked.indexOf(" ") + 1).trim();
  switch (asked.slice(0, asked.indexOf(" "))) {
    case "dataAction":
      if (path === "timeout") return `${name} times out`;
      return path === "failure" ? `${name} fails` : `${name} answers${outputText(outputs)}`;
    case "send":
      return path === "failure" ? `${name} fails to send` : undefined;
    case "transfer":
      return path === "transferred" ? undefined : `the transfer to ${name} fails`;
    case "hours":
      return `${name} is ${path}`;
    case "tableRow":
      return path === "found"
        ? `${name} is found${outputText(outputs)}`
        : `${name} is ${path === "notFound" ? "not found" : "unreadable"}`;
    default:
      return path === undefined || path === "found" ? undefined : `${name || "a name"}: ${path}${outputText(outputs)}`;
  }
}

function actText(act: CustomerAct): string {
  switch (act.does) {
    case "presses":
      return `caller presses ${act.keys}`;
    case "says":
      return `caller says ${act.text}`;
    case "writes":
      return `customer writes ${act.text}`;
    case "nothing":
      return "caller is silent";
    case "hangs up":
      return "caller hangs up";
  }
}

function outputText(outputs: WorldAnswer["outputs"]): string {
  const entries = Object.entries(outputs ?? {}).slice(0, 3);
  return entries.length === 0 ? "" : ` ${entries.map(([name, value]) => `${name} ${plain(value)}`).join(", ")}`;
}

/** A value on one line: the items of a list, the properties of an object. */
function plain(value: unknown): string {
  if (typeof value === "string") return value;
  if (Array.isArray(value)) return value.map(plain).join(", ") || "empty";
  if (typeof value !== "object" || value === null) return JSON.stringify(value);
  const set = Object.entries(value).filter(([, one]) => one !== null);
  return set.map(([name, one]) => `${name} ${plain(one)}`).join(", ");
}

function variableText(asked: string, answer: GivenAnswer["answer"]): string | undefined {
  const { value } = answer as GivenVariable;
  if (value === undefined) return undefined;
  const number = asked.slice("variable ".length).toLowerCase();
  if (number === "call.calledaddress") return `caller calls ${plain(value)}`;
  const verb = typeof value === "object" ? "has" : "is";
  return `${asked.slice("variable ".length)} ${verb} ${plain(value)}`;
}

import { get, getText, isMap, type ReferenceKind, references, type Scalar } from "@genesys-flows/architect";
import { namesFlowOfType, nounOf } from "@genesys-flows/provider";
import { count } from "../formats/findings.ts";
import { standIn } from "../reading/placeholders.ts";
import type { Answers, Asked } from "./answers.ts";
import type { FoundExport } from "./exports.ts";

/** What a placeholder of an export is. */
type Role = "name" | "division" | "language" | "variable" | "text" | { readonly kind: ReferenceKind };

interface Use {
  readonly of: FoundExport;
  readonly role: Role;
}

/** The values of the placeholders of an import. */
export interface ImportValues {
  /** By key of the flow, then by name of the placeholder; without those that are open. */
  readonly byFlow: ReadonlyMap<string, Readonly<Record<string, Scalar>>>;
  /** Placeholders that have one value for every flow. */
  readonly shared: Readonly<Record<string, Scalar>>;
  /** What the answers do not have yet. */
  readonly asked: readonly Asked[];
  /** How many values are open. */
  readonly open: number;
}

/**
 * Finds the value of each placeholder: an answer, else what the stack has, else a proposal. Of a name that several flows have as
 * their own, each flow has its value.
 * @param stack the stack's substitutions for all flows
 */
export function importValues(
  exports: readonly FoundExport[],
  answers: Answers["substitutions"],
  stack: Readonly<Record<string, Scalar>>,
): ImportValues {
  const nameOf = nameProposals(exports);
  const byFlow = new Map<string, Record<string, Scalar>>(exports.map(({ key }) => [key, {}]));
  const shared: Record<string, Scalar> = {};
  const asked: Asked[] = [];
  let open = 0;
  for (const [name, uses] of usesOf(exports)) {
    const answer = answers[name];
    const owners = uses.filter(({ role }) => role === "name");
    const isOwn = isByFlow(answer) || (answer == null && owners.length > 1);
    const about = aboutText(name, uses);
    if (!isOwn) {
      const proposed = stack[name] ?? proposalFor(owners[0] ?? (uses[0] as Use), name, nameOf);
      const value = answer ?? proposed;
      if (answer === undefined && stack[name] === undefined)
        asked.push({ path: ["substitutions", name], proposed, about });
      if (value === null) open += 1;
      else {
        shared[name] = value;
        for (const { of } of uses) (byFlow.get(of.key) as Record<string, Scalar>)[name] = value;
      }
      continue;
    }
    const given = isByFlow(answer) ? answer : {};
    for (const use of uses) {
      const { key } = use.of;
      const proposed = use.role === "name" ? nameOf(use.of) : (stack[name] ?? proposalFor(use, name, nameOf));
      const value = given[key] ?? proposed;
      if (!(key in given)) asked.push({ path: ["substitutions", name, key], proposed, about: aboutText(name, [use]) });
      if (value === null) open += 1;
      else (byFlow.get(key) as Record<string, Scalar>)[name] = value;
    }
  }
  return { byFlow, shared, asked, open };
}

/** The answers about placeholders and flows that an import does not have. */
export function unusedAnswers(exports: readonly FoundExport[], answers: Answers["substitutions"]): string[] {
  const uses = usesOf(exports);
  return Object.entries(answers).flatMap(([name, answer]) => {
    const found = uses.get(name);
    if (!found) return [`\`substitutions.${name}\`: no export has the placeholder {{${name}}}.`];
    const keys = isByFlow(answer) ? Object.keys(answer) : [];
    return keys
      .filter((key) => !found.some(({ of }) => of.key === key))
      .map((key) => `\`substitutions.${name}.${key}\`: no export of that key has the placeholder {{${name}}}.`);
  });
}

function isByFlow(answer: Answers["substitutions"][string] | undefined): answer is Record<string, Scalar | null> {
  return typeof answer === "object" && answer !== null;
}

function usesOf(exports: readonly FoundExport[]): ReadonlyMap<string, Use[]> {
  const found = new Map<string, Use[]>();
  for (const of of exports)
    for (const name of of.placeholders.keys())
      found.set(name, [...(found.get(name) ?? []), { of, role: roleOf(of, name) }]);
  return found;
}

function roleOf({ document, text }: FoundExport, placeholder: string): Role {
  const token = standIn(placeholder);
  if (isAfterDot(text, `{{${placeholder}}}`)) return "variable";
  if (document.name === token) return "name";
  if (getText(document.body, "division") === token) return "division";
  if (getText(document.body, "defaultLanguage") === token) return "language";
  const named = references(document).find(({ name }) => name === token);
  return named ? { kind: named.kind } : "text";
}

/** Whether a text has a part of a name: `Flow.{{queue}}`. */
function isAfterDot(text: string, placeholder: string): boolean {
  for (let at = text.indexOf(placeholder); at >= 0; at = text.indexOf(placeholder, at + 1))
    if (/\w\.$/.test(text.slice(Math.max(0, at - 2), at))) return true;
  return false;
}

type NameOf = (one: FoundExport) => string;

function proposalFor({ of, role }: Use, placeholder: string, nameOf: NameOf): Scalar | null {
  if (role === "name") return nameOf(of);
  if (role === "division") return "Home";
  if (role === "variable") return placeholder.replaceAll(/\W+/g, "_");
  return role === "language" ? languageOf(of, placeholder) : null;
}

/** Proposes the name by which other exports call a flow, where its file is called like that; else one made of its key. */
function nameProposals(exports: readonly FoundExport[]): NameOf {
  const own = new Set(exports.map(({ document }) => document.name.toLowerCase()));
  const named = exports
    .flatMap(({ document }) => references(document))
    .filter(({ name }) => !own.has(name.toLowerCase()));
  return ({ key, source, document: { flowType } }) => {
    const file = plain(source.replace(/(_v\d+-\d+)?\.[^/]*$/, ""));
    const called = named.filter((one) => namesFlowOfType(one, flowType) && file.endsWith(plain(one.name)));
    const [name, ...others] = new Set(called.map((one) => one.name));
    return name !== undefined && others.length === 0 ? name : titleOf(key);
  };
}

/** Letters and digits alone. */
function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

/** The first language that an export supports, else English. */
function languageOf({ document }: FoundExport, placeholder: string): string {
  const listed = get(document.body, "supportedLanguages");
  const languages = Array.isArray(listed)
    ? listed.flatMap((entry) => (isMap(entry) ? Object.keys(entry) : [String(entry)]))
    : [];
  return languages.find((language) => !language.includes(standIn(placeholder))) ?? "en-us";
}

/** `call-park_in_queue` -> `Call park in queue`. */
function titleOf(key: string): string {
  const words = key.replaceAll(/[-_]+/g, " ").trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

const MOST_NAMED = 4;

function aboutText(placeholder: string, uses: readonly Use[]): string {
  const roles = [...new Set(uses.map(({ role }) => roleText(role)))];
  const places = uses
    .slice(0, MOST_NAMED)
    .map(({ of }) => `${of.source}:${of.placeholders.get(placeholder)?.[0]?.line ?? 1}`);
  const more = uses.length > MOST_NAMED ? ` and ${count(uses.length - MOST_NAMED, "more flow")}` : "";
  return `${roles.join(", ")}: ${places.join(", ")}${more}`;
}

function roleText(role: Role): string {
  if (role === "name") return "name of the flow";
  if (role === "division") return "division of the flow";
  if (role === "language") return "default language";
  if (role === "variable") return "name of a variable, after its scope";
  return role === "text" ? "text" : `name of a ${nounOf(role.kind)}`;
}

import {
  type ArchyValue,
  get,
  getText,
  isMap,
  type ReferenceKind,
  references,
  type Scalar,
} from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { namesFlowOfType, nounOf } from "@genesys-flows/platform";
import { standIn } from "../reading/placeholders.ts";
import type { FoundExport } from "./exports.ts";

type Role = keyof typeof roles | { readonly kind: ReferenceKind };

const roles = {
  name: "name of the flow",
  division: "division of the flow",
  language: "default language",
  variable: "name of a variable, after its scope",
  integration: "name of an integration",
  text: "text",
} as const;

export interface Use {
  readonly of: FoundExport;
  readonly role: Role;
}

/** The places that use each placeholder, by its name. */
export function usesOf(exports: readonly FoundExport[]): ReadonlyMap<string, Use[]> {
  const found = new Map<string, Use[]>();
  for (const of of exports)
    for (const name of of.placeholders.keys())
      found.set(name, [...(found.get(name) ?? []), { of, role: roleOf(of, name) }]);
  return found;
}

function roleOf({ document, text }: FoundExport, placeholder: string): Role {
  const token = standIn(placeholder);
  if (isAfterScope(text, `{{${placeholder}}}`)) return "variable";
  if (document.name === token) return "name";
  if (getText(document.body, "division") === token) return "division";
  if (getText(document.body, "defaultLanguage") === token) return "language";
  const named = references(document).find(({ name, category }) => name === token || category === token);
  if (named?.category === token) return "integration";
  return named ? { kind: named.kind } : "text";
}

/** Whether text contains the placeholder in the name of a flow variable: `Flow.{{queue}}`. */
function isAfterScope(text: string, placeholder: string): boolean {
  for (let at = text.indexOf(placeholder); at >= 0; at = text.indexOf(placeholder, at + 1))
    if (/\b(?:Flow|Task|State|Common)\.$/i.test(text.slice(Math.max(0, at - 8), at))) return true;
  return false;
}

export type NameOf = (one: FoundExport) => string;

/** A likely value for a placeholder; null if the exports do not suggest one. */
export function proposalFor({ of, role }: Use, placeholder: string, nameOf: NameOf): Scalar | null {
  if (role === "name") return nameOf(of);
  if (role === "division") return "Home";
  if (role === "variable") return placeholder.replaceAll(/\W+/g, "_");
  return role === "language" ? languageOf(of, placeholder) : null;
}

/**
 * Proposes the name that other exports use for a flow, provided that the flow's file has the same name. Otherwise,
 * proposes a name made from the flow's key.
 */
export function nameProposals(exports: readonly FoundExport[]): NameOf {
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

function plain(text: string): string {
  return text.toLowerCase().replaceAll(/[^\p{L}\p{N}]/gu, "");
}

const LANGUAGE = /^[a-z]{2,3}(?:-[a-z0-9]{2,4})?$/i;

/** The first language that an export supports. Defaults to the language with the most prompts, then to English. */
function languageOf({ document }: FoundExport, placeholder: string): string {
  const isLanguage = (text: string) => LANGUAGE.test(text) && !text.includes(standIn(placeholder));
  const listed = get(document.body, "supportedLanguages");
  const languages = Array.isArray(listed)
    ? listed.flatMap((entry) => (isMap(entry) ? Object.keys(entry) : [String(entry)]))
    : Object.keys(isMap(listed) ? listed : {});
  const counts = Map.groupBy(
    keysIn(document.body).filter((key) => key.includes("-") && isLanguage(key)),
    (key) => key,
  );
  const [most] = [...counts].sort(([, a], [, b]) => b.length - a.length);
  return languages.find(isLanguage) ?? most?.[0] ?? "en-us";
}

function keysIn(value: ArchyValue): string[] {
  if (Array.isArray(value)) return value.flatMap(keysIn);
  return isMap(value) ? Object.entries(value).flatMap(([key, child]) => [key, ...keysIn(child)]) : [];
}

/** `call-park_in_queue` -> `Call park in queue`. */
function titleOf(key: string): string {
  const words = key.replaceAll(/[-_]+/g, " ").trim();
  return `${words.charAt(0).toUpperCase()}${words.slice(1)}`;
}

/** Maximum number of flows that are listed individually. */
export const MOST_NAMED = 4;

/** The kind of a placeholder and the lines that contain it: `name of a queue: sales.yaml:12, support.yaml:3`. */
export function aboutText(placeholder: string, uses: readonly Use[]): string {
  const kinds = [...new Set(uses.map(({ role }) => roleText(role)))];
  const places = uses
    .slice(0, MOST_NAMED)
    .map(({ of }) => `${of.source}:${of.placeholders.get(placeholder)?.[0]?.line ?? 1}`);
  const more = uses.length > MOST_NAMED ? ` and ${count(uses.length - MOST_NAMED, "more flow")}` : "";
  return `${kinds.join(", ")}: ${places.join(", ")}${more}`;
}

function roleText(role: Role): string {
  if (typeof role === "string") return roles[role];
  const noun = nounOf(role.kind);
  return `name of ${/^[aeiou]/.test(noun) ? "an" : "a"} ${noun}`;
}

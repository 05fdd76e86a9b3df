import {
  type ArchyReference,
  type Diagnostic,
  get,
  getMap,
  getText,
  type Location,
  referencePlaces,
} from "@genesys-flows/architect";
import { count } from "@genesys-flows/architect/count";
import { finding } from "../codes.ts";
import type { LinkedFlow } from "../linking/link.ts";
import type { DeclaredObject } from "./declared-object.ts";
import { ObjectMap } from "./kinds.ts";
import { undeclaredNames } from "./near-miss.ts";

type Flow = Pick<LinkedFlow, "document" | "graph" | "sourceMap" | "references"> & {
  readonly read: Pick<LinkedFlow["read"], "key" | "origin">;
};
type Declared = Pick<DeclaredObject, "kind" | "name" | "existing" | "properties" | "file">;

/**
 * Findings about the names in flows, compared with declared objects: `prompt-without-language` if a flow plays a prompt
 * that lacks one of the flow's languages, and `undeclared-object` if a name is probably a misspelling of a declared
 * name. Reports one finding per object and flow, at the first place.
 */
export function flowObjectFindings(flows: readonly Flow[], objects: readonly Declared[]): Diagnostic[] {
  const declared = new ObjectMap(objects);
  const undeclared = undeclaredNames(objects);
  const misspelling = (reference: ArchyReference): AboutName | undefined => {
    const about = undeclared(reference.kind, nameOf(reference));
    return about && { code: "undeclared-object", ...about };
  };
  return flows.flatMap((flow) => {
    const named = Map.groupBy(flow.references, (reference) => `${reference.kind}:${nameOf(reference)}`.toLowerCase());
    // A cached flow is read only if it has findings.
    let places: ReturnType<typeof referencePlaces> | undefined;
    const found = [...named.values()].flatMap(([first, ...others]): Found[] => {
      if (!first) return [];
      const object = declared.get(first.kind, nameOf(first));
      const one = object ? missingLanguages(flow, object) : misspelling(first);
      return one ? [{ ...one, first, others: others.length }] : [];
    });
    return found.flatMap(({ code, message, hint, first, others }) => {
      places ??= referencePlaces({ ...flow, origin: flow.read.origin });
      const place = places(first);
      if (isStandIn(flow, place.location)) return [];
      const more = others === 0 ? "" : ` The flow also uses it in ${count(others, "other place")}.`;
      return [finding(code, `${message}${more}`, { hint, flow: flow.read.key, ...place })];
    });
  });
}

interface AboutName {
  readonly code: "prompt-without-language" | "undeclared-object";
  readonly message: string;
  readonly hint: string;
}

interface Found extends AboutName {
  readonly first: ArchyReference;
  /** Number of other places where the flow names the object. */
  readonly others: number;
}

/** The name in the form that files use: without surrounding spaces, and `INTEGRATION/ACTION` for a data action. */
function nameOf({ name, category }: ArchyReference): string {
  return (category === undefined ? name : `${category}/${name}`).trim();
}

/**
 * For a prompt: the languages of the flow in which it has no content. The platform's behaviour in such a language is
 * not documented.
 */
function missingLanguages(flow: Flow, { kind, name, properties, existing, file }: Declared): AboutName | undefined {
  const given = properties["resources"];
  if (kind !== "prompt" || existing || !Array.isArray(given)) return undefined;
  const languages = new Set(given.map((resource) => String(get(resource, "language")).toLowerCase()));
  const missing = languagesOf(flow).filter((language) => !languages.has(language.toLowerCase()));
  const [one] = missing;
  if (one === undefined) return undefined;
  const list = new Intl.ListFormat("en-GB").format(missing);
  return {
    code: "prompt-without-language",
    message: `The flow supports ${list}, but the prompt \`${name}\` has nothing to play in ${missing.length === 1 ? "this language" : "these languages"}.`,
    hint: `Add it to the prompt in ${file}, for example: ${one}: {text: "..."}.`,
  };
}

/** The languages that a flow supports; its default language if it does not list any. */
function languagesOf({ document: { body } }: Flow): readonly string[] {
  const supported = Object.keys(getMap(body, "supportedLanguages") ?? {});
  return supported.length > 0 ? supported : [getText(body, "defaultLanguage") ?? []].flat();
}

/** Whether a name contains a placeholder for a value that the stack does not set, which is already reported. */
function isStandIn({ document }: Flow, location: Location | undefined): boolean {
  return location !== undefined && document.filling?.(location) === "stand-in";
}

import type { ArchyDocument } from "@genesys-flows/architect";
import { type Listed, withExemptions } from "@genesys-flows/policies/base";
import { isDeclarable, type ObjectContent } from "@genesys-flows/project";
import { mergedSeed, seedFor, seedOnly } from "@genesys-flows/stand-in";
import { parseDocument } from "yaml";
import { presentText } from "../changing/write-files.ts";
import { printed } from "../changing/yaml-text.ts";
import { EXEMPTIONS } from "../commands/baseline.ts";
import type { Context } from "../context.ts";
import { startOf } from "../objects/starts.ts";
import { type ChosenObject, objectNameOf } from "./objects.ts";
import type { ImportPlan } from "./planning.ts";

type PlannedText = readonly [file: string, text: string];

/**
 * The objects that files declare for an import: the objects with the answer `declared`, each with minimal content.
 * `all` adds every other object that the flows name, with its settings in the organisation or only by name.
 */
export function declaredContents(
  plan: Pick<ImportPlan, "objects" | "declared">,
  documents: readonly ArchyDocument[],
  { all }: { readonly all: boolean },
): ObjectContent[] {
  const starts = plan.objects
    .filter(({ choice }) => choice === "declared")
    .map((object) => startOf(objectNameOf(object), documents));
  const named = plan.objects
    .filter(({ choice, kind }) => all && choice !== "declared" && isDeclarable(kind))
    .map((object) => ({ ...objectNameOf(object), existing: true, properties: {}, references: [] }));
  return [...starts, ...named, ...(plan.declared ?? []).map(({ content }) => content)];
}

/** Adds to the seed the objects that the answers assign to it, in the form that the flows expect. */
export function seedTexts(
  objects: readonly ChosenObject[],
  documents: readonly ArchyDocument[],
  seed: string,
  context: Context,
): PlannedText[] {
  const chosen = objects.filter(({ choice }) => choice === "seed");
  if (chosen.length === 0) return [];
  const more = seedOnly(seedFor({ documents }), chosen);
  return [[seed, withSeed(presentText(context.root, seed) ?? "", { ...more })]];
}

/** The exemptions file with new exemptions for the current violations of the exports. */
export function exemptionTexts(
  listed: readonly Listed[],
  about: { readonly owner: string; readonly expires: string; readonly reason: string },
  context: Context,
): PlannedText[] {
  if (listed.length === 0) return [];
  const added = listed.map(({ rule, flow, node }) => ({ rule, flow, node, ...about }));
  return [[EXEMPTIONS, withExemptions(presentText(context.root, EXEMPTIONS) ?? "", added)]];
}

type Data = Readonly<Record<string, unknown>>;

/** Adds the missing entries of another seed to a seed. Keeps comments and everything else. */
export function withSeed(text: string, more: Data): string {
  const document = parseDocument(text);
  const before = (document.toJS() ?? {}) as Data;
  document.contents ??= document.createNode({}) as unknown as typeof document.contents;
  for (const [list, entries] of Object.entries(mergedSeed(before, more))) {
    const known = listIn(before, list);
    const all = Array.isArray(entries) ? entries.map((entry, index) => written(entry, known[index])) : [];
    if (JSON.stringify(all) !== JSON.stringify(known)) document.set(list, document.createNode(all));
  }
  return printed(document, text);
}

/**
 * Merges an entry with the seed's entry: new data actions are added after the existing data actions of their
 * integration.
 */
function written(entry: unknown, known: unknown): unknown {
  if (known === undefined) return plain(entry);
  const own = listIn(known, "dataActions");
  const more = listIn(entry, "dataActions").slice(own.length);
  return more.length === 0 ? known : { ...(known as Data), dataActions: [...own, ...more.map(plain)] };
}

function listIn(value: unknown, key: string): readonly unknown[] {
  const list = (value as Data | null | undefined)?.[key];
  return Array.isArray(list) ? list : [];
}

function plain(entry: unknown): unknown {
  if (Array.isArray(entry)) return entry.map(plain);
  if (typeof entry !== "object" || entry === null) return entry;
  const filled = Object.entries(entry).filter(
    ([, value]) => typeof value !== "object" || value === null || Object.keys(value).length > 0,
  );
  return Object.fromEntries(filled.map(([key, value]) => [key, plain(value)]));
}

import type { ArchyDocument } from "@genesys-flows/architect";
import { type Listed, withExemptions } from "@genesys-flows/policies/base";
import { mergedSeed, seedFor, seedOnly } from "@genesys-flows/stand-in";
import { parseDocument } from "yaml";
import { presentText } from "../changing/write-files.ts";
import { printed, withEntries } from "../changing/yaml-text.ts";
import { EXEMPTIONS } from "../commands/baseline.ts";
import type { Context } from "../context.ts";
import { indexWith, PROGRAM, programWith, statementOf } from "./declared.ts";
import type { ChosenObject } from "./objects.ts";

type PlannedText = readonly [file: string, text: string];

/** The objects that the answers declare: entries of a file of queues, and statements of a program. */
export function declaredTexts(
  objects: readonly ChosenObject[],
  { flowsDir, documents }: { readonly flowsDir: string; readonly documents: readonly ArchyDocument[] },
  context: Context,
): { readonly texts: readonly PlannedText[]; readonly byHand: readonly string[] } {
  const declared = objects.filter(({ choice }) => choice === "declared");
  const queues = declared.filter(({ kind }) => kind === "queue");
  const others = declared.filter(({ kind }) => kind !== "queue");
  const texts: PlannedText[] = [];
  if (queues.length > 0) {
    const file = `${flowsDir}/queues.yaml`;
    const before =
      presentText(context.root, file) ??
      "# Queues that this stack creates. Flows can also name other queues of the organisation.\n";
    const entries = queues.map(({ name }) => ({ path: ["queues", name], value: null }));
    texts.push([file, withEntries(before, entries)]);
  }
  if (others.length === 0) return { texts, byHand: [] };
  const tables = new Map(
    seedFor({ documents }).dataTables.map((table) => [table.name.toLowerCase(), table.columns ?? {}]),
  );
  const columns = (table: string) => tables.get(table.toLowerCase()) ?? {};
  const program = programWith(presentText(context.root, PROGRAM), others, columns);
  const index = indexWith(presentText(context.root, "index.ts") ?? "");
  const byHand = [
    ...(program === undefined
      ? [`${PROGRAM} has another form. Add to it:`, ...others.map((one) => statementOf(one, columns))]
      : []),
    ...(index === undefined ? [`index.ts does not call ${PROGRAM}. Before the flows, add: importedObjects();`] : []),
  ];
  if (program !== undefined) texts.push([PROGRAM, program]);
  if (index !== undefined) texts.push(["index.ts", index]);
  return { texts, byHand };
}

/** The seed with the objects that the answers put there, as the flows expect them. */
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

/** The exemptions with those of the violations that exports have today. */
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

/** The text of a seed with the entries of another that it does not have; comments and everything else stay. */
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

/** An entry of which the seed may have a part: new data actions come after those of their integration. */
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

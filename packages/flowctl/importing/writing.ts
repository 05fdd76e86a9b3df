import type { ArchyDocument } from "@genesys-flows/architect";
import { type Listed, withExemptions } from "@genesys-flows/policies/base";
import { seedFor, seedOnly } from "@genesys-flows/stand-in";
import { presentText } from "../changing/write-files.ts";
import { withEntries } from "../changing/yaml-text.ts";
import { EXEMPTIONS } from "../commands/baseline.ts";
import type { Context } from "../context.ts";
import { indexWith, inProgram, PROGRAM, programWith, statementOf } from "./declared.ts";
import type { ChosenObject } from "./objects.ts";
import { withSeed } from "./seed-text.ts";

/** A file that an import writes, relative to the project. */
export interface PlannedText {
  readonly file: string;
  readonly text: string;
}

/** The objects that the answers declare: entries of a file of queues, and statements of a program. */
export function declaredTexts(
  objects: readonly ChosenObject[],
  { flowsDir, documents }: { readonly flowsDir: string; readonly documents: readonly ArchyDocument[] },
  context: Context,
): { readonly texts: readonly PlannedText[]; readonly byHand: readonly string[] } {
  const declared = objects.filter(({ choice }) => choice === "declared");
  const queues = declared.filter(({ kind }) => kind === "queue");
  const others = inProgram(declared);
  const texts: PlannedText[] = [];
  if (queues.length > 0) {
    const file = `${flowsDir}/queues.yaml`;
    const before =
      presentText(context.root, file) ??
      "# Queues that this stack creates. Flows can also name other queues of the organisation.\n";
    const text = withEntries(
      before,
      queues.map(({ name }) => ({ path: ["queues", name], value: null })),
    );
    texts.push({ file, text });
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
  if (program !== undefined) texts.push({ file: PROGRAM, text: program });
  if (index !== undefined) texts.push({ file: "index.ts", text: index });
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
  return [{ file: seed, text: withSeed(presentText(context.root, seed) ?? "", { ...more }) }];
}

/** The exemptions with those of the violations that exports have today. */
export function exemptionTexts(
  listed: readonly Listed[],
  about: { readonly owner: string; readonly expires: string; readonly reason: string },
  context: Context,
): PlannedText[] {
  if (listed.length === 0) return [];
  const added = listed.map(({ rule, flow, node }) => ({ rule, flow, node, ...about }));
  return [{ file: EXEMPTIONS, text: withExemptions(presentText(context.root, EXEMPTIONS) ?? "", added) }];
}

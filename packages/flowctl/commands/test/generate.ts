import { existsSync, writeFileSync } from "node:fs";
import { dirname, join } from "node:path";
import { count } from "@genesys-flows/architect/count";
import { type Context, UsageError } from "../../context.ts";
import { unitNamed } from "../../reading/unit-named.ts";
import { loadForStack } from "../../stack-file.ts";

export interface GenerateOptions {
  /** Key or name of a flow; true if the option has no value. */
  readonly generate?: string | true;
  /** Every flow in the project. */
  readonly all?: boolean;
  readonly stack: string;
}

const ABOUT =
  "The current behaviour of this flow, written by `flowctl test --generate`. Review it: the expectations show what the flow does, which may not be what it should do.";

/**
 * Writes conversations that take every transition of the flows, as tests of their current behaviour, to
 * `KEY.generated.test.yaml` beside each flow. Existing files are not changed.
 * @returns 0
 * @throws UsageError for an unknown flow, and if no flow is named; DiagnosticError for errors in the project
 */
export async function generate(o: GenerateOptions, context: Context): Promise<number> {
  const project = await loadForStack(context, o.stack);
  const units = chosen(project.flows, o);
  const { stageOfProject } = await import("@genesys-flows/conversation/stage");
  const { generated } = await import("@genesys-flows/conversation/explore");
  const { writeScript } = await import("@genesys-flows/conversation/script");
  const stage = stageOfProject(project);
  for (const { key, file } of units) {
    const path = join(dirname(file), `${key}.generated.test.yaml`);
    const flow = stage.flow(key);
    if (!flow) continue;
    if (existsSync(join(context.root, path))) {
      context.out(`kept     ${path}: it already exists. To generate it again, delete it first.\n`);
      continue;
    }
    const { script, left } = generated(flow, stage);
    if (script.conversations.length > 0) writeFileSync(join(context.root, path), writeScript(script, { about: ABOUT }));
    const result = script.conversations.length > 0 ? `written  ${path}` : `nothing  ${key}`;
    context.out(`${result}: ${count(script.conversations.length, "conversation")}\n`);
    for (const name of left) context.out(`         left out, because a test cannot express it: ${name}\n`);
  }
  return 0;
}

function chosen<Unit extends { readonly key: string; readonly name: string }>(
  flows: readonly Unit[],
  { generate: wanted, all }: GenerateOptions,
): readonly Unit[] {
  if (all) return flows;
  if (typeof wanted !== "string") throw new UsageError("--generate needs the key or the name of a flow, or --all.");
  return [unitNamed(flows, wanted)];
}

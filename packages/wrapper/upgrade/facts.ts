import { z } from "zod";
import { capture } from "../system/capture.ts";
import { SetUpError } from "../system/say.ts";
import type { EquippedProject } from "./product.ts";

const factsSchema = z.object({
  documents: z.array(z.object({ flow: z.string(), digest: z.string(), modules: z.array(z.string()) })).optional(),
  findings: z.array(
    z.object({
      code: z.string(),
      severity: z.enum(["error", "warning", "note"]),
      message: z.string(),
      flow: z.string().optional(),
      node: z.string().optional(),
      location: z.object({ file: z.string(), line: z.number() }).optional(),
    }),
  ),
});

/**
 * The report of one version of the product on a project, for one stack. Includes `documents` if all flows can be
 * compiled.
 */
export type Facts = z.infer<typeof factsSchema>;
export type Finding = Facts["findings"][number];

/** Runs the `check` command of a version. @throws SetUpError if its output does not contain the required facts */
export async function factsOf({ folder, version, command }: EquippedProject, stack: string): Promise<Facts> {
  const args = [command, "flowctl", "check", "--stack", stack, "--format", "json"];
  const env = { ...process.env, npm_config_local_prefix: folder };
  const { stdout, stderr } = await capture(process.execPath, args, { cwd: folder, env });
  const facts = parsed(stdout);
  if (!facts)
    throw new SetUpError(
      `genesys-flows ${version} could not check the project for ${stack}:\n${(stderr || stdout).trim()}`,
    );
  if (facts.documents === undefined && !facts.findings.some(isError))
    throw new SetUpError(
      `genesys-flows ${version} does not report the compiled flows. Compare with 0.2.0 or a later version.`,
    );
  return facts;
}

function parsed(text: string): Facts | undefined {
  try {
    return factsSchema.parse(JSON.parse(text));
  } catch {
    return undefined;
  }
}

export function isError({ severity }: Pick<Finding, "severity">): boolean {
  return severity === "error";
}

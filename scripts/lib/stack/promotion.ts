import { mkdirSync, readFileSync, rmSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { outputsInState } from "../state/stack-outputs.ts";
import { capture } from "../system/capture.ts";
import { devPassphrase } from "./passphrase.ts";
import { type FileStack, type ProjectStack, stackFile } from "./stack.ts";

/** A stack, and how to run the CLI. */
interface ReadStack extends ProjectStack {
  readonly cli: string;
  readonly env: NodeJS.ProcessEnv;
  /** The same stack of a file backend. */
  readonly files: FileStack | undefined;
}

/** The outputs of a stack that another is compared with. */
export interface RunningOutputs {
  readonly flows?: Readonly<Record<string, { readonly publishedVersion?: string }>>;
  readonly sourceDigests?: Readonly<Record<string, string>>;
}

/**
 * Hands over what another stack runs, where the levels of a stack have `promotesFrom`: writes the source digests of that stack to
 * `.genesys/promotion/<stack>.json`. Where they cannot be read, there is no such file, and the rule says so.
 */
export async function handOverPromotion(of: ReadStack): Promise<void> {
  const from = await promotedFrom(of);
  if (from === undefined) return;
  const { promotionFile } = await import("@genesys-flows/policies/gate");
  const file = promotionFile(of.project, of.stack);
  rmSync(file, { force: true });
  const outputs = await runningOutputs({ ...of, stack: from });
  // Without any output, it was never deployed; with others only, an earlier program deployed it.
  const sourceDigests = outputs?.sourceDigests ?? (outputs && outputs.flows === undefined ? {} : undefined);
  if (sourceDigests === undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(file, `${JSON.stringify({ stack: from, sourceDigests }, undefined, 2)}\n`);
}

/** The outputs of a stack as its last update left them; undefined for one that was never deployed, or that cannot be read. */
export async function runningOutputs({
  project,
  stack,
  cli,
  env,
  files,
}: ReadStack): Promise<RunningOutputs | undefined> {
  const inFile = files && outputsInState({ ...files, stack });
  if (inFile) return inFile as RunningOutputs;
  const own = { ...env, ...devPassphrase({ project, stack, env }) };
  const { code, stdout } = await capture(cli, ["stack", "output", "--json", "--stack", stack], {
    cwd: project,
    env: own,
  });
  return code === 0 ? (JSON.parse(stdout) as RunningOutputs) : undefined;
}

/** The stack that the levels of a stack name. Mistakes in them are reported by the program. */
async function promotedFrom({ project, stack }: ProjectStack): Promise<string | undefined> {
  const text = stackFile(project, stack);
  const name = /^\s*["']?genesys-flows:policyLevels["']?:\s*["']?([\w.-]+)/m.exec(text)?.[1];
  const folder = path.join(project, "policies");
  // Most stacks promote from none: then there is nothing to load.
  if (name === undefined || !levelsText(folder, name).includes("promotesFrom")) return undefined;
  const { promotesFromStack, readGate } = await import("@genesys-flows/policies/gate");
  const gate = await readGate({ folder, levels: name }).catch(() => undefined);
  return gate && promotesFromStack(gate);
}

function levelsText(folder: string, name: string): string {
  try {
    return readFileSync(path.join(folder, "levels", `${name}.yaml`), "utf8");
  } catch {
    return "";
  }
}

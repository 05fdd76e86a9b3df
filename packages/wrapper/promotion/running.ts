import { mkdirSync, rmSync } from "node:fs";
import path from "node:path";
import { writeWholeSync } from "@genesys-flows/architect/whole-file";
import { formats } from "@genesys-flows/project/kept";
import { FLOW, parseUrn, type StateResource } from "@genesys-flows/project/state";
import { devPassphrase } from "../stack/passphrase.ts";
import { type OpenedStack, type ProjectStack, stackFile } from "../stack/stack.ts";
import { exportedState, readStateFile, stackOutputs, stateFile } from "../state/state-file.ts";
import { readableText } from "../system/files.ts";

export interface RunningOutputs {
  readonly flows?: Readonly<Record<string, { readonly publishedVersion?: string; readonly digest?: string }>>;
  readonly sourceDigests?: Readonly<Record<string, string>>;
  /** Objects in the state other than flows and their numbers, for example `RoutingQueue Sales`. */
  readonly objects?: readonly string[];
}

/**
 * If the levels of a stack specify another stack in `promotesFrom`, writes the source digests of the other stack to
 * `.genesys/promotion/<stack>.json`. If the digests cannot be read, no file is written, and the rule reports the
 * missing file.
 */
export async function handOverPromotion(of: OpenedStack): Promise<void> {
  const from = await promotedFrom(of);
  if (from === undefined) return;
  const { promotionFile } = await import("@genesys-flows/policies/promotion");
  const file = promotionFile(of.project, of.stack);
  rmSync(file, { force: true });
  const outputs = await runningOutputs({ ...of, stack: from });
  // A stack without outputs was never deployed. If only the digests are missing, an earlier program deployed the stack.
  const sourceDigests = outputs?.sourceDigests ?? (outputs && outputs.flows === undefined ? {} : undefined);
  if (sourceDigests === undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(
    file,
    `${JSON.stringify({ format: formats.sources.format, stack: from, sourceDigests }, undefined, 2)}\n`,
  );
}

/**
 * Reads the running sources of a stack from its state. The outputs are from the last successful update. If a later
 * update or a refresh has changed a flow in the state, the source digest of this flow is empty.
 * @param of `files` may belong to a different stack in the same backend
 * @returns undefined if the state cannot be read or the stack does not exist
 */
export async function runningOutputs(of: OpenedStack): Promise<RunningOutputs | undefined> {
  const resources = await resourcesOf(of);
  if (resources === undefined) return undefined;
  const outputs = stackOutputs({ resources }) as RunningOutputs;
  const { flows = {}, sourceDigests } = outputs;
  const objects = objectsIn(resources);
  if (sourceDigests === undefined) return { ...outputs, objects };
  const inState = new Map(
    resources.filter(({ type }) => type === FLOW).map(({ urn, outputs: own }) => [nameOf(urn), own?.["digest"]]),
  );
  const isRunning = (key: string) => inState.has(key) && inState.get(key) === flows[key]?.digest;
  const running = Object.entries(sourceDigests).map(([key, digest]) => [
    key,
    !Object.hasOwn(flows, key) || isRunning(key) ? digest : "",
  ]);
  return { ...outputs, objects, sourceDigests: Object.fromEntries(running) };
}

/** Kinds that are not compared: flows are compared by source, and IVRs have different numbers in each stack. */
const OTHERS = new Set(["Flow", "ArchitectIvr", "Inventory"]);

/** Sorted list of the objects in a state that a program declares, other than flows. */
function objectsIn(resources: readonly StateResource[]): string[] {
  const named = resources.flatMap(({ type, urn, outputs }) => {
    const kind = type.split(":").at(-1) ?? "";
    if (!type.startsWith("genesyscloud:") || OTHERS.has(kind)) return [];
    const { name, keyValue } = (outputs ?? {}) as { readonly name?: unknown; readonly keyValue?: unknown };
    return [`${kind} ${String(name ?? keyValue ?? nameOf(urn))}`];
  });
  return named.sort();
}

function nameOf(urn: string): string {
  return parseUrn(urn)?.name ?? urn;
}

async function resourcesOf({ files, ...of }: OpenedStack): Promise<readonly StateResource[] | undefined> {
  const reading = files && readStateFile(stateFile({ ...files, stack: of.stack }));
  if (reading?.kind === "whole") return reading.checkpoint.latest?.resources ?? [];
  const exported = await exportedState({ ...of, env: { ...of.env, ...devPassphrase(of) } });
  return "failure" in exported ? undefined : (exported.latest.resources ?? []);
}

/** The value of `promotesFrom` in the levels of a stack. The program reports errors in the levels. */
async function promotedFrom({ project, stack }: ProjectStack): Promise<string | undefined> {
  const text = stackFile(project, stack);
  const name = /^\s*["']?genesys-flows:policyLevels["']?:\s*["']?([\w.-]+)/m.exec(text)?.[1];
  const folder = path.join(project, "policies");
  // Most stacks do not promote from a different stack, so do not load the modules for them.
  if (name === undefined || !readableText(path.join(folder, "levels", `${name}.yaml`)).includes("promotesFrom"))
    return undefined;
  const [{ promotesFromStack }, { readGate }] = await Promise.all([
    import("@genesys-flows/policies/promotion"),
    import("@genesys-flows/policies/gate"),
  ]);
  const gate = await readGate({ folder, levels: name }).catch(() => undefined);
  return gate && promotesFromStack(gate);
}

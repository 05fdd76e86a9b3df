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
  /** Objects in the state other than flows and their numbers: `RoutingQueue Sales`. */
  readonly objects?: readonly string[];
}

/**
 * If the levels of a stack have `promotesFrom`, writes the source digests of the stack that they name to
 * `.genesys/promotion/<stack>.json`. If they cannot be read, there is no such file, and the rule reports it.
 */
export async function handOverPromotion(of: OpenedStack): Promise<void> {
  const from = await promotedFrom(of);
  if (from === undefined) return;
  const { promotionFile } = await import("@genesys-flows/policies/promotion");
  const file = promotionFile(of.project, of.stack);
  rmSync(file, { force: true });
  const outputs = await runningOutputs({ ...of, stack: from });
  // A stack without outputs was never deployed; one without these outputs was deployed by an earlier program.
  const sourceDigests = outputs?.sourceDigests ?? (outputs && outputs.flows === undefined ? {} : undefined);
  if (sourceDigests === undefined) return;
  mkdirSync(path.dirname(file), { recursive: true });
  writeWholeSync(
    file,
    `${JSON.stringify({ format: formats.sources.format, stack: from, sourceDigests }, undefined, 2)}\n`,
  );
}

/**
 * What a stack runs, from its state. The outputs are from the last successful update: the source digest is empty for a
 * flow that a later update, or a refresh, changed in the state.
 * @param of its files may belong to another stack in the same backend
 * @returns undefined if the state cannot be read, or the stack does not exist
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

/** Flows are compared by their sources, and the numbers of IVRs differ between stacks. */
const OTHERS = new Set(["Flow", "ArchitectIvr", "Inventory"]);

/** The objects in a state, other than flows, that a program declares, in order. */
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

/** The stack that the levels of a stack name. The program reports errors in them. */
async function promotedFrom({ project, stack }: ProjectStack): Promise<string | undefined> {
  const text = stackFile(project, stack);
  const name = /^\s*["']?genesys-flows:policyLevels["']?:\s*["']?([\w.-]+)/m.exec(text)?.[1];
  const folder = path.join(project, "policies");
  // Most stacks promote from no other: then nothing is loaded.
  if (name === undefined || !readableText(path.join(folder, "levels", `${name}.yaml`)).includes("promotesFrom"))
    return undefined;
  const [{ promotesFromStack }, { readGate }] = await Promise.all([
    import("@genesys-flows/policies/promotion"),
    import("@genesys-flows/policies/gate"),
  ]);
  const gate = await readGate({ folder, levels: name }).catch(() => undefined);
  return gate && promotesFromStack(gate);
}

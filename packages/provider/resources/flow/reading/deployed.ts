import { createHash } from "node:crypto";
import { readFile } from "node:fs/promises";
import path from "node:path";
import type { ModuleContract } from "@genesys-flows/architect";
import { kernel } from "@genesys-flows/architect/kernel";
import { messageOf } from "@genesys-flows/architect/printable";
import { exportFlow } from "@genesys-flows/platform";
import type { ChangedFlow, ChangePlan } from "../../../run/change-plan.ts";
import type { FlowOrganisation } from "../life/flow-organisation.ts";

/** A fact that could not be read, with the reason as a sentence. */
export interface Unknown {
  readonly unknown: string;
}

/** A flow of another owner that holds a version of a module. */
export interface OutsideCaller {
  readonly id: string;
  readonly name: string;
  /** Type as spelled in dependency tracking: `INBOUNDCALLFLOW`. */
  readonly type: string;
}

export interface Deployed {
  /** Interface of the published version; undefined if no version is published. */
  readonly contract?: ModuleContract | Unknown | undefined;
  readonly callers: readonly OutsideCaller[] | Unknown;
}

interface Reading {
  readonly folder: string;
  readonly signal: AbortSignal;
  /** Opens the organisation when it is first needed. */
  open(): Promise<FlowOrganisation>;
}

/**
 * Reads the published interface of a module and its callers outside the stack. The callers need one request. The
 * interface needs no request if the compiled document of the published version still exists; otherwise it needs an
 * export job.
 * @throws the signal's reason
 */
export async function deployedModule(
  module: ChangedFlow,
  o: Reading & { readonly plan: ChangePlan },
): Promise<Deployed> {
  const known = async <Fact>(read: () => Promise<Fact>): Promise<Fact | Unknown> => {
    try {
      return await read();
    } catch (error) {
      if (o.signal.aborted) throw error;
      return { unknown: messageOf(error) };
    }
  };
  const { id } = module;
  if (id === undefined) return { callers: [] };
  const version = o.plan.liveVersions.get(id) ?? module.version;
  const [contract, callers] = await Promise.all([
    version ? known(() => contractOf(module, { ...o, id, version })) : undefined,
    known(async () => outsideCallers(await o.open(), id, o.plan.ids)),
  ]);
  return { contract, callers };
}

async function contractOf(
  module: ChangedFlow,
  { id, version, folder, signal, open }: Reading & { readonly id: string; readonly version: string },
): Promise<ModuleContract> {
  let text = version === module.version ? await compiledText(module, folder) : undefined;
  if (text === undefined) {
    const { flows, pace } = await open();
    text = await exportFlow({ flows, pace, signal }, { id, version });
  }
  const { moduleContract, parseArchy } = kernel();
  return moduleContract(parseArchy(text, { file: `version ${version} of ${module.name}` }));
}

/** Source document of the published version; undefined if the file no longer has exactly this content. */
async function compiledText({ published }: ChangedFlow, folder: string): Promise<string | undefined> {
  if (published?.path === undefined) return undefined;
  const text = await readFile(path.resolve(folder, published.path)).catch(() => undefined);
  if (!text || createHash("sha256").update(text).digest("hex") !== published.hash) return undefined;
  return text.toString("utf8");
}

/** @throws ApiFailure, including for an incomplete response */
async function outsideCallers(
  { flows }: FlowOrganisation,
  id: string,
  own: ReadonlySet<string>,
): Promise<OutsideCaller[]> {
  const consumers = await flows.callersOf(id);
  const outside = new Map(
    consumers
      .filter((user) => !own.has(user.id) && /FLOW$/.test(user.type ?? "FLOW"))
      .map((user) => [user.id, { id: user.id, name: user.name ?? user.id, type: user.type ?? "flow" }]),
  );
  return [...outside.values()].sort((a, b) => (a.name < b.name ? -1 : 1));
}

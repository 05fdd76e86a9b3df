import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { pause } from "../../../api/waiting.ts";
import type { Operation } from "../../../engine/resource.ts";
import { messageOf } from "../../../text/words.ts";
import { type FlowEntity, hasDraft } from "../reading/entities.ts";
import { exportFlow } from "../reading/export.ts";
import type { FlowPlatform } from "../reading/platform.ts";
import type { FlowInputs } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

/** Who has the flow checked out, when that is not this client. */
export function lockHolder(flow: FlowEntity, clientId: string | undefined): string | undefined {
  const { lockedUser, lockedClient } = flow;
  if (!lockedUser && !lockedClient) return undefined;
  if (!lockedUser && clientId !== undefined && lockedClient?.id === clientId) return undefined;
  const user = lockedUser?.name ?? lockedUser?.id;
  return user ? `user ${user}` : `client ${lockedClient?.name ?? lockedClient?.id}`;
}

/** In a preview: tells whose lock an update would meet. */
export function warnOfLock(
  flow: FlowEntity,
  context: { operation: Operation; organisation: FlowOrganisation; inputs: FlowInputs },
): void {
  const holder = lockHolder(flow, context.organisation.flows.clientId);
  if (!holder) return;
  context.operation.log.warn(
    context.inputs.forceUnlock
      ? `The flow is checked out by ${holder}${savedSince(flow)}. forceUnlock takes the lock away; a draft is kept under ${draftsFolder}/ before.`
      : `The flow is checked out by ${holder}${savedSince(flow)}. The update waits for a while, then fails.`,
  );
}

/** In a refresh: tells who has the flow checked out. It is no change of the flow. */
export function tellLock(flow: FlowEntity, context: { operation: Operation; organisation: FlowOrganisation }): void {
  const holder = lockHolder(flow, context.organisation.flows.clientId);
  if (holder) context.operation.log.info(`The flow '${flow.name}' is checked out by ${holder}${savedSince(flow)}.`);
}

/**
 * Makes sure that nobody else has the flow checked out: takes the lock away (`forceUnlock`) after keeping a copy of the
 * draft, or waits a bounded time.
 *
 * @returns the flow as it is then
 * @throws Error that names the holder
 */
export async function passLock(
  flow: FlowEntity,
  context: { operation: Operation; organisation: FlowOrganisation; inputs: FlowInputs },
): Promise<FlowEntity> {
  const { operation, organisation, inputs } = context;
  const { flows, pace } = organisation;
  let current = flow;
  const until = performance.now() + pace.lockLimitMs;
  for (let holder = lockHolder(current, flows.clientId); holder; holder = lockHolder(current, flows.clientId)) {
    if (inputs.forceUnlock) {
      const kept = await keepDraft(current, { operation, organisation });
      await flows.unlock(flow.id);
      operation.log.warn(
        `The lock of ${holder} was taken away (forceUnlock)${savedSince(current)}. ${kept ? `The draft is kept in ${kept}.` : "There was no saved draft."}`,
      );
      return flows.readNow(flow.id);
    }
    if (performance.now() >= until) {
      throw new Error(
        `The flow '${flow.name}' (${flow.id}) is checked out by ${holder}${savedSince(current)}. Nothing was published. ` +
          `Have it checked in, or set forceUnlock, which keeps a copy of their draft under ${draftsFolder}/ and takes the lock away.`,
      );
    }
    operation.log.progress(`waiting: checked out by ${holder}`);
    await pause(pace.lockPollMs, operation.signal);
    current = await flows.readNow(flow.id);
  }
  return current;
}

function savedSince(flow: FlowEntity): string {
  const saved = flow.savedVersion;
  if (!saved?.dateSaved || !hasDraft(flow)) return "";
  return `, with a draft (version ${saved.id}) saved at ${new Date(saved.dateSaved).toISOString()}`;
}

/** Where copies of drafts are kept, below the project's folder. */
export const draftsFolder = ".genesys/drafts";

/**
 * Writes what a person saved and did not publish to `.genesys/drafts/<key>-v<version>-<time>.yaml`.
 *
 * @returns the file, relative to the project; undefined where nothing was saved since the last publication
 * @throws Error when the copy cannot be made: then the lock stays
 */
export async function keepDraft(
  flow: FlowEntity,
  context: { readonly operation: Operation; readonly organisation: FlowOrganisation },
): Promise<string | undefined> {
  const version = flow.savedVersion?.id;
  if (version === undefined || !hasDraft(flow)) return undefined;
  const { operation, organisation } = context;
  const { flows, pace, folder } = organisation;
  try {
    const text = await exportFlow({ flows, pace, signal: operation.signal }, { id: flow.id, version });
    const key = operation.urn.name.replaceAll(/[^A-Za-z0-9._-]/g, "_");
    const time = new Date().toISOString().replaceAll(/[:.]/g, "-");
    const file = `${draftsFolder}/${key}-v${version}-${time}.yaml`;
    await mkdir(path.join(folder, draftsFolder), { recursive: true });
    await writeFile(path.join(folder, file), text, { flag: "wx" });
    return file;
  } catch (error) {
    if (operation.signal.aborted) throw error;
    const reason = messageOf(error);
    throw new Error(
      `The draft (version ${version}) of the flow '${flow.name}' (${flow.id}) could not be copied to ${draftsFolder}/: ${reason}. ` +
        "Its lock was left as it is, and nothing was published.",
    );
  }
}

/**
 * Gives back flows of a stack that an interrupted run had checked out, to rename them: those that this very client holds. No
 * publish would meet that lock where nothing is to be published any more.
 *
 * To be called in an update that comes after an interrupted one, when nothing is renamed any more.
 * @throws ApiFailure
 */
export async function giveBackCheckouts(
  flows: FlowPlatform,
  { log }: Operation,
  stack: { readonly project: string; readonly stack: string },
): Promise<void> {
  if (flows.clientId === undefined) return;
  for (const flow of await flows.marked(stack)) {
    if (flow.lockedUser || flow.lockedClient?.id !== flows.clientId) continue;
    await flows.unlock(flow.id);
    log.info(`Gave back the flow '${flow.name}', which an interrupted run had checked out.`);
  }
}

import { mkdir, writeFile } from "node:fs/promises";
import path from "node:path";
import { messageOf } from "@genesys-flows/architect/printable";
import {
  exportFlow,
  type FlowEntity,
  type FlowPlatform,
  hasDraft,
  lockHolder,
  pause,
  savedDraft,
} from "@genesys-flows/platform";
import type { Operation, RunNote } from "../../../engine/resource.ts";
import type { FlowInputs } from "../values.ts";
import type { FlowOrganisation } from "./flow-organisation.ts";

/** Warns in a preview of a lock that would stop an update, and mentions an unpublished draft. */
export function warnOfLock(
  flow: FlowEntity,
  context: { operation: Operation; organisation: FlowOrganisation; inputs: FlowInputs },
): void {
  const holder = lockHolder(flow, context.organisation.flows.clientId);
  const { log } = context.operation;
  if (!holder) {
    const draft = savedDraft(flow);
    if (draft === undefined) return;
    log.note({ code: "draft", severity: "note", message: `${draft} The update publishes the source instead.` });
    return;
  }
  const message = context.inputs.forceUnlock
    ? `The flow is checked out by ${holder}${savedSince(flow)}. The update saves a copy of the draft in ${draftsFolder}/, then removes the lock (forceUnlock).`
    : `The flow is checked out by ${holder}${savedSince(flow)}. The update waits for a short time, then fails.`;
  log.note({ code: "locked", severity: "warning", message });
}

/**
 * Note about an unpublished draft of a flow that the update does not touch, with the holder of the lock. A draft is not
 * drift.
 */
export function draftNote(
  flow: FlowEntity,
  { flows: { clientId } }: Pick<FlowOrganisation, "flows">,
): RunNote | undefined {
  const draft = savedDraft(flow);
  if (draft === undefined) return undefined;
  const holder = lockHolder(flow, clientId);
  const message = `${draft}${holder ? ` The flow is checked out by ${holder}.` : ""} This update does not touch the draft.`;
  return { code: "draft", severity: "note", message };
}

/** Reports in a refresh who has the flow checked out. A lock is not a change to the flow. */
export function reportLock(flow: FlowEntity, context: { operation: Operation; organisation: FlowOrganisation }): void {
  const holder = lockHolder(flow, context.organisation.flows.clientId);
  if (!holder) return;
  const message = `The flow '${flow.name}' is checked out by ${holder}${savedSince(flow)}.`;
  context.operation.log.note({ code: "locked", severity: "note", message });
}

/**
 * Makes sure that nobody else has the flow checked out: with `forceUnlock`, saves a copy of the draft and removes the
 * lock; otherwise, waits for a limited time.
 * @returns the unlocked flow
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
      const message = `Removed the lock of ${holder} (forceUnlock)${savedSince(current)}. ${kept ? `A copy of the draft is in ${kept}.` : "No draft was saved."}`;
      operation.log.note({ code: "locked", severity: "warning", message });
      return flows.readNow(flow.id);
    }
    if (performance.now() >= until) {
      throw new Error(
        `The flow '${flow.name}' (${flow.id}) is checked out by ${holder}${savedSince(current)}. Nothing was published. ` +
          `Ask for the flow to be checked in, or set forceUnlock, which saves a copy of the draft in ${draftsFolder}/ and removes the lock.`,
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

const draftsFolder = ".genesys/drafts";

/**
 * Writes a saved and unpublished draft to `.genesys/drafts/<key>-v<version>-<time>.yaml`.
 * @returns the file, relative to the project; undefined if no draft is newer than the published version
 * @throws Error if the copy cannot be made; the lock is then not removed
 */
async function keepDraft(
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
        "The lock was not removed, and nothing was published.",
    );
  }
}

/**
 * Unlocks the flows of a stack that an interrupted run checked out for a rename and that this client still has checked
 * out. If no publish follows, nothing else would find such a lock. After an interrupted run, the next update calls this
 * function after its renames.
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
    log.info(`Unlocked the flow '${flow.name}', which an interrupted run had checked out.`);
  }
}

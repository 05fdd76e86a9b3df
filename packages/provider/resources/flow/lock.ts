import { pause } from "../../api/budget.ts";
import type { Operation } from "../../engine/resource.ts";
import type { Organisation } from "../../run/organisation.ts";
import { draftsFolder, keepDraft } from "./drafts.ts";
import { type FlowEntity, hasDraft } from "./entities.ts";
import type { FlowInputs } from "./values.ts";

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
  context: { operation: Operation; organisation: Organisation; inputs: FlowInputs },
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
export function tellLock(flow: FlowEntity, context: { operation: Operation; organisation: Organisation }): void {
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
  context: { operation: Operation; organisation: Organisation; inputs: FlowInputs },
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

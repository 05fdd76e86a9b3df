import type { Operation } from "../../engine/resource.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { few, messageOf } from "../../text/words.ts";
import { reportUnchanged } from "../flow/drift/unchanged-flows.ts";
import type { FlowAccess, FlowOrganisation } from "../flow/life/flow-organisation.ts";
import { LiveIvrs } from "../inventory/live-ivrs.ts";
import { reportNumbers } from "../inventory/numbers-elsewhere.ts";
import { inventoryOf, knownIvrs } from "../inventory/values.ts";
import { reportDeleted } from "./deleted-objects.ts";
import type { UntouchedState } from "./untouched.ts";

/** A preview does not wait longer for an organisation that does not answer. */
const LIMIT_MS = 30_000;

/**
 * Reports in a preview what was changed outside the stack and the update does not touch. A preview says what it can without it: where
 * the organisation cannot be read, that is one warning, unless a finding says it already.
 */
export async function reportOutside(
  access: FlowAccess,
  operation: Operation,
  { run, untouched }: { readonly run: StackRun; readonly untouched: UntouchedState },
): Promise<void> {
  const { flows, objects, inventory } = untouched;
  const [state] = [...flows, ...objects, ...(inventory ? [inventory] : [])].map((one) => one.state);
  if (state === undefined || run.isUnreachable) return;
  const failures = new Set<string>();
  const attempt = async (work: () => Promise<void>) => {
    try {
      await work();
    } catch (error) {
      if (operation.signal.aborted) throw error;
      failures.add(messageOf(error));
    }
  };
  const compare = async () => {
    const organisationId = state["organizationId"];
    const organisation = await access.open(typeof organisationId === "string" ? organisationId : undefined);
    await Promise.all([
      attempt(async () => {
        const late = await reportUnchanged(organisation, flows);
        if (late.length > 0) failures.add(`The platform shows an older version than the state has: ${few(late)}.`);
      }),
      attempt(async () => {
        const ivrs = await ivrsOf(organisation, untouched);
        if (inventory && ivrs) reportNumbers(inventory, ivrs);
        await reportDeleted(organisation, objects, { known: ({ id }) => ivrs?.get(id) !== undefined });
      }),
    ]);
  };
  await attempt(() => withinLimit(compare()));
  if (failures.size === 0) return;
  const about = { operation, code: "not-checked" };
  run.warn(about, `What was changed outside this stack is not known completely. ${[...failures].join(" ")}`);
}

/** The IVRs of the organisation; undefined for a stack without numbers. */
async function ivrsOf(organisation: FlowOrganisation, { inventory }: UntouchedState): Promise<LiveIvrs | undefined> {
  if (!inventory) return undefined;
  const { state, operation } = inventory;
  const before = inventoryOf(state);
  if (before.numbers.size === 0) return undefined;
  const { log, signal } = operation;
  return LiveIvrs.read({ organisation, client: organisation.client, log, signal }, knownIvrs(state, before));
}

async function withinLimit(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`The organisation did not answer within ${LIMIT_MS / 1000} s.`)),
    LIMIT_MS,
  );
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

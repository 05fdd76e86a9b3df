import { messageOf } from "@genesys-flows/architect/printable";
import type { Operation } from "../../engine/resource.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { reportUnchanged } from "../flow/drift/unchanged-flows.ts";
import type { FlowAccess, FlowOrganisation } from "../flow/life/flow-organisation.ts";
import type { LiveIvrs } from "../inventory/live-ivrs.ts";
import { reportNumbers } from "../inventory/numbers-elsewhere.ts";
import { openFor } from "../plain/live.ts";
import { reportDeleted } from "./objects.ts";
import type { UntouchedState } from "./untouched.ts";

/** Maximum time for which a preview waits for an organisation that does not respond. */
const LIMIT_MS = 30_000;
const MOST_SHOWN = 3;

/**
 * In a preview: reports changes made outside the stack to objects that the update does not change. If the organisation
 * cannot be read, the preview continues without this information and shows one warning, unless a finding already
 * reports the problem.
 */
export async function reportOutside(
  access: FlowAccess,
  operation: Operation,
  { run, untouched }: { readonly run: StackRun; readonly untouched: UntouchedState },
): Promise<void> {
  const flows = [...untouched.flows.values()];
  const objects = [...untouched.objects.values()];
  const { inventory } = untouched;
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
    const organisation = await openFor(access, state);
    await Promise.all([attempt(() => compareFlows(organisation)), compareOthers(organisation)]);
  };
  const compareFlows = async (organisation: FlowOrganisation) => {
    if (flows.length === 0) return;
    await organisation.flows.beginListing();
    await Promise.all(flows.map((flow) => attempt(() => reportUnchanged(organisation, flow))));
  };
  const compareOthers = async (organisation: FlowOrganisation) => {
    let ivrs: Pick<LiveIvrs, "get"> | undefined;
    await attempt(async () => {
      ivrs = inventory && (await reportNumbers(organisation, inventory));
    });
    const unseen = objects.filter(({ id }) => ivrs?.get(id) === undefined);
    if (inventory && Object.keys(inventory.inputs["emailRoutes"] ?? {}).length > 0) {
      await attempt(async () => {
        const { reportAddresses } = await import("../inventory/addresses-elsewhere.ts"); // few stacks have addresses
        await reportAddresses(organisation, inventory);
      });
    }
    await reportDeleted(organisation, unseen, attempt);
  };
  await attempt(() => withinLimit(compare()));
  if (failures.size === 0) return;
  const shown = [...failures].slice(0, MOST_SHOWN);
  if (failures.size > MOST_SHOWN) shown.push(`And ${failures.size - MOST_SHOWN} more.`);
  const message = `Changes made outside this stack may be missing from this preview. ${shown.join(" ")}`;
  run.warn({ operation, code: "not-checked" }, message);
}

async function withinLimit(work: Promise<void>): Promise<void> {
  const late = Promise.withResolvers<never>();
  const timer = setTimeout(
    () => late.reject(new Error(`The organisation did not respond within ${LIMIT_MS / 1000} s.`)),
    LIMIT_MS,
  );
  try {
    await Promise.race([work, late.promise]);
  } finally {
    clearTimeout(timer);
  }
}

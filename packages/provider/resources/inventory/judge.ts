import { madeKinds, namesFlowOfType, numbersOutside, outsideUsers } from "@genesys-flows/platform";
import type { Operation } from "../../engine/resource.ts";
import { type DesiredFlow, isSameName, namedBy, type PlannedObjects, referenceKey } from "../../run/desired.ts";
import { placeFrom } from "../../run/findings.ts";
import type { StackRun } from "../../run/stack-run.ts";
import type { FlowOrganisation } from "../flow/life/flow-organisation.ts";
import { placeOfName } from "../flow/messages/place.ts";
import { usersText } from "../flow/reading/ownership.ts";
import { isExternalFlow, isProvided } from "../flow/references/lost-links.ts";
import { judgeDeletion, type Protection } from "../guards/protection.ts";
import type { LifeContext } from "../plain/spec.ts";
import { type Leaving, leavingOf, renameSuspicions } from "./leaving.ts";
import { LiveIvrs } from "./live-ivrs.ts";
import { foreignHolder, stackFlowsOf } from "./stack-flows.ts";
import {
  flowIdsOf,
  type Inventory,
  type InventoryChange,
  idsOfObjects,
  ivrIdsOf,
  movedAddresses,
  numbersChanged,
  routeIdsOf,
} from "./values.ts";

export interface InventoryContext extends LifeContext {
  readonly organisation: FlowOrganisation;
}

interface Context {
  readonly life: InventoryContext;
  readonly operation: Operation;
  readonly run: StackRun;
  readonly planned: PlannedObjects;
  readonly protection: Protection;
  /** Version of each IVR of the stack, if known. */
  readonly known: ReadonlyMap<string, number | undefined>;
}

/**
 * Finds all reasons to refuse an update because of numbers or of objects that leave the stack. A preview of a program
 * that declared its stack collects them.
 * @throws Error with the first refusal if this run does not collect them; nothing was written
 */
export async function judgeInventory(context: Context, change: InventoryChange): Promise<void> {
  const { operation, run } = context;
  await run.judge({ operation, code: "in-use" }, () => judgeLeaving(context, change));
  if (!run.collects) return;
  for (const hint of renameSuspicions(change, run)) operation.log.warn(hint);
  for (const text of addressTexts(change)) operation.log.info(text);
  if (numbersChanged(change)) {
    await run.judge({ operation, code: "number" }, () => judgeNumbers(context, change));
  }
}

async function judgeLeaving(context: Context, change: InventoryChange): Promise<void> {
  const leaving = leavingOf(change.before, change.after).filter((object) => !isExternal(context.run, object));
  await Promise.all(
    leaving.map(async (object) => {
      await refuseNamed(context, object);
      await refuseUsed(context, object, change);
      await refuseFull(context, object);
    }),
  );
}

/** Whether the stack's configuration lists an object that leaves the stack as external. */
export function isExternal({ desired }: StackRun, { key, name, type }: Leaving): boolean {
  if (!desired) return false;
  return type ? isExternalFlow(desired, { name, type }) : desired.isExternal(key);
}

async function refuseNamed({ run, operation, life }: Context, leaving: Leaving): Promise<void> {
  const { desired } = run;
  if (!desired) return;
  for (const flow of desired.flows.values()) {
    const named = flow.names.find((name) => isLeaving(name, leaving));
    if (!named || isProvided(named, desired) || run.isReported(flow.key, named)) continue;
    const place = await placeOfName(life.organisation.folder, flow, named);
    const hint = `Remove the reference from the flow, or keep the ${leaving.noun}. To keep it outside this stack, list \`${referenceKey(named)}\` under \`genesys-flows:external\`.`;
    // The finding concerns the flow, so it has the flow's name.
    const aboutFlow = { ...operation, urn: { ...operation.urn, name: flow.key } };
    run.refuse(
      { operation: aboutFlow, code: "in-use", place, hint },
      `The flow refers to the ${leaving.noun} '${leaving.name}', which the update would delete.`,
    );
  }
}

function isLeaving(name: DesiredFlow["names"][number], leaving: Leaving): boolean {
  if (leaving.type) {
    return name.name.toLowerCase() === leaving.name.toLowerCase() && namesFlowOfType(name, leaving.type);
  }
  return isSameName(name, namedBy(leaving.key));
}

async function refuseUsed(context: Context, leaving: Leaving, { before, after }: InventoryChange): Promise<void> {
  const { run, operation, life, planned } = context;
  const inventories = [before, after];
  const staying = new Set(idsOfObjects(after));
  const own = new Set([
    ...flowIdsOf(inventories),
    ...ivrIdsOf(inventories),
    ...routeIdsOf(inventories),
    // The objects that remain stop using this object before it is deleted, unless the program still refers to it.
    ...idsOfObjects(before).filter((id) => !staying.has(id) || !planned.mention(leaving.id)),
  ]);
  const users = await outsideUsers(life.organisation.flows, leaving, own);
  if (users.length === 0) return;
  const hint = `Remove it from these first, or keep the ${leaving.noun} in the stack. Nothing was deleted.`;
  run.refuse(
    { operation, code: "in-use", hint },
    `The ${leaving.noun} '${leaving.name}' (${leaving.id}) leaves the stack, but objects outside the stack use it:\n${usersText(users)}`,
  );
}

/** Refuses the deletion of a known object whose content is not in any source. */
async function refuseFull({ run, operation, life, protection }: Context, leaving: Leaving): Promise<void> {
  if (leaving.type) return;
  const { kind } = namedBy(leaving.key);
  const { name, id } = leaving;
  const verdict = await judgeDeletion(protection, life, { kind, name, id, stack: operation.urn.stack });
  if (!verdict) return;
  const { message, hint } = verdict;
  if (verdict.severity === "refused") run.refuse({ operation, code: "in-use", hint }, message);
  else run.warn({ operation, code: "not-checked", hint }, message);
}

/** Messages about e-mail addresses that move or are no longer routed to a flow. */
function addressTexts(change: InventoryChange): string[] {
  const { before, after } = change;
  const nameIn = ({ flows }: Inventory, key: string): string => flows.get(key)?.name ?? key;
  return [...movedAddresses(change)].map(([address, was]) => {
    const to = after.emailRoutes.get(address)?.flow;
    if (to === undefined) return `${address} no longer routes to a flow; it routed to ${nameIn(before, was)}`;
    return `${address} moves from ${nameIn(before, was)} to ${nameIn(after, to)}`;
  });
}

/** Reports numbers that move, that belong to other IVRs, or that are not in any DID pool. */
async function judgeNumbers(context: Context, { before, after }: InventoryChange): Promise<void> {
  const { life, operation, run, planned, known } = context;
  const { organisation } = life;
  const nameOf = (inventory: Inventory, key: string): string => inventory.flows.get(key)?.name ?? key;
  const ivrs = await LiveIvrs.read(life, known);
  const flows = stackFlowsOf(organisation.flows, operation.urn, [before, after]);
  const place = (number: string, key: string) => placeFrom(run.desired?.flows.get(key)?.numbers[number]);
  for (const [number, key] of after.numbers) {
    const was = before.numbers.get(number);
    if (was !== undefined && was !== key) {
      operation.log.info(`${number} moves from ${nameOf(before, was)} to ${nameOf(after, key)}`);
    }
    const holder = ivrs.holderOf(number);
    if (!holder || holder.id === after.ivrs.get(key)) continue;
    const foreign = await foreignHolder(flows, holder, [number]);
    if (foreign !== undefined) run.refuse({ operation, code: "number-taken", place: place(number, key) }, foreign);
  }
  for (const [number, key] of before.numbers) {
    if (!after.numbers.has(number)) {
      operation.log.info(`${number} no longer routes to a flow; it routed to ${nameOf(before, key)}`);
    }
  }
  const added = [...after.numbers].filter(([number]) => !before.numbers.has(number));
  const outside = await numbersOutside(
    life,
    planned.of(madeKinds.didPool.token),
    added.map(([number]) => number),
  );
  for (const [number, key] of added) {
    const problem = outside.problems.get(number);
    if (problem === undefined) continue;
    const about = { operation, code: "number-outside-pools", place: place(number, key) } as const;
    if (organisation.embedded) run.refuse(about, problem);
    else run.warn(about, problem);
  }
  if (outside.notChecked !== undefined) {
    run.warn(
      { operation, code: "not-checked" },
      `The new numbers were not checked against the DID pools. ${outside.notChecked}`,
    );
  }
}

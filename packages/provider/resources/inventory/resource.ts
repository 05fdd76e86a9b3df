import { messageOf } from "@genesys-flows/architect/printable";
import { type Operation, PartialFailure, type Resource } from "../../engine/resource.ts";
import { validate } from "../../engine/validate.ts";
import { type Properties, unknown } from "../../engine/values.ts";
import type { ChangePlan } from "../../run/change-plan.ts";
import type { PlannedObjects } from "../../run/desired.ts";
import type { PublishPlan } from "../../run/forecast.ts";
import type { StackRun } from "../../run/stack-run.ts";
import type { FlowAccess } from "../flow/life/flow-organisation.ts";
import type { Protection } from "../guards/protection.ts";
import type { UntouchedState } from "../outside/untouched.ts";
import { contextOf, openFor } from "../plain/live.ts";
import type { LifeContext } from "../plain/spec.ts";
import { type InventoryContext, isExternal, judgeInventory } from "./judge.ts";
import { leavingOf } from "./leaving.ts";
import { LiveIvrs } from "./live-ivrs.ts";
import { settleNumbers } from "./settle-numbers.ts";
import { type HasFlow, reportOrphans, stackFlowsOf } from "./stack-flows.ts";
import {
  changedEntries,
  type Inventory,
  type InventoryChange,
  inventoryInputs,
  inventoryOf,
  inventorySpec,
  knownIvrs,
  movedAddresses,
  numbersChanged,
  outputsOf,
  stateOf,
} from "./values.ts";

/**
 * `genesyscloud:index/inventory:Inventory`. Check and Diff make no requests; an inventory without new numbers writes
 * nothing.
 */
export function inventoryResource(
  access: FlowAccess,
  shared: {
    readonly run: StackRun;
    readonly plan: PublishPlan;
    readonly changes: ChangePlan;
    readonly planned: PlannedObjects;
    readonly untouched: UntouchedState;
    readonly hasFlow: HasFlow;
    readonly protection: Protection;
  },
): Resource {
  const { run, plan, changes, planned, untouched, hasFlow, protection } = shared;

  const lifeOf = async (operation: Operation, state: Properties): Promise<InventoryContext> =>
    contextOf(await openFor(access, state), operation);

  /** Predicts the effects of an update and the reasons to refuse it. */
  async function foresee(operation: Operation, o: { inputs: Properties; state: Properties }): Promise<Properties> {
    const change = { before: inventoryOf(o.state), after: inventoryOf(o.inputs) };
    const life = await run.judge({ operation, code: "organisation" }, () =>
      run.reach(() => lifeOf(operation, o.state)),
    );
    const known = knownIvrs(o.state, change.before, change.after);
    recordLeaving(changes, change, run);
    if (life) await judgeInventory({ life, operation, run, planned, protection, known }, change);
    if (life && isUnknown(o.state) && known.size > 0)
      reportSettled(life, change.after, await LiveIvrs.read(life, known));
    if (numbersChanged(change)) plan.addOther(operation.urn, 1 + 2 * changedNumbers(change));
    return { numbers: o.inputs["numbers"], organizationId: life?.organisation.id ?? unknown };
  }

  async function settle(
    operation: Operation,
    o: { id: string; inputs: Properties; state: Properties },
  ): Promise<Properties> {
    const change = { before: inventoryOf(o.state), after: inventoryOf(o.inputs) };
    const life = await lifeOf(operation, o.state);
    const { organisation } = life;
    const { before, after } = change;
    const { id: organizationId } = organisation;
    const known = knownIvrs(o.state, before, after);
    await judgeInventory({ life, operation, run, planned, protection, known }, change);
    if (!numbersChanged(change)) return outputsOf(after, { organizationId, versions: known });
    const ivrs = await LiveIvrs.read(life, known);
    if (isUnknown(o.state)) reportSettled(life, after, ivrs);
    try {
      const flows = stackFlowsOf(organisation.flows, operation.urn, [before, after]);
      await settleNumbers(life, { inventory: after, ivrs, flows });
      return outputsOf(after, { organizationId, versions: ivrs.versions });
    } catch (error) {
      const numbers = reached(change, ivrs);
      const outputs = outputsOf({ ivrs: after.ivrs, numbers }, { organizationId, versions: ivrs.versions });
      throw new PartialFailure({ id: o.id, inputs: o.inputs, outputs, reasons: [messageOf(error)] });
    }
  }

  return {
    token: inventorySpec.token,
    noun: "inventory",
    continues: () => true,
    async check(_operation, { inputs }) {
      return validate(inputs, inventoryInputs);
    },
    async diff(operation, { inputs, oldInputs, state: outputs }) {
      const state = stateOf(outputs, oldInputs);
      untouched.setInventory({ operation, inputs, state });
      const changes = changedEntries(inputs, state);
      return { changes: new Map([...changes].map(([path, kind]) => [path, { kind, inputDiff: true }])) };
    },
    async create(operation, { inputs, preview }) {
      const id = `${operation.urn.project}/${operation.urn.stack}`;
      const outputs = preview
        ? await foresee(operation, { inputs, state: {} })
        : await settle(operation, { id, inputs, state: {} });
      try {
        const organisation = await run.reach(() => access.open());
        const inventory = inventoryOf(inputs);
        await reportOrphans(organisation.flows, operation, { inventory, hasFlow, takesOver: true });
      } catch (error) {
        // A preview has already reported why it cannot reach the organisation. An update must not fail after its
        // changes.
        operation.log.debug(`The search for leftover flows failed: ${messageOf(error)}`);
      }
      return preview ? { outputs } : { id, outputs };
    },
    async update(operation, { id, inputs, oldInputs, state: outputs, preview }) {
      const state = stateOf(outputs, oldInputs);
      return preview ? foresee(operation, { inputs, state }) : settle(operation, { id, inputs, state });
    },
    async read(operation, { inputs, state }) {
      untouched.addRefreshed(operation);
      const life = await lifeOf(operation, state);
      const known = inventoryOf(stateOf(state, inputs));
      const numbers = await numbersNow(life, known, state);
      await reportOrphans(life.organisation.flows, operation, { inventory: known, hasFlow, takesOver: false });
      return { inputs, outputs: { ...state, numbers: Object.fromEntries(numbers) } };
    },
    /**
     * Flows, IVRs and queues are separate resources. Opens the organisation, so that a wrong organisation never empties
     * a state.
     */
    async delete(operation, { state }) {
      await lifeOf(operation, state);
    },
  };
}

/**
 * Records the objects that leave the stack and the numbers that leave their flows. Objects that the stack's
 * configuration lists as external are not deleted.
 */
function recordLeaving(changes: ChangePlan, change: InventoryChange, run: StackRun): void {
  const { before, after } = change;
  for (const leaving of leavingOf(before, after)) {
    const { id, key, name, type } = leaving;
    if (type === undefined || isExternal(run, leaving)) continue;
    changes.add({ id, key, name, type, operation: "delete", ownChange: true, takes: [], digest: id });
  }
  for (const [number, key] of before.numbers)
    if (after.numbers.get(number) !== key) changes.movedNumbers.set(number, key);
  for (const [address, key] of movedAddresses(change)) changes.movedAddresses.set(address, key);
}

/** The state has no inventory: the stack is new, or its state was lost. */
function isUnknown(state: Properties): boolean {
  return Object.keys(state).length === 0;
}

/**
 * Prints the numbers that already route to their flows. The change report parses this message (packages/report,
 * `build/reported-steps.ts`).
 */
function reportSettled({ log }: LifeContext, { numbers, ivrs }: Inventory, live: LiveIvrs): void {
  for (const [number, key] of numbers) {
    const id = ivrs.get(key);
    if (id !== undefined && live.get(id)?.dnis?.includes(number)) log.info(`${number} already routes to ${key}.`);
  }
}

/** The current numbers of the stack's IVRs. Makes no request for a stack without numbers. */
async function numbersNow(
  life: LifeContext,
  known: Inventory,
  state: Properties,
): Promise<ReadonlyMap<string, string>> {
  if (known.ivrs.size === 0) return new Map();
  const ivrs = await LiveIvrs.read(life, knownIvrs(state, known));
  const numbers = new Map<string, string>();
  for (const [key, id] of known.ivrs) {
    for (const number of (id !== undefined && ivrs.get(id)?.dnis) || []) numbers.set(number, key);
  }
  return numbers;
}

/** The flow of each number after a failure, according to the completed writes. */
function reached({ before, after }: { before: Inventory; after: Inventory }, ivrs: LiveIvrs): Map<string, string> {
  const keys = new Map([...before.ivrs, ...after.ivrs].map(([key, id]) => [id, key]));
  return new Map(
    [...ivrs.numbers].flatMap(([id, numbers]) => {
      const key = keys.get(id);
      return key === undefined ? [] : numbers.map((number) => [number, key] as const);
    }),
  );
}

function changedNumbers({ before, after }: { before: Inventory; after: Inventory }): number {
  const numbers = new Set([...before.numbers.keys(), ...after.numbers.keys()]);
  return [...numbers].filter((number) => before.numbers.get(number) !== after.numbers.get(number)).length;
}

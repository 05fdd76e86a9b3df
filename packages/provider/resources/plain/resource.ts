import { messageOf } from "@genesys-flows/architect/printable";
import type { OrganisationAccess } from "@genesys-flows/platform";
import { type Existing, type Operation, PartialFailure, type Resource } from "../../engine/resource.ts";
import { validate } from "../../engine/validate.ts";
import { equalValues, holdsUnknown, type Properties, unknown } from "../../engine/values.ts";
import type { CreationNotes } from "../../run/creation-notes.ts";
import { type PlannedObjects, referenceKey } from "../../run/desired.ts";
import { placeFrom } from "../../run/findings.ts";
import type { PublishPlan } from "../../run/forecast.ts";
import type { StackRun } from "../../run/stack-run.ts";
import { isListed, type UntouchedState } from "../outside/untouched.ts";
import { inputsFrom, managed, outputsOf } from "./body.ts";
import { createLive } from "./create.ts";
import { deleteLive } from "./delete.ts";
import { diffPlain, needsReplacement } from "./diff.ts";
import { described, inWords } from "./errors.ts";
import { contextOf, openFor, readLive } from "./live.ts";
import { adoptable } from "./resume.ts";
import type { DeletionGuard, Json, LifeContext, PlainResourceSpec } from "./spec.ts";
import { updateLive, writeParts } from "./update.ts";

export function plainResource(
  spec: PlainResourceSpec,
  access: OrganisationAccess,
  shared: {
    readonly notes: CreationNotes;
    readonly plan: PublishPlan;
    readonly planned: PlannedObjects;
    readonly run: StackRun;
    /** Whether a stack with this name may take over existing objects (`packages/project`, stack/notes.ts). */
    readonly adopts: (stack: string) => boolean;
    readonly refuseDeletion?: DeletionGuard | undefined;
    readonly untouched: UntouchedState;
  },
): Resource {
  const { notes, plan, planned, run, adopts, refuseDeletion, untouched } = shared;
  const inputProperties = Object.fromEntries(
    Object.entries(spec.properties).filter(([, property]) => !property.outputOnly),
  );
  const contextFor = async (operation: Operation, state: Properties): Promise<LifeContext> =>
    contextOf(await openFor(access, state), operation);

  const mayAdopt = ({ urn }: Operation): boolean => spec.undeletable !== undefined || adopts(urn.stack);

  /** In a preview: the object that an update would take over. */
  async function foreseeAdoption(operation: Operation, inputs: Properties) {
    const identity = spec.identity?.by ?? [];
    if (!mayAdopt(operation) || identity.some((name) => holdsUnknown(inputs[name]))) return undefined;
    const context = await run.reach(() => contextFor(operation, {}));
    const found = await adoptable(spec, context, { inputs, urn: operation.urn });
    if (!found) return undefined;
    const { id, live } = found;
    const state = await outputsOf(spec, context, { id, live, inputs, everything: true });
    const changed = diffPlain(spec, { inputs, oldInputs: inputsFrom(spec, state), state }).changes.keys();
    operation.log.info(takeOverText(described(spec, inputs), id, [...changed]));
    return { id, outputs: previewed(spec, inputs, state) };
  }

  /** In a preview that collects findings: reports why the update would not create the object. */
  async function foreseeRefusal(operation: Operation, inputs: Properties): Promise<void> {
    const { foresee } = spec;
    const identity = spec.identity?.by ?? [];
    if (!foresee || !run.collects || identity.some((name) => holdsUnknown(inputs[name]))) return;
    await run.judge({ operation, code: "organisation" }, async () => {
      const context = await run.reach(() => contextFor(operation, {}));
      const { refusalOf } = await import("./foresee.ts"); // only previews need it
      const wanted = { inputs, urn: operation.urn, notes, adopts: adopts(operation.urn.stack) };
      const refusal = await refusalOf(spec, context, wanted);
      if (!refusal) return;
      const place = run.desired && placeFrom(foresee.place(run.desired, inputs));
      run.refuse({ operation, code: refusal.code, place, hint: refusal.hint }, refusal.message);
    });
  }

  return {
    token: spec.token,
    noun: spec.noun,

    continues({ inputs: oldInputs, state }, inputs, { isMoved }) {
      const identity = spec.identity?.by ?? [];
      if (isMoved && !identity.every((name) => equalValues(state[name] ?? null, inputs[name] ?? null))) return false;
      return !needsReplacement(spec, { inputs, oldInputs, state });
    },

    async check(_operation, { inputs, oldInputs }) {
      const checked = validate(inputs, inputProperties);
      const further = spec.check?.(checked.inputs, oldInputs);
      planned.add(spec.token, further?.inputs ?? checked.inputs);
      if (!further) return checked;
      const reported = new Set(checked.failures.map(({ property }) => property));
      const failures = [...checked.failures, ...further.failures.filter(({ property }) => !reported.has(property))];
      return { inputs: further.inputs ?? checked.inputs, failures };
    },

    async diff(operation, request) {
      await notes.settle(operation.urn, request, operation.log.debug);
      const result = diffPlain(spec, request);
      if (isListed(spec)) untouched.addObject({ operation, spec, ...request }, { changes: result.changes.size > 0 });
      return result;
    },

    async create(operation, { inputs, preview }) {
      if (preview) {
        const adopted = await run.judge({ operation, code: "organisation" }, () => foreseeAdoption(operation, inputs));
        if (adopted) return adopted;
        await foreseeRefusal(operation, inputs);
        plan.addOther(operation.urn, requestsOf(spec, inputs, "add"));
        return { outputs: previewed(spec, inputs, {}) };
      }
      const context = await contextFor(operation, {});
      const what = described(spec, inputs);
      const created = await inWords({ spec, what, verb: "add" }, () =>
        createLive(spec, context, { inputs, urn: operation.urn, notes, adopts: mayAdopt(operation) }),
      );
      const { id } = created;
      let { live } = created;
      try {
        await inWords({ spec, what, verb: "edit" }, async () => {
          const state = created.resumed ? await outputsOf(spec, context, { id, live, inputs, everything: true }) : {};
          const change = { id, inputs, oldInputs: inputsFrom(spec, state), state };
          const changed = created.resumed ? [...diffPlain(spec, change).changes.keys()] : [];
          if (created.adopted) operation.log.info(takeOverText(what, id, changed));
          const due = created.resumed ? changed.length > 0 : spec.finish?.(inputs);
          if (due) live = await updateLive(spec, context, change);
          else if (spec.rereads === "all" && !created.resumed) live = (await readLive(spec, context, id)) ?? live;
          live = await writeParts(spec, context, { ...change, live });
        });
        return { id, outputs: await outputsOf(spec, context, { id, live, inputs }) };
      } catch (error) {
        throw await partialFailure(spec, context, { id, inputs, live, error });
      }
    },

    async read(operation, { id, inputs, state }) {
      untouched.addRefreshed(operation);
      const context = await contextFor(operation, state);
      const imported = Object.keys(inputs).length === 0;
      if (!imported) await notes.settle(operation.urn, { id, state }, operation.log.debug);
      return inWords({ spec, what: described(spec, { ...state, ...inputs }, id), verb: "view" }, async () => {
        const live = await readLive(spec, context, id);
        if (!live) {
          const { reportGone } = await import("../outside/objects.ts");
          await reportGone(context, spec, { id, state });
          return undefined;
        }
        const known = { id, live, inputs: { ...state, ...inputs }, everything: imported };
        const outputs = await outputsOf(spec, context, known);
        if (imported) {
          // An import specifies the object, so no note is needed.
          await notes.drop(operation.urn, operation.log.debug);
          await notes.settle(operation.urn, { id, state: outputs }, operation.log.debug);
        } else {
          const { reportChanged } = await import("../outside/objects.ts"); // only refreshes need it
          await reportChanged(context, spec, { id, inputs, state, live: outputs });
        }
        return { outputs, inputs: imported ? inputsFrom(spec, outputs) : inputs };
      });
    },

    async update(operation, { id, inputs, oldInputs, state, preview }) {
      if (preview) {
        plan.addOther(operation.urn, requestsOf(spec, inputs, "edit"));
        return previewed(spec, inputs, state);
      }
      const context = await contextFor(operation, state);
      await notes.settle(operation.urn, { id, state }, operation.log.debug);
      const change = { id, inputs, oldInputs, state };
      const what = described(spec, inputs, id);
      let live = await inWords({ spec, what, verb: "edit" }, () => updateLive(spec, context, change));
      try {
        live = await inWords({ spec, what, verb: "edit" }, () => writeParts(spec, context, { ...change, live }));
        return await outputsOf(spec, context, { id, live, inputs });
      } catch (error) {
        throw await partialFailure(spec, context, { id, inputs, live, error, state });
      }
    },

    async delete(operation, { id, inputs, state }) {
      await notes.settle(operation.urn, { id, state }, operation.log.debug);
      if (spec.staysOnDelete?.(state)) return;
      const what = described(spec, state, id);
      const reason = spec.undeletable
        ? `: ${spec.undeletable}`
        : staysOutside(spec, state, run) && " (genesys-flows:external)";
      if (reason) {
        operation.log.info(`The ${what} stays in the organisation${reason}. This stack no longer manages it.`);
        return;
      }
      const context = await contextFor(operation, state);
      const declared = run.desired !== undefined;
      await refuseDeletion?.({ id, urn: operation.urn, inputs, state, declared }, context);
      await inWords({ spec, what, verb: "delete" }, () => deleteLive(spec, context, id));
    },
  };
}

/** The change report parses this message (packages/report, `build/reported-steps.ts`). */
function takeOverText(what: string, id: string, changed: readonly string[]): string {
  const effect = changed.length > 0 ? `changes ${changed.join(", ")}` : "changes nothing";
  return `The ${what} (${id}) exists. The update takes it over and ${effect}.`;
}

/** Whether the stack's configuration keeps this object in the organisation when it leaves the stack. */
function staysOutside({ named }: PlainResourceSpec, { name }: Properties, { desired }: StackRun): boolean {
  return (
    named !== undefined && typeof name === "string" && desired?.isExternal(referenceKey({ ...named, name })) === true
  );
}

/** Approximate number of requests: a read and a write, for the object and for each part with its own path. */
function requestsOf(spec: PlainResourceSpec, inputs: Properties, verb: "add" | "edit"): number {
  const parts = (spec.parts ?? []).filter(({ property }) => managed(spec, property, inputs)).length;
  const changed = verb === "edit" || spec.finish?.(inputs) === true;
  return (verb === "add" ? 1 : 0) + (verb === "add" && spec.undated ? 1 : 0) + (changed ? 2 : 0) + 2 * parts;
}

/**
 * The failure of a change to an existing object. Its outputs are the live values, or the known values if the live ones
 * cannot be read.
 */
async function partialFailure(
  spec: PlainResourceSpec,
  context: LifeContext,
  {
    id,
    inputs,
    live: known,
    error,
    state = {},
  }: Omit<Existing, "state"> & { live: Json; error: unknown; state?: Properties },
): Promise<PartialFailure> {
  const live = await readLive(spec, context, id).catch((reason) => {
    context.log.debug(`The ${spec.noun} ${id} could not be read after the failure: ${messageOf(reason)}`);
    return undefined;
  });
  const parts: Properties = Object.fromEntries((spec.parts ?? []).map(({ property }) => [property, state[property]]));
  const outputs: Properties = {
    ...parts,
    ...(await outputsOf(spec, context, { id, live: live ?? known, inputs: {} })),
  };
  return new PartialFailure({ id, inputs, outputs, reasons: [messageOf(error)] });
}

/** Outputs of a preview: the inputs, and computed properties as in the state or, if the state lacks them, unknown. */
function previewed(spec: PlainResourceSpec, inputs: Properties, state: Properties): Properties {
  const given = Object.entries(inputs).filter(([name]) => !spec.properties[name]?.uncompared);
  const computed = Object.entries(spec.properties)
    .filter(([name, property]) => (property.computed || property.outputOnly) && inputs[name] === undefined)
    .map(([name]) => [name, state[name] ?? unknown] as const);
  const kept = (spec.parts ?? [])
    .filter(({ property }) => inputs[property] === undefined && managed(spec, property, state))
    .map(({ property }) => [property, state[property]] as const);
  return {
    ...Object.fromEntries([...kept, ...given, ...computed]),
    organizationId: state["organizationId"] ?? unknown,
  };
}

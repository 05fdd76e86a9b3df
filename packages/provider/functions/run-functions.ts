import { integer, type TokenSpec, text, tokenOf } from "../engine/property-specs.ts";
import type { Operation, ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowAccess } from "../resources/flow/life/flow-organisation.ts";
import { giveBackCheckouts } from "../resources/flow/life/lock.ts";
import type { NameFindings } from "../resources/flow/references/missing-names.ts";
import type { UntouchedState } from "../resources/outside/untouched.ts";
import { type Abandoned, settleAbandoned } from "../resources/plain/abandoned.ts";
import type { ChangePlan } from "../run/change-plan.ts";
import { desiredSpecs, desiredStackOf } from "../run/desired.ts";
import type { Finding } from "../run/findings.ts";
import { proofOfRun, type StackRun } from "../run/stack-run.ts";

export const beginRunSpec: TokenSpec = {
  token: tokenOf("beginRun", "beginRun"),
  description:
    "Sends the desired state to the provider before the program registers anything. A preview then collects the reasons why an update would be refused, and `endRun` returns them. Makes no requests.",
  inputs: desiredSpecs,
  outputs: { flows: integer("Number of flows in the desired state.", { required: true }) },
};

export const endRunSpec: TokenSpec = {
  token: tokenOf("endRun", "endRun"),
  description:
    "Returns the findings of the run. Call it after the last registration. In a preview, the findings are the reasons why an update would be refused, and changes made outside the stack that the update does not touch. To find them, a preview reads a listing of the flows and of each other kind of object in the stack. After an update, the findings are stale callers. In an update that recovers from an interrupted run, the function also unlocks flows that the interrupted run had checked out, and deletes objects that the interrupted run created and the source no longer declares. Otherwise, it makes no requests.",
  inputs: {},
  outputs: {
    errors: integer("Number of errors among the findings.", { required: true }),
    text: text("All findings as text. Omitted if there are no findings."),
    note: text("If no name is missing: the names that could not be checked. Omitted if every name was checked."),
  },
};

export function runFunctions(
  access: FlowAccess,
  shared: {
    readonly run: StackRun;
    readonly changes: ChangePlan;
    readonly names: NameFindings;
    readonly abandoned: Abandoned;
    /**
     * Whether this run recovers from an interrupted run and has read every resource in the state (`packages/project`,
     * stack/notes.ts).
     */
    readonly recovers: boolean;
    readonly untouched: UntouchedState;
    /**
     * Whether a preview compares with the organisation only the resources that it would change (`packages/project`,
     * stack/notes.ts).
     */
    readonly isOffline: boolean;
  },
): ProviderFunction[] {
  const { run, changes, names, abandoned, recovers, untouched, isOffline } = shared;
  /** Handles the objects that an interrupted run left behind and that no resource of this run takes over. */
  const settleLeft = async (operation: Operation): Promise<Finding[]> => {
    if (!recovers || run.desired === undefined || run.of === undefined) return [];
    if (!run.collects) await giveBackCheckouts((await access.open()).flows, operation, run.of);
    return settleAbandoned(abandoned, operation, {
      stack: run.of.stack,
      wanted: run.registered,
      preview: run.collects,
    });
  };
  return [
    {
      token: beginRunSpec.token,
      async invoke(_operation, given): Promise<Properties> {
        const desired = desiredStackOf(given);
        run.begin({ desired, preview: given["preview"] === true });
        names.clear();
        changes.clear();
        untouched.begin();
        return { flows: desired.flows.size };
      },
    },
    {
      token: endRunSpec.token,
      async invoke(operation, given): Promise<Properties> {
        validArguments(given, endRunSpec.inputs);
        for (const finding of proofOfRun(run)) run.findings.add(finding);
        for (const finding of await settleLeft(operation)) run.findings.add(finding);
        if (run.collects && !isOffline) {
          const { reportOutside } = await import("../resources/outside/report.ts"); // needed only in previews
          await reportOutside(access, operation, { run, untouched });
        }
        // A run with findings about names has already opened the organisation.
        const table = names.isEmpty ? "" : names.text(await access.open());
        const parts = [run.findings.text(), names.refuse ? table : ""].filter((part) => part !== "");
        return {
          errors: run.findings.errors + (names.refuse ? 1 : 0),
          ...(parts.length > 0 && { text: parts.join("\n\n") }),
          ...(table !== "" && !names.refuse && { note: table }),
        };
      },
    },
  ];
}

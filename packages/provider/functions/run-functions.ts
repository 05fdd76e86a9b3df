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
    "Sends the desired state to the provider, before the program registers anything. A preview then collects the reasons for which an update would be refused, and `endRun` returns them. Makes no request.",
  inputs: desiredSpecs,
  outputs: { flows: integer("Number of flows in the desired state.", { required: true }) },
};

export const endRunSpec: TokenSpec = {
  token: tokenOf("endRun", "endRun"),
  description:
    "Returns the findings of the run. Call it after the last registration. In a preview, the findings are the reasons for which an update would be refused, and it reports what was changed outside the stack and the update does not touch; after an update, stale callers. A preview reads a listing of the flows for that, and one of each other kind of object that the stack has. In an update that recovers from an interrupted run, it also releases flows that the interrupted run had checked out, and deletes objects that the interrupted run created and the source no longer has. Otherwise it makes no request.",
  inputs: {},
  outputs: {
    errors: integer("Number of errors among the findings.", { required: true }),
    text: text("All findings as text. Absent without findings."),
    note: text("Names that could not be checked, when no name is missing. Absent when every name was checked."),
  },
};

export function runFunctions(
  access: FlowAccess,
  shared: {
    readonly run: StackRun;
    readonly changes: ChangePlan;
    readonly names: NameFindings;
    readonly abandoned: Abandoned;
    /** Whether this run recovers from an interrupted one and has read every resource of the state (`packages/project`, stack/notes.ts). */
    readonly recovers: boolean;
    readonly untouched: UntouchedState;
    /** Whether a preview compares nothing with the organisation but what it would change (`packages/project`, stack/notes.ts). */
    readonly isOffline: boolean;
  },
): ProviderFunction[] {
  const { run, changes, names, abandoned, recovers, untouched, isOffline } = shared;
  /** Settles what an interrupted run left and no resource of this run takes over. */
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
          const { reportOutside } = await import("../resources/outside/report.ts"); // previews alone need it
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

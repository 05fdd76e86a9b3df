import { type FunctionSpec, tokenOf } from "../engine/property-specs.ts";
import type { Operation, ProviderFunction } from "../engine/resource.ts";
import { validArguments } from "../engine/validate.ts";
import type { Properties } from "../engine/values.ts";
import type { FlowDoor } from "../resources/flow/life/flow-organisation.ts";
import { giveBackCheckouts } from "../resources/flow/life/lock.ts";
import type { NameFindings } from "../resources/flow/references/missing-names.ts";
import { type Abandoned, settleAbandoned } from "../resources/plain/abandoned.ts";
import { desiredSpecs, desiredStackOf } from "../run/desired.ts";
import { proofOfRun } from "../run/end-proof.ts";
import type { Finding } from "../run/findings.ts";
import type { StackRun } from "../run/stack-run.ts";

export const beginRunSpec: FunctionSpec = {
  token: tokenOf("beginRun", "beginRun"),
  description:
    "Tells the provider what the program wants, before it registers anything. A preview then collects what an update would be refused for, and `endRun` returns it. Makes no request.",
  inputs: desiredSpecs,
  outputs: { flows: { type: "integer", required: true, description: "Flows that the program wants." } },
};

export const endRunSpec: FunctionSpec = {
  token: tokenOf("endRun", "endRun"),
  description:
    "After the last registration: what the run found. In a preview that is what an update would be refused for; after an update, callers that do not hold the published version of a module. In an update that recovers from an interrupted one: gives back flows that it had checked out, deletes what it made and the source has no more. Else it makes no request.",
  inputs: {},
  outputs: {
    errors: { type: "integer", required: true, description: "Errors among the findings." },
    text: { type: "string", description: "Every finding, for a person to read. Absent when there are none." },
    note: {
      type: "string",
      description: "What was not checked, where nothing else was found. Absent when there is nothing of it.",
    },
  },
};

/** What the program says at the beginning of a run, and what it asks at the end. */
export function runFunctions(
  door: FlowDoor,
  {
    run,
    names,
    abandoned,
    recovers,
  }: {
    readonly run: StackRun;
    readonly names: NameFindings;
    readonly abandoned: Abandoned;
    /** Whether this run comes after an interrupted one and has read every resource of the state (run/notes-folder.ts). */
    readonly recovers: boolean;
  },
): ProviderFunction[] {
  /** What an interrupted run left, beside what resources of this run take over. */
  const settleLeft = async (operation: Operation): Promise<Finding[]> => {
    if (!recovers || run.desired === undefined || run.of === undefined) return [];
    if (!run.collects) await giveBackCheckouts((await door.open()).flows, operation, run.of);
    const isWanted = (urn: string) => run.isRegistered(urn);
    return settleAbandoned(abandoned, operation, { stack: run.of.stack, isWanted, preview: run.collects });
  };
  return [
    {
      token: beginRunSpec.token,
      async invoke(_operation, given): Promise<Properties> {
        const desired = desiredStackOf(given);
        run.begin({ desired, preview: given["preview"] === true });
        names.clear();
        return { flows: desired.flows.size };
      },
    },
    {
      token: endRunSpec.token,
      async invoke(operation, given): Promise<Properties> {
        validArguments(given, endRunSpec.inputs);
        for (const finding of proofOfRun(run)) run.findings.add(finding);
        for (const finding of await settleLeft(operation)) run.findings.add(finding);
        // Names were looked up in an organisation that is open.
        const table = names.isEmpty ? "" : names.text(await door.open());
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

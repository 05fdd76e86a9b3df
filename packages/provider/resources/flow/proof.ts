import type { FlowType } from "@genesys-flows/architect";
import { pause } from "../../api/budget.ts";
import type { Organisation } from "../../run/organisation.ts";
import type { HeldModule } from "./values.ts";

export interface Proof {
  /** Name of each module that the version holds -> version of the copy. */
  readonly held: Readonly<Record<string, string>>;
  /** What is not as it has to be; empty when the version holds what it should. */
  readonly mistakes: readonly string[];
}

/** A published version of a flow, and what it should hold. */
export interface Claim {
  readonly id: string;
  readonly type: FlowType;
  readonly version: string;
  readonly modules: readonly HeldModule[];
  /** Id of a module's flow -> its published version, as this run knows it. */
  readonly moduleVersions: ReadonlyMap<string, string>;
}

/** What a published version holds, by dependency tracking: each module's id at the version that this run knows. */
export async function proofOf(organisation: Organisation, claim: Claim): Promise<Proof> {
  const embedded = await organisation.flows.embedded(claim);
  const held = Object.fromEntries(embedded.map(({ id, name, version }) => [name ?? id, version ?? ""]));
  const mistakes: string[] = [];
  for (const { name, flowId } of claim.modules) {
    if (flowId === undefined) continue;
    const copy = embedded.find((entry) => entry.id === flowId);
    const expected = claim.moduleVersions.get(flowId);
    if (!copy) mistakes.push(`version ${claim.version} holds no copy of the module '${name}' (${flowId})`);
    else if (expected !== undefined && copy.version !== expected) {
      mistakes.push(
        `version ${claim.version} holds version ${copy.version ?? "?"} of the module '${name}', not ${expected}: it was published by somebody else meanwhile`,
      );
    }
  }
  return { held, mistakes };
}

/** The proof of a version that was published just now; dependency tracking may need a moment. */
export async function proofAfterPublishing(
  organisation: Organisation,
  claim: Claim,
  signal: AbortSignal,
): Promise<Proof> {
  let proof = await proofOf(organisation, claim);
  for (const wait of organisation.pace.proofMs) {
    if (proof.mistakes.length === 0) return proof;
    await pause(wait, signal);
    proof = await proofOf(organisation, claim);
  }
  return proof;
}

import type { LoggedRequest } from "@genesys-flows/local-org";
import type { PulumiResult } from "./workspace.ts";

export const FLOW = "genesyscloud:index/flow:Flow";
export const QUEUE = "genesyscloud:index/routingQueue:RoutingQueue";
export const IVR = "genesyscloud:index/architectIvr:ArchitectIvr";

/** What a command did, or would do, to resources of one type: operation by name, without those that stay the same. */
export function changes(result: PulumiResult, type = FLOW): Record<string, string> {
  const steps = result.steps.filter((step) => step.type === type && step.op !== "same");
  return Object.fromEntries(steps.map((step) => [step.name, step.op]));
}

/** Paths of the detailed differences of one flow. */
export function differences(result: PulumiResult, key: string): string[] {
  const step = result.steps.find((each) => each.type === FLOW && each.name === key);
  return Object.keys(step?.detailedDiff ?? {}).sort();
}

/** Method and path of requests, for a message that a person reads when an assertion fails. */
export function lines(requests: readonly LoggedRequest[]): string[] {
  return requests.map((request) => `${request.method} ${request.path}`);
}

/** The part of a command's output that says what went wrong; all of it where there is no such part. */
export function troubleIn(output: string): string {
  return /Diagnostics:[\s\S]*?(?=\n *(?:Outputs|Resources|Policies):|$)/.exec(output)?.[0] ?? output;
}

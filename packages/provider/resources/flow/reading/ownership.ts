import type { ResourceUrn } from "../../../engine/resource.ts";
import { commandLine } from "../../../text/command-line.ts";
import { type FlowEntity, publisherOf } from "./entities.ts";
import { type OwnershipMark, readMark, sameOwner } from "./mark.ts";

/** Who a flow that lives already belongs to, seen from one resource. */
export type Ownership =
  | { readonly kind: "ours"; readonly mark: OwnershipMark }
  | { readonly kind: "foreign"; readonly mark: OwnershipMark }
  | { readonly kind: "unmarked" };

export function ownershipOf(flow: FlowEntity, urn: ResourceUrn): Ownership {
  const mark = readMark(flow.description);
  if (!mark) return { kind: "unmarked" };
  return { kind: sameOwner(mark, ownerOf(urn)) ? "ours" : "foreign", mark };
}

/** The owner that a resource is: its project, stack and name. */
export function ownerOf(urn: ResourceUrn): Omit<OwnershipMark, "digest"> {
  return { project: urn.project, stack: urn.stack, key: urn.name };
}

/** Whether a flow was made as a placeholder for one that did not exist (`createStubs`). */
export function isStub(flow: FlowEntity): boolean {
  return !flow.publishedVersion && !flow.savedVersion && !readMark(flow.description);
}

/** @throws Error when another stack, or another key of this one, has put its mark on the flow */
export function refuseForeign(flow: FlowEntity, urn: ResourceUrn): void {
  refuseOtherStack(flow, urn);
  const ownership = ownershipOf(flow, urn);
  if (ownership.kind !== "foreign") return;
  const { key } = ownership.mark;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) belongs to '${key}' of this stack, not to '${urn.name}'. If '${urn.name}' is '${key}' under another file name, add \`formerly: [${key}]\` to it.`,
  );
}

/**
 * For a flow that the state knows by its id: its mark may still name the key that it had before (`formerly`).
 * @throws Error when another stack has put its mark on the flow
 */
export function refuseOtherStack(flow: FlowEntity, urn: ResourceUrn): void {
  const mark = readMark(flow.description);
  if (!mark || (mark.project === urn.project && mark.stack === urn.stack)) return;
  const { project, stack, key } = mark;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) is managed by the stack ${project}/${stack} (as '${key}'). Two stacks cannot publish one flow: give it another name here, or remove it there first.`,
  );
}

/** @throws Error when a new flow's name is taken by a flow that nobody manages; the text has the line that adopts it */
export function refuseUnmarked(flow: FlowEntity, urn: ResourceUrn): void {
  throw new Error(
    `There is a flow '${flow.name}' already (${flow.id}${describePublication(flow)}), and it is not managed by this stack. ` +
      `To take it over: ${commandLine("flowctl", `adopt ${urn.name} ${flow.id}`, urn)}`,
  );
}

/** `, version 3.0 published by Ann at 2026-01-02T03:04:05.000Z` */
export function describePublication(flow: FlowEntity): string {
  const version = flow.publishedVersion;
  if (!version) return ", never published";
  const who = publisherOf(flow);
  return `, version ${version.id} published${who ? ` by ${who}` : ""}${version.datePublished ? ` at ${version.datePublished}` : ""}`;
}

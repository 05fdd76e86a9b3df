import {
  commandLine,
  type FlowEntity,
  type OwnershipMark,
  publisherOf,
  readMark,
  sameOwner,
  type User,
} from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";

/** Owner of a live flow from the perspective of one resource. */
export type Ownership =
  | { readonly kind: "ours"; readonly mark: OwnershipMark }
  | { readonly kind: "foreign"; readonly mark: OwnershipMark }
  | { readonly kind: "unmarked" };

export function ownershipOf(flow: FlowEntity, urn: ResourceUrn): Ownership {
  const mark = readMark(flow.description);
  if (!mark) return { kind: "unmarked" };
  return { kind: sameOwner(mark, ownerOf(urn)) ? "ours" : "foreign", mark };
}

/** Whether a flow has the ownership mark of a stack, with any key. */
export function isOfStack(flow: FlowEntity | undefined, { project, stack }: Pick<ResourceUrn, "project" | "stack">) {
  const mark = readMark(flow?.description);
  return mark?.project === project && mark.stack === stack;
}

export function ownerOf(urn: ResourceUrn): Omit<OwnershipMark, "digest"> {
  return { project: urn.project, stack: urn.stack, key: urn.name };
}

/** Whether a flow was created as a placeholder (`createStubs`). */
export function isStub(flow: FlowEntity): boolean {
  return !flow.publishedVersion && !flow.savedVersion && !readMark(flow.description);
}

/** @throws Error if a different stack, or a different key of this stack, owns the flow */
export function refuseForeign(flow: FlowEntity, urn: ResourceUrn): void {
  refuseOtherStack(flow, urn);
  const ownership = ownershipOf(flow, urn);
  if (ownership.kind !== "foreign") return;
  const { key } = ownership.mark;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) belongs to '${key}' of this stack, not to '${urn.name}'. If '${urn.name}' is the new file name of '${key}', add \`formerly: [${key}]\` to it.`,
  );
}

/**
 * Checks a flow in the state, whose mark may still name an earlier key (`formerly`).
 * @throws Error if a different stack owns the flow
 */
export function refuseOtherStack(flow: FlowEntity, urn: ResourceUrn): void {
  const mark = readMark(flow.description);
  if (!mark || isOfStack(flow, urn)) return;
  const { project, stack, key } = mark;
  throw new Error(
    `The flow '${flow.name}' (${flow.id}) is managed by the stack ${project}/${stack} (as '${key}'). Two stacks cannot publish the same flow. Give the flow a different name in this stack, or remove it from that stack first.`,
  );
}

/**
 * @throws Error always: the new flow has the name of a flow that no stack manages. The message contains the command
 *   that adopts that flow
 */
export function refuseUnmarked(flow: FlowEntity, urn: ResourceUrn): void {
  throw new Error(
    `The flow '${flow.name}' (${flow.id}${describePublication(flow)}) already exists and is not managed by this stack. ` +
      `To adopt it, run: ${commandLine("flowctl", `adopt ${inShell(urn.name)} ${flow.id}`, urn)}`,
  );
}

/** A key as a single shell word: keys may contain spaces and brackets. */
function inShell(key: string): string {
  return /^[\w.+-]+$/.test(key) ? key : `'${key}'`;
}

/** `, version 3.0 published by Ann at 2026-01-02T03:04:05.000Z` */
export function describePublication(flow: FlowEntity): string {
  const version = flow.publishedVersion;
  if (!version) return ", never published";
  const who = publisherOf(flow);
  return `, version ${version.id} published${who ? ` by ${who}` : ""}${version.datePublished ? ` at ${version.datePublished}` : ""}`;
}

export function usersText(users: readonly User[]): string {
  return users.map(({ type, name, id }) => `- ${type} '${name}' (${id})`).join("\n");
}

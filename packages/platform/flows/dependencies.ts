import { flowTypeOfApi, flowTypes } from "@genesys-flows/architect/flow-types";
import { ifFound } from "../client/failure.ts";
import { type Dependency, type FlowEntity, publisherOf, typeOfFlow } from "./entities.ts";
import { embeddedTypes, type FlowPlatform } from "./platform.ts";

async function embeddedIn(flows: FlowPlatform, live: FlowEntity): Promise<Dependency[]> {
  const version = live.publishedVersion?.id;
  return version === undefined ? [] : flows.embedded({ id: live.id, type: typeOfFlow(live), version });
}

/** Describes the published version for the resource's outputs. */
export async function publicationOf(flows: FlowPlatform, live: FlowEntity) {
  const version = live.publishedVersion;
  const embedded = await embeddedIn(flows, live);
  return {
    name: live.name,
    publishedVersion: version?.id ?? "",
    publishedBy: publisherOf(live),
    datePublished: version?.datePublished ?? undefined,
    modulesHeld: Object.fromEntries(embedded.map(({ id, name, version: held }) => [name ?? id, held ?? ""])),
  };
}

/** The snapshot of a module or bot in a published flow. */
export interface HeldCopy {
  readonly module: FlowEntity;
  /** The version of the snapshot. */
  readonly held: string;
  /** The module's published version; undefined if it is no longer published. */
  readonly live: string | undefined;
}

/** The module snapshots in the flow's published version. Omits snapshots of deleted modules. @throws ApiFailure */
export async function heldCopies(flows: FlowPlatform, live: FlowEntity): Promise<HeldCopy[]> {
  return copiesOf(await embeddedIn(flows, live), (id) => flows.read(id));
}

/**
 * The snapshots among a flow's dependencies, each with its live module. Omits snapshots of deleted modules.
 * @throws any error from `moduleOf`
 */
export async function copiesOf(
  used: readonly Dependency[],
  moduleOf: (id: string) => Promise<FlowEntity | undefined>,
): Promise<HeldCopy[]> {
  const copies = used.filter(({ type }) => type == null || embeddedTypes.includes(type));
  const read = await Promise.all(
    copies.map(async (copy) => ({ held: copy.version ?? "", module: await moduleOf(copy.id) })),
  );
  return read.flatMap(({ held, module }) => (module ? [{ module, held, live: module.publishedVersion?.id }] : []));
}

/** Whether the flow's snapshot differs from the published version of the module. */
export function isStale({ held, live }: HeldCopy): boolean {
  return live !== undefined && held !== live;
}

/** A user of an object, according to dependency tracking. */
export interface User {
  readonly id: string;
  readonly name: string;
  readonly type: string;
  /** False for a flow whose published version no longer uses the object. */
  readonly uses: boolean;
}

/** Reads the current state of a user. @param usedId id of the used object @throws ApiFailure */
export async function describeUser(flows: FlowPlatform, user: Dependency, usedId: string): Promise<User> {
  const described = { id: user.id, name: user.name ?? user.id, type: user.type ?? "object" };
  if (!/FLOW$/.test(described.type)) return { ...described, uses: true };
  const flow = await flows.read(user.id);
  const type = flow && flowTypeOfApi(flow.type)?.type;
  if (!flow?.publishedVersion || !type) return { ...described, uses: flow !== undefined };
  const consumed = await flows.consumed({ id: flow.id, type, version: flow.publishedVersion.id });
  return { ...described, name: flow.name, uses: consumed.some((entry) => entry.id === usedId) };
}

/**
 * The users of an object outside a stack. Omits the stack's own flows and IVRs, and flows whose published version no
 * longer uses the object.
 * @param object the object's id, and its type in dependency tracking; the type is undefined if it is not tracked
 * @param own ids of the flows and IVRs of the stack
 * @throws ApiFailure
 */
export async function outsideUsers(
  flows: FlowPlatform,
  { id, objectType }: { readonly id: string; readonly objectType?: string | undefined },
  own: ReadonlySet<string>,
): Promise<User[]> {
  if (objectType === undefined) return [];
  // A deleted object has no users.
  const consumers = (await ifFound(flows.consumersOf({ id, objectType }))) ?? [];
  const others = new Map(consumers.filter((user) => !own.has(user.id)).map((user) => [user.id, user]));
  const users = await Promise.all([...others.values()].map((user) => describeUser(flows, user, id)));
  return users.filter(({ uses }) => uses);
}

/** The users of a flow that are outside this stack. @throws ApiFailure */
export function outsideUsersOfFlow(
  flows: FlowPlatform,
  flow: FlowEntity,
  own: ReadonlySet<string> = new Set(),
): Promise<User[]> {
  const { dependencyType: objectType } = flowTypes[typeOfFlow(flow)];
  return outsideUsers(flows, { id: flow.id, objectType }, own);
}

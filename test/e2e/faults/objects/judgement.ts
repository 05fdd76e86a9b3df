import { kindRow } from "@genesys-flows/project";
import { samples, type Version } from "../../fixtures/every-kind.ts";
import { idsHeldByFlows, type LiveObject, liveObjects } from "../../fixtures/every-kind-live.ts";
import { checkpointOf, leftovers } from "../kills/judgement.ts";
import type { Change } from "./cases.ts";
import type { Disturbed, World } from "./world.ts";

/** What is live, by kind. */
export type Live = Readonly<Record<string, readonly LiveObject[]>>;

/** A row that people add to the table of the stack. */
export const peoplesRow = { key: "theirs", queue: "Support" };

/** Kinds of what the flow `Sales` names. */
const namedBySales = [
  ...["scheduleGroup", "prompt", "dataTable", "dataAction", "wrapupCode", "queue", "skill", "language"],
  ...["flowMilestone", "flowOutcome"],
];

/**
 * Everything that must hold after a change, whatever happened to its runs.
 * @param o.peoples what people had before the stack had anything
 * @param o.before what was live before the change
 */
export async function judge(
  world: World,
  change: Change,
  o: { readonly peoples: Live; readonly before: Live; readonly disturbed: Disturbed },
): Promise<void> {
  const live = await liveObjects(world.platform);
  expect(shownOf(live)).toEqual(wanted(change, o.peoples));
  const astray = idsAstray(live, change, o);
  const flows = (await world.platform.flows()).map(({ name }) => name);
  const held = change.after ? await lostByFlows(world, live, change.after) : [];
  const early = change.what === "rename" ? deletedEarly(o.before, change.before as Version, o.disturbed) : [];
  const state = change.after ? stateAstray(world, live, change.after) : resourcesLeft(world);
  expect({ astray, flows, held, early, state, left: leftovers(world.workspace) }).toEqual({
    astray: [],
    flows: change.after ? ["Announcement", "Letters", "Sales"] : [],
    held: [],
    early: [],
    state: [],
    left: [],
  });
}

type Shown = Record<string, Record<string, unknown>[]>;

function shownOf(live: Live): Shown {
  return Object.fromEntries(
    Object.entries(live).map(([kind, objects]) => [kind, objects.map(({ name, shown }) => ({ name, ...shown }))]),
  );
}

/** Every object of people, and every object of the stack once. */
function wanted({ what, before, after }: Change, peoples: Live): Shown {
  const own = (kind: string): { name: string; [setting: string]: unknown }[] => {
    const sample = samples[kind];
    // The platform deletes no outcome.
    const version = after ?? (kind === "flowOutcome" ? before : undefined);
    if (!sample || !version) return [];
    const shown = { name: sample.names[version.names], ...sample.shown(version) };
    return [kind === "dataTable" && what !== "creation" ? withPeoplesRow(shown) : shown];
  };
  return Object.fromEntries(
    Object.entries(shownOf(peoples)).map(([kind, theirs]) => [
      kind,
      [...theirs, ...own(kind)].sort((a, b) => (String(a["name"]) < String(b["name"]) ? -1 : 1)),
    ]),
  );
}

function withPeoplesRow(table: { name: string; [setting: string]: unknown }) {
  const { key, ...values } = peoplesRow;
  return { ...table, rows: { ...(table["rows"] as object), [key]: values } };
}

/** Objects that have another id than they must. One sentence each. */
function idsAstray(live: Live, { what, before, after }: Change, o: { peoples: Live; before: Live }): string[] {
  const theirs = Object.entries(o.peoples).flatMap(([kind, objects]) =>
    objects.filter(({ id }) => !live[kind]?.some((one) => one.id === id)).map(({ name }) => `${kind} ${name} is lost`),
  );
  if (!before || !after) return theirs;
  const own = Object.keys(samples).flatMap((kind) => {
    const was = idOf(o.before, kind, before);
    const is = idOf(live, kind, after);
    const isKept = what !== "rename" || !kindRow(kind).replacedByName;
    return (was === is) === isKept ? [] : [`${kind} ${isKept ? "has another id" : "has the same id"}`];
  });
  return [...theirs, ...own];
}

/** Objects that a flow names, and whose ids its published version does not hold. */
async function lostByFlows({ platform }: World, live: Live, version: Version): Promise<string[]> {
  const held = await idsHeldByFlows(platform);
  const missing = (flow: string, kinds: readonly string[]) =>
    kinds.filter((kind) => !held.get(flow)?.has(String(idOf(live, kind, version)))).map((kind) => `${flow}: ${kind}`);
  return [...missing("Sales", namedBySales), ...missing("Letters", ["queue"])];
}

/** Objects that were deleted before a version of the flow was uploaded that names their successors. */
function deletedEarly(before: Live, was: Version, { exchanges }: Disturbed): string[] {
  const successor = String(samples["prompt"]?.names.second);
  const published = exchanges.findIndex(
    ({ method, path, body }) => method === "PUT" && path.startsWith("/uploads/flows/") && body.includes(successor),
  );
  const replaced = namedBySales.filter((kind) => kindRow(kind).replacedByName);
  return replaced.filter((kind) => {
    const id = String(idOf(before, kind, was));
    const deleted = exchanges.findIndex(({ method, path }) => method === "DELETE" && path.endsWith(`/${id}`));
    return deleted === -1 || published === -1 || deleted < published;
  });
}

/** Objects of the stack that its state does not know by their ids, and what it has unfinished. */
function stateAstray({ workspace }: World, live: Live, version: Version): string[] {
  const { resources = [], pending_operations: pending = [] } = checkpointOf(workspace);
  const ids = Object.keys(samples).map((kind) => [kind, String(idOf(live, kind, version))] as const);
  return [
    ...pending.map(({ type, resource }) => `pending ${type} of ${resource.urn}`),
    ...ids.flatMap(([kind, id]) => {
      const count = resources.filter((one) => one.id === id && one.type === kindRow(kind).token).length;
      return count === 1 ? [] : [`${kind} ${id} is ${count} times in the state`];
    }),
  ];
}

/** Resources of objects and flows in a state that must have none. */
function resourcesLeft({ workspace }: World): string[] {
  const { resources = [] } = checkpointOf(workspace);
  const tokens = new Set(Object.keys(samples).map((kind) => kindRow(kind).token));
  return resources.filter(({ type }) => tokens.has(type) || /:(Flow|ArchitectIvr)$/.test(type)).map(({ urn }) => urn);
}

function idOf(live: Live, kind: string, { names }: Version): string | undefined {
  const name = samples[kind]?.names[names];
  return live[kind]?.find((one) => one.name === name)?.id;
}

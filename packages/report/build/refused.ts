import { FLOW } from "@genesys-flows/project/state";
import { type EngineRun, type EngineStep, INVENTORY } from "../events/engine-run.ts";
import { mapIn, textIn, textsIn } from "./values.ts";

const QUEUE = "genesyscloud:index/routingQueue:RoutingQueue";

/** What the program says last when it refuses an update (components, `endRun`). */
export const REFUSED = /^The update would be refused: /m;

/**
 * The steps of a run. A program that refuses an update ends before the engine plans deletions: then those of flows and queues are
 * added, as the inventory of the stack knows them. Their versions are not known.
 */
export function withDeletions({ steps, messages, isPreview, config }: EngineRun): readonly EngineStep[] {
  const inventory = steps.find(({ type }) => type === INVENTORY);
  if (!isPreview || !inventory?.old || !inventory.new || !messages.some(({ text }) => REFUSED.test(text))) return steps;
  const [before, after] = [inventory.old.inputs, inventory.new.inputs];
  const prefix = inventory.urn.slice(0, inventory.urn.indexOf("::", "urn:pulumi:".length));
  const known = new Set(steps.map(({ type, name }) => `${type} ${name}`));
  const external = config["genesys-flows:external"] ?? "";
  const kept = new Set(Object.values(mapIn(after["flows"])).flatMap((flow) => [mapIn(flow)["id"], identityOf(flow)]));
  const gone = (type: string, name: string, old: NonNullable<EngineStep["old"]>): EngineStep[] => {
    const isKept = known.has(`${type} ${name}`) || external.includes(String(old.inputs["name"]));
    const urn = `${prefix}::${type}::${name}`;
    return isKept
      ? []
      : [{ urn, name, type, op: "delete", detailedDiff: {}, diffs: [], old: { ...old, urn }, ended: "done" }];
  };
  const flows = Object.entries(mapIn(before["flows"])).flatMap(([key, flow]) => {
    const { id, name, type } = mapIn(flow);
    if (kept.has(id) || kept.has(identityOf(flow))) return [];
    return gone(FLOW, key, { urn: "", ...idOf(id), inputs: { name, type }, outputs: { name, type } });
  });
  const objects = textsIn(after["objects"]);
  const queues = [...textsIn(before["objects"])].flatMap(([named, id]) => {
    const [kind, name] = [named.slice(0, named.indexOf(":")), named.slice(named.indexOf(":") + 1)];
    const isGone = kind === "queue" && !objects.has(named) && ![...objects.values()].includes(id);
    return isGone ? gone(QUEUE, name, { urn: "", id, inputs: { name }, outputs: {} }) : [];
  });
  return [...steps, ...flows, ...queues];
}

/** A flow whose type and name stay is kept under another key. */
function identityOf(flow: unknown): string {
  const { type, name } = mapIn(flow);
  return JSON.stringify([type, name]);
}

function idOf(id: unknown): { readonly id?: string } {
  const known = textIn(id);
  return known === undefined ? {} : { id: known };
}

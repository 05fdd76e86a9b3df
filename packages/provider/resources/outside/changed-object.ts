import { kernel } from "@genesys-flows/architect/kernel";
import { changedBy, deletedBy } from "@genesys-flows/platform/audits";
import type { Properties } from "../../engine/values.ts";
import { deletedNote } from "../flow/drift/drift-reports.ts";
import { diffPlain } from "../plain/diff.ts";
import { described } from "../plain/errors.ts";
import type { LifeContext, PlainResourceSpec } from "../plain/spec.ts";

const LONGEST = 2_000;

/**
 * In a refresh: reports the properties of an object that somebody changed since the state was written. What the stack does not set is not
 * compared, and what already differed, such as after a failed update, is not reported.
 * @param o.state what the stack knew @param o.live what it has just read
 */
export async function reportChanged(
  { log, client }: Pick<LifeContext, "log" | "client">,
  spec: PlainResourceSpec,
  {
    id,
    inputs,
    state,
    live,
  }: { readonly id: string; readonly inputs: Properties; readonly state: Properties; readonly live: Properties },
): Promise<void> {
  const differing = (from: Properties) => diffPlain(spec, { inputs, oldInputs: inputs, state: from }).changes;
  const known = differing(state);
  const paths = [...differing(live).keys()].filter((path) => !known.has(path));
  if (paths.length === 0) return;
  // The engine has a line for each part of a list or a map; both sides of the whole property are shorter to read.
  const names = [...new Set(paths.map((path) => /^[^.[]+/.exec(path)?.[0] ?? path))];
  const changes = names.map((name) => `${name} ${shown(state[name])} -> ${shown(live[name])}`);
  const fields = new Map(names.map((name) => fieldOf(spec.properties[name], { name, live })));
  const by = await changedBy(client, { id: auditedId(spec, id), fields });
  const message = `The ${described(spec, state)} was changed outside this stack${by}: ${changes.join(", ")}.`;
  const next = "An update sets it back. To keep the change, write it into the source.";
  log.note({ code: "drift", severity: "warning", message: `${message}\n${next}` });
}

/**
 * In a refresh: reports an object that somebody deleted, where the audits say who. Otherwise an interrupted run of this stack may have
 * done it; the engine shows that the object does not exist.
 */
export async function reportGone(
  { log, client }: Pick<LifeContext, "log" | "client">,
  spec: PlainResourceSpec,
  { id, state }: { readonly id: string; readonly state: Properties },
): Promise<void> {
  const by = await deletedBy(client, auditedId(spec, id));
  const next = "The next update creates it again, with a new id.";
  if (by !== "") log.note(deletedNote({ id, what: described(spec, state), by }, next));
}

/** The field of the platform's JSON that has a property, and its live value, where that is the field's own. */
function fieldOf(
  property: PlainResourceSpec["properties"][string] | undefined,
  { name, live }: { readonly name: string; readonly live: Properties },
): [string, unknown] {
  const path = typeof property?.api === "string" ? property.api : name;
  const [field = name, ...inner] = path.split(".");
  const value = live[name];
  const isOwn = inner.length === 0 && !property?.codec && (typeof value !== "object" || value === null);
  return [field, isOwn ? (value ?? undefined) : undefined];
}

function shown(value: Properties[string] | undefined): string {
  return value === undefined || value === null ? "nothing" : kernel().valueText(value as never, LONGEST);
}

/** The id that audits have of an object: the last part of `domain/route`. Undefined for a row of a table, which has none of its own. */
export function auditedId({ identity }: Pick<PlainResourceSpec, "identity">, id: string): string | undefined {
  return identity?.idOf ? undefined : id.slice(id.lastIndexOf("/") + 1);
}

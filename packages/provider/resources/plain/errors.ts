import { type ApiFailure, commandLine, permissionTo, type Verb, worded } from "@genesys-flows/platform";
import type { ResourceUrn } from "@genesys-flows/project/state";
import type { Properties } from "../../engine/values.ts";
import type { PlainResourceSpec } from "./spec.ts";

const attempts: Record<Verb, string> = { add: "created", view: "read", edit: "updated", delete: "deleted" };

/** `queue 'Sales'` */
export function described(spec: PlainResourceSpec, properties: Properties, id?: string): string {
  const name = ["name", "pattern", "keyValue", "domainId", "startPhoneNumber"].map((key) => properties[key]);
  const known = name.find((value) => typeof value === "string") ?? id;
  return known === undefined ? spec.noun : `${spec.noun} '${String(known)}'`;
}

/**
 * The command that imports a live object as the program registers it: without a parent and unprotected. The command
 * prints no code, because the program already contains it.
 */
export function importLine(spec: PlainResourceSpec, of: { urn: ResourceUrn; id: string }): string {
  const quote = (text: string): string => (/^[\w@%+=:,./-]+$/.test(text) ? text : `'${text.replaceAll("'", "'\\''")}'`);
  const options = "--protect=false --generate-code=false --yes";
  return commandLine("pulumi", `import ${spec.token} ${quote(of.urn.name)} ${quote(of.id)} ${options}`, of.urn);
}

/** The part of a kind's specification that messages about refused requests need. */
type Worded = Pick<PlainResourceSpec, "permission" | "properties">;

/**
 * Runs `work`. Adds the resource's name, its affected properties and the required permission to a failure of the
 * platform.
 */
export function inWords<T>(of: { spec: Worded; what: string; verb: Verb }, work: () => Promise<T>): Promise<T> {
  return worded((failure) => `The ${of.what} cannot be ${attempts[of.verb]}. ${explained(of, failure)}`, work);
}

function explained({ spec, verb }: { spec: Worded; verb: Verb }, failure: ApiFailure): string {
  const permission = permissionTo(spec.permission, verb);
  const needed =
    failure.kind === "permission" && !failure.message.includes(permission) ? ` The role needs ${permission}.` : "";
  const fields = failure.details.flatMap(({ fieldName }) => propertiesAt(spec, fieldName));
  const named = fields.length > 0 ? ` Check ${[...new Set(fields)].join(", ")}.` : "";
  const users = failure.kind === "conflict" && verb === "delete" ? usersOf(failure) : "";
  return `${failure.message}${needed}${named}${users}`;
}

function usersOf(failure: ApiFailure): string {
  const names = failure.details
    .filter((detail) => detail.entityName)
    .map((detail) => `${detail.errorCode ?? "object"} '${detail.entityName}' (${detail.entityId ?? "?"})`);
  return names.length > 0 ? ` It is used by ${names.join(", ")}. Remove it there first.` : "";
}

/** The properties at or below a field of the platform's JSON. */
function propertiesAt(spec: Worded, field: string | undefined): string[] {
  if (!field) return [];
  const path = field.replace(/\[\d*\]/g, "");
  return Object.entries(spec.properties).flatMap(([name, { api }]) =>
    typeof api === "string" && (api === path || api.startsWith(`${path}.`) || path.startsWith(`${api}.`)) ? [name] : [],
  );
}

import { createHash } from "node:crypto";
import { existsSync, readFileSync } from "node:fs";
import { join } from "node:path";
import { printableLine } from "@genesys-flows/architect";
import { type DeclaredObject, type FlowProject, kindRow, type ObjectContent } from "@genesys-flows/project";
import { namedProperties } from "@genesys-flows/project/written-objects";
import type { LiveObjects, Properties } from "@genesys-flows/provider/objects";
import { asked, each, REQUESTS_AT_ONCE } from "../live/asking.ts";
import { contentOf } from "../objects/content.ts";
import type { OpenStack } from "../open-stack.ts";
import { broken, type Finding, holds, unknown } from "./finding.ts";

/**
 * The findings about each object that the files in a project declare. Reads one listing for each kind. If a listing
 * does not show objects in full, also reads each object by id.
 */
export async function objectFindings(project: FlowProject, { organisation, signal }: OpenStack): Promise<Finding[]> {
  if (project.objects.length === 0) return [];
  const { LiveObjects, differences } = await import("@genesys-flows/provider/objects");
  const objects = new LiveObjects(organisation, signal);
  const o = { project, objects, differences, root: organisation.folder };
  return (await each(project.objects, REQUESTS_AT_ONCE, (object) => ofObject(object, o))).flat();
}

interface Known {
  readonly project: FlowProject;
  readonly objects: LiveObjects;
  readonly differences: (kind: string, wanted: Properties, live: Properties) => string[];
  readonly root: string;
}

async function ofObject(object: DeclaredObject, o: Known): Promise<Finding[]> {
  const { kind, name, existing } = object;
  const { noun } = kindRow(kind);
  const subject = `${noun} '${name}'`;
  const found = await asked(() => o.objects.named(kind, name));
  if ("refusal" in found) return [unknown("object", subject, found.refusal)];
  const [first] = found;
  if (!first) return [broken("object", subject, `The organisation has no ${noun} '${name}'.`)];
  if (existing) return [holds("object", subject)];
  const content = await asked(() => contentFinding({ object, id: first.id, subject }, o));
  const rows =
    object.rows?.are === "managed" ? [await asked(() => rowsFinding({ object, id: first.id, subject }, o))] : [];
  return [
    holds("object", subject),
    ...[content, ...rows].map((one, index) =>
      "refusal" in one ? unknown(index === 0 ? "content" : "rows", subject, one.refusal) : one,
    ),
  ];
}

interface Subject {
  readonly object: DeclaredObject;
  readonly id: string;
  readonly subject: string;
}

async function contentFinding({ object, id, subject }: Subject, o: Known): Promise<Finding> {
  const wanted = comparable(withHashes(object, o.root), o.project);
  const { kind } = object;
  const only = new Set(Object.keys(wanted));
  const read = async (how: "glance" | "read") => {
    const live = await o.objects[how](kind, id, only);
    return live && comparable(await contentOf(live, { objects: o.objects }), o.project);
  };
  let live = await read("glance");
  let paths = live ? o.differences(kind, wanted, live) : ["name"];
  if (paths.length > 0) {
    live = await read("read");
    paths = live ? o.differences(kind, wanted, live) : [];
  }
  if (!live) return broken("content", subject, "The object was deleted during the check.");
  if (paths.length === 0) return holds("content", subject);
  const roots = [...new Set(paths.map((path) => /^[^.[]+/.exec(path)?.[0] ?? path))];
  const texts = roots.map((root) => `${root} ${shown(wanted[root])} -> ${shown(live[root])}`);
  return broken(
    "content",
    subject,
    `It differs from ${object.file}: ${texts.join(", ")}. The next update restores it.`,
  );
}

/**
 * Properties with the names of other objects in a comparable form: in lower case, and with flow names instead of keys.
 */
function comparable(
  { properties, references }: Pick<ObjectContent, "properties" | "references">,
  { flows }: FlowProject,
): Properties {
  const same = references.map((one) => {
    const isFlow = one.kind === "flow" || one.kind === "ivr";
    const name = (isFlow && flows.find(({ key }) => key === one.name)?.name) || one.name;
    return { ...one, name: name.toLowerCase() };
  });
  return namedProperties({ properties, references: same }) as Properties;
}

/** Adds the hashes of recordings, because the hashes are compared instead of the recordings. */
function withHashes(
  { properties, references }: DeclaredObject,
  root: string,
): Pick<ObjectContent, "properties" | "references"> {
  const { resources } = properties;
  if (!Array.isArray(resources)) return { properties, references };
  const hashed = resources.map((one: Readonly<Record<string, unknown>>) => {
    const { filename, fileContentHash } = one;
    if (typeof filename !== "string" || fileContentHash !== undefined || !existsSync(join(root, filename))) return one;
    return {
      ...one,
      fileContentHash: createHash("sha256")
        .update(readFileSync(join(root, filename)))
        .digest("hex"),
    };
  });
  return { properties: { ...properties, resources: hashed }, references };
}

const MOST_KEYS = 5;

/**
 * Reports rows of the file that are missing from the table or have different values there. Ignores other rows, which
 * belong to the organisation.
 */
async function rowsFinding({ object, id, subject }: Subject, { objects }: Known): Promise<Finding> {
  const live = await objects.rows(id);
  const wrong = Object.entries(object.rows?.rows ?? {}).flatMap(([key, row]) => {
    const there = live.get(key);
    if (!there) return [`${shown(key)} is missing`];
    const columns = Object.entries(row).filter(([column, value]) => there[column] !== value);
    return columns.length === 0 ? [] : [`${shown(key)} differs in ${columns.map(([column]) => column).join(", ")}`];
  });
  if (wrong.length === 0) return holds("rows", subject);
  const more = wrong.length > MOST_KEYS ? ` and ${wrong.length - MOST_KEYS} more` : "";
  return broken(
    "rows",
    subject,
    `Rows: ${wrong.slice(0, MOST_KEYS).join("; ")}${more}. The next update restores them.`,
  );
}

const LONGEST = 80;

function shown(value: unknown): string {
  const text = value === undefined ? "nothing" : printableLine(JSON.stringify(value));
  return text.length > LONGEST ? `${text.slice(0, LONGEST)}…` : text;
}

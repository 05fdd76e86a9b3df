import { kindRow, type ObjectContent, type TableRows } from "@genesys-flows/project";
import { namedProperties, reread } from "@genesys-flows/project/written-objects";
import type { LiveObjects, Properties } from "@genesys-flows/provider/objects";
import { z } from "zod";
import type { OpenStack } from "../open-stack.ts";
import { contentOf } from "./content.ts";
import type { ObjectName } from "./names.ts";

/** Access to the objects of a stack's organisation, to declare them in files. */
export interface OpenObjects {
  readonly objects: LiveObjects;
  /** Id of the home division. */
  readonly home: string;
}

const home = z.looseObject({ id: z.string() });

/** Opens the objects of a stack's organisation. @throws ApiFailure */
export async function openObjects({ organisation, signal }: OpenStack): Promise<OpenObjects> {
  const { LiveObjects } = await import("@genesys-flows/provider/objects");
  const path = "/api/v2/authorization/divisions/home";
  const { id } = await organisation.client.call({ method: "GET", path }, home);
  return { objects: new LiveObjects(organisation, signal), home: id };
}

/** A live object in the form in which a file can declare it. */
export interface FoundObject {
  readonly id: string;
  readonly content: ObjectContent;
  /** Sentences about the object for the user. */
  readonly notes: readonly string[];
}

/** The object with the given name, or a sentence that explains why the object cannot be declared. @throws ApiFailure */
export async function foundObject({ kind, name }: ObjectName, open: OpenObjects): Promise<FoundObject | string> {
  const { noun } = kindRow(kind);
  const [first, ...others] = await open.objects.named(kind, name);
  const exact = others.length > 0 && others[0]?.name !== name && first?.name === name;
  if (!first) return `The organisation has no ${noun} '${name}'.`;
  if (others.length > 0 && !exact) {
    const ids = [first, ...others].map((one) => `'${one.name}' (${one.id})`).join(", ");
    return `The organisation has more than one ${noun} '${name}': ${ids}. Rename all but one.`;
  }
  const live = await open.objects.read(kind, first.id);
  if (!live) return `The organisation has no ${noun} '${name}'.`;
  const plain = await contentOf(live, open);
  if (kind === "dataTable") return withRows({ id: first.id, ...(await declarable(plain)) }, open);
  return { id: first.id, ...(await declarable(plain)) };
}

/**
 * Adds the current rows to a table. The rows may be changed in the organisation, so the file only seeds them (`seed`),
 * and updates do not undo these changes.
 */
async function withRows(found: FoundObject, { objects }: OpenObjects): Promise<FoundObject> {
  const live = found.content.existing ? new Map() : await objects.rows(found.id);
  if (live.size === 0) return found;
  const rows = Object.fromEntries(live) as TableRows;
  const note =
    "The file only seeds the rows: people change rows in the organisation. To let the file manage the rows, write `rowsAre: managed`.";
  return { ...found, content: { ...found.content, rows: { rows, are: "seed" } }, notes: [...found.notes, note] };
}

/**
 * The content for a file. If a file cannot express an object exactly (for example, because of a recording), the file
 * only names the object, and updates do not change it.
 */
async function declarable(content: ObjectContent): Promise<Pick<FoundObject, "content" | "notes">> {
  const { differences } = await import("@genesys-flows/provider/objects");
  const { kind, name } = content;
  const read = await reread(content);
  const live = namedProperties(content) as Properties;
  if (read && differences(kind, namedProperties(read) as Properties, live).length === 0 && covers(read, content))
    return { content, notes: [] };
  const notes = [
    "A file cannot express all of its settings, so the file only names the object (`existing: true`), and updates do not change it. To declare the object, write its settings into the file.",
  ];
  return { content: { kind, name, existing: true, properties: {}, references: [] }, notes };
}

/** Whether a file expresses all settings of the live object; an update would remove the others. */
function covers(read: ObjectContent, content: ObjectContent): boolean {
  const { settings } = kindRow(content.kind);
  const said = namedProperties(read);
  return Object.entries(namedProperties(content)).every(
    ([property, value]) =>
      property in said || Object.values(settings).some((one) => one.property === property && one.default === value),
  );
}

import type { DataActionContract, DataTableContract, Diagnostic } from "@genesys-flows/architect";
import { z } from "zod";
import { type ContractsByName, typeOfField } from "../linking/contracts.ts";
import type { DeclaredObject } from "./declared-object.ts";

type Declared = Pick<
  DeclaredObject,
  "kind" | "name" | "existing" | "properties" | "rows" | "file" | "files" | "location"
>;

/**
 * The contracts of declared data tables and data actions. An object that has errors or is declared twice has no
 * contract, so that its errors are not reported at the flows that use it.
 */
export function declaredContracts(objects: readonly Declared[], findings: readonly Diagnostic[]): ContractsByName {
  const byName = Map.groupBy(objects, ({ kind, name }) => `${kind}:${name.toLowerCase()}`);
  const isWrong = mistakesAmong(objects, findings);
  const sound = [...byName.values()].flatMap(([object, ...others]) =>
    object && others.length === 0 && !object.existing && !isWrong(object) ? [object] : [],
  );
  return {
    dataActions: contractsOf(sound, "dataAction", dataActionContract),
    dataTables: contractsOf(sound, "dataTable", dataTableContract),
  };
}

function contractsOf<C>(
  objects: readonly Declared[],
  kind: string,
  contractOf: (object: Declared) => C | undefined,
): ReadonlyMap<string, C> {
  return new Map(
    objects.flatMap((object): [string, C][] => {
      const contract = object.kind === kind ? contractOf(object) : undefined;
      return contract ? [[object.name.toLowerCase(), contract]] : [];
    }),
  );
}

/** Whether an error is in the entry of an object, or in a file that it names. */
function mistakesAmong(objects: readonly Declared[], findings: readonly Diagnostic[]): (object: Declared) => boolean {
  const errors = findings.filter(({ severity }) => severity === "error").flatMap(({ location }) => location ?? []);
  const linesIn = Map.groupBy(objects, ({ file }) => file);
  return ({ file, files, location }) =>
    errors.some((at) => {
      if (files.includes(at.file)) return true;
      if (at.file !== file || at.line < location.line) return false;
      // An entry ends where the next one begins.
      return !linesIn.get(file)?.some((other) => other.location.line > location.line && other.location.line <= at.line);
    });
}

const columnsSchema = z.array(z.looseObject({ name: z.string(), type: z.string(), title: z.string().optional() }));

/** The column that identifies a row (reference/platform-api.md §2.8). */
const KEY = "key";

function dataTableContract({ properties, rows, file: source }: Declared): DataTableContract | undefined {
  const columns = columnsSchema.safeParse(properties["properties"]).data;
  if (!columns) return undefined;
  const typed = (named: readonly { readonly name: string; readonly type: string }[]) =>
    Object.fromEntries(named.map(({ name, type }) => [name, typeOfField[type]]));
  const titled = columns.flatMap(({ title, type }) => (title ? [{ name: title, type }] : []));
  return {
    columns: typed(columns.filter(({ name }) => name !== KEY)),
    otherNames: typed([...titled, { name: KEY, type: "string" }]),
    ...(rows?.are === "managed" && { keys: Object.keys(rows.rows) }),
    source,
  };
}

/** The part of a JSON schema that defines the fields of a data action. */
interface FieldSchema {
  readonly type?: unknown;
  readonly properties?: Readonly<Record<string, FieldSchema>> | undefined;
  readonly items?: FieldSchema | undefined;
  readonly required?: readonly string[] | undefined;
}

const fieldSchema: z.ZodType<FieldSchema> = z.lazy(() =>
  z.looseObject({
    type: z.unknown().optional(),
    properties: z.record(z.string(), fieldSchema).optional(),
    items: fieldSchema.optional().catch(undefined),
    required: z.array(z.string()).optional().catch(undefined),
  }),
);

function dataActionContract({ properties, file: source }: Declared): DataActionContract | undefined {
  const [input, output] = [schemaIn(properties["contractInput"]), schemaIn(properties["contractOutput"])];
  if (!input || !output) return undefined;
  return { inputs: fieldsOf(input), outputs: fieldsOf(output), required: requiredIn(input), source };
}

function schemaIn(value: unknown): FieldSchema | undefined {
  if (typeof value !== "string") return undefined;
  try {
    return fieldSchema.safeParse(JSON.parse(value)).data;
  } catch {
    return undefined;
  }
}

/**
 * Fields by their names in Architect. Fields within an object, or within the items of a list, have names such as
 * `details.code` (reference/archy.md §d).
 */
function fieldsOf(schema: FieldSchema, within = ""): Record<string, string | undefined> {
  return Object.fromEntries(
    Object.entries(schema.properties ?? {}).flatMap(([name, field]) => {
      const full = `${within}${name}`;
      const inner = field.type === "array" ? field.items : field;
      const parts = inner ? Object.entries(fieldsOf(inner, `${full}.`)) : [];
      const isOfList = field.type === "array";
      return [
        [full, typeof field.type === "string" ? typeOfField[field.type] : undefined],
        ...parts.map(([part, type]) => [part, isOfList ? undefined : type]),
      ];
    }),
  );
}

/** The required fields, including those of required objects. */
function requiredIn({ properties = {}, required = [] }: FieldSchema, within = ""): string[] {
  return required.flatMap((name) => {
    const field = properties[name];
    const own = Object.keys(field?.properties ?? {}).length > 0;
    return own && field ? requiredIn(field, `${within}${name}.`) : [`${within}${name}`];
  });
}

import { madeKinds } from "@genesys-flows/platform";
import { listOf, objectOf, text } from "../../engine/property-specs.ts";
import type { CheckFailure } from "../../engine/resource.ts";
import type { Properties, PropertyValue } from "../../engine/values.ts";
import { byName, division, fields } from "../plain/properties.ts";
import type { PlainResourceSpec } from "../plain/spec.ts";
import { column, columns, columnValue, KEY } from "./columns.ts";

/** A table in which flows look up values: `/flows/datatables` (reference/platform-api.md §2.8). */
export const architectDatatable: PlainResourceSpec = {
  ...madeKinds.dataTable,
  description:
    "A table in which flows look up values. The platform never removes a column, and never deletes a table that a published flow uses.",
  undated: true,
  identity: byName,
  readQuery: { expand: "schema" },
  properties: fields({
    name: text("Name of the table.", { required: true }),
    description: text("Description of the table."),
    divisionId: division("table"),
    properties: listOf(objectOf(column), {
      api: "schema",
      required: true,
      codec: columns,
      description: "The columns, in display order. One of them must be `key`, of type string.",
    }),
  }),
  check: (inputs, oldInputs) => ({
    failures: [...columnFailures(inputs["properties"]), ...lostColumns(inputs, oldInputs)],
  }),
};

function columnFailures(value: PropertyValue | undefined): CheckFailure[] {
  const entries = known(value);
  if (!entries) return [];
  const failures: CheckFailure[] = [];
  const names = entries.map(({ name }) => name);
  const key = entries.find(({ name }) => name === KEY);
  if (names.every((name) => typeof name === "string") && key?.["type"] !== "string") {
    failures.push({ property: "properties", reason: "must have a column `key` of type string" });
  }
  for (const [index, { name, type, default: fallback }] of entries.entries()) {
    const at = `properties[${index}]`;
    if (names.indexOf(name) !== index) {
      failures.push({ property: `${at}.name`, reason: `'${String(name)}' is listed twice` });
    }
    if (typeof fallback !== "string" || typeof type !== "string" || columnValue(type, fallback) !== undefined) continue;
    failures.push({ property: `${at}.default`, reason: `'${fallback}' is not a value of type ${type}` });
  }
  return failures;
}

/** Columns that the platform would refuse to remove or change. */
function lostColumns(inputs: Properties, oldInputs: Properties): CheckFailure[] {
  const after = known(inputs["properties"]);
  if (!after) return [];
  return (known(oldInputs["properties"]) ?? []).flatMap(({ name, type }): CheckFailure[] => {
    const now = after.find((entry) => entry["name"] === name);
    if (now && (typeof now["type"] !== "string" || now["type"] === type)) return [];
    const change = now
      ? `change the type of the column '${String(name)}' from ${String(type)} to ${String(now["type"])}`
      : `remove the column '${String(name)}'`;
    const keep = "Keep it, or create a new table under a different resource name and move the rows.";
    return [{ property: "properties", reason: `the platform cannot ${change}. ${keep}` }];
  });
}

function known(value: PropertyValue | undefined): Properties[] | undefined {
  if (!Array.isArray(value)) return undefined;
  return value.filter((entry): entry is Properties => entry !== null && typeof entry === "object");
}

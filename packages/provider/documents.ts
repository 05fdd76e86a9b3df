import type { ReferenceKind } from "@genesys-flows/architect";
import { markdownTable } from "@genesys-flows/architect/columns";
import { flowKinds, namedKind } from "@genesys-flows/platform";
import { rowsSpec } from "./resources/data-table/rows/spec.ts";
import { flowSpec } from "./resources/flow/spec.ts";
import { plainResources } from "./resources/kinds.ts";
import { type PlainProperty, type PlainResourceSpec, typeOf } from "./resources/plain/spec.ts";

/** Table of types in packages/provider/README.md: their ids, and the changes that replace an object. */
export function typesTable(): string {
  const plain = plainResources.map((spec) => ({
    type: typeOf(spec),
    id: spec.idForm ?? "the platform's id",
    replaced: replacedWhen(spec),
  }));
  const alike = Map.groupBy(plain, ({ id, replaced }) => JSON.stringify([id, replaced]));
  const rows = [...alike.values()].map((types) => {
    const { id, replaced } = types[0] as (typeof plain)[number];
    return [types.map(({ type }) => `\`${type}\``).join(", "), id, replaced];
  });
  return markdownTable(
    ["type", "id for the import", "replaced when"],
    [
      ["`Flow`", "the platform's id; `flows/imported/NAME.yaml` becomes its document", "its type changes"],
      ["`Inventory`", "cannot be imported; the program creates one per stack", "never"],
      ...rows,
      [
        `\`${typeOf(rowsSpec)}\``,
        "id of the table; the import includes all rows of the table",
        "`datatableId` changes",
      ],
    ],
  );
}

/** Table of resources in docs/resources.md. */
export function resourcesTable(): string {
  return markdownTable(
    ["resource", "description", "named by flows", "lookup"],
    [
      ["`Flow`", "A flow. The components `SharedModule` and `InboundFlow` create one per file.", "yes", "`getFlow`"],
      ...plainResources.map((spec) => [
        `\`${typeOf(spec)}\``,
        spec.description,
        spec.named ? "yes" : "",
        `\`get${typeOf(spec)}\``,
      ]),
      [`\`${typeOf(rowsSpec)}\``, rowsSpec.description.replace(/ Import it .*/, ""), "", ""],
    ],
  );
}

/** Kind of name in documents for each resource type, by token. */
export function referenceKindsByType(): Readonly<Record<string, ReferenceKind>> {
  return Object.fromEntries(plainResources.flatMap(({ token, named }) => (named ? [[token, named.kind]] : [])));
}

type ReportedSpec = Pick<PlainResourceSpec, "token" | "noun" | "affects" | "declared" | "named" | "undeletable">;

/** Facts about each resource type for the change report, by token. */
export function objectKindsByType(): Readonly<
  Record<string, Pick<PlainResourceSpec, "noun" | "affects" | "undeletable"> & { readonly name?: string }>
> {
  const flow = { noun: "flow", named: flowKinds.map((kind) => ({ kind, flow: namedKind(kind)?.flow })) };
  const others = [...plainResources, rowsSpec].map((spec: ReportedSpec) => {
    const { token, noun, affects, declared, named, undeletable } = spec;
    return [
      token,
      {
        noun,
        ...(named && { named: [{ kind: named.kind }] }),
        ...(declared?.name !== undefined && { name: declared.name }),
        ...(affects && { affects }),
        ...(undeletable !== undefined && { undeletable }),
      },
    ];
  });
  return Object.fromEntries([[flowSpec.token, flow], ...others]);
}

/** Kinds of objects that files can declare, in the form of packages/project/objects/kinds.ts. */
export function declarableKinds(): unknown[] {
  return plainResources.flatMap(({ declared, noun, token, description, properties }) => {
    if (!declared) return [];
    const { kind, key, name = "name", omits = [] } = declared;
    const own = Object.entries(properties).filter(([property]) => property !== name && !omits.includes(property));
    const replacedByName = properties[name]?.replaceOnChanges === true;
    return [
      {
        kind,
        noun,
        key,
        token,
        description,
        name,
        ...(replacedByName && { replacedByName }),
        settings: settingsOf(own),
      },
    ];
  });
}

function settingsOf(properties: readonly (readonly [string, PlainProperty])[]): Record<string, unknown> {
  const given = properties.filter(([, { outputOnly, type }]) => !outputOnly && type !== "asset");
  return Object.fromEntries(
    given.map(([property, spec]) => [declaredName(property, spec), { property, ...settingOf(spec) }]),
  );
}

/** `openSchedulesId` -> `openSchedules`, `skillIds` -> `skills`, for a property with ids. */
function declaredName(property: string, { declaredAs, of, items }: PlainProperty): string {
  return declaredAs ?? ((of ?? items?.of) ? property.replace(/Ids$/, "s").replace(/Id$/, "") : property);
}

function settingOf(spec: Omit<PlainProperty, "api">): Record<string, unknown> {
  const { type, description, required, default: fallback, enum: of, minimum, maximum, maxItems, items, object } = spec;
  return {
    type,
    description,
    ...(required && { required }),
    ...(fallback !== undefined && { default: fallback }),
    ...(of && { values: of.values }),
    ...(minimum !== undefined && { minimum }),
    ...(maximum !== undefined && { maximum }),
    ...(maxItems !== undefined && { maxItems }),
    ...((spec.of ?? items?.of) && { of: spec.of ?? items?.of }),
    ...(items && { items: settingOf(items) }),
    ...(object && { settings: settingsOf(Object.entries(object.properties)) }),
  };
}

function replacedWhen({ properties, deleteBeforeReplace }: PlainResourceSpec): string {
  const names = Object.keys(properties).filter((name) => properties[name]?.replaceOnChanges);
  if (names.length === 0) return "never";
  const changes = `${names.map((name) => `\`${name}\``).join(" or ")} changes`;
  return deleteBeforeReplace ? `${changes}; the old object is deleted first` : changes;
}

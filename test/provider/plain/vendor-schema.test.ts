import { existsSync, readFileSync } from "node:fs";
import path from "node:path";
import { providerSchema } from "../../../packages/provider/schema/provider-schema.ts";
import { referenceFolder } from "../../harness/checkout.ts";

interface VendorProperty {
  readonly required?: boolean;
  /** Of a nested block: its properties. */
  readonly block?: Readonly<Record<string, VendorProperty>>;
}

interface OwnProperty {
  readonly $ref?: string;
  readonly items?: OwnProperty;
}

interface OwnType {
  readonly properties?: Readonly<Record<string, OwnProperty>>;
  readonly inputProperties?: Readonly<Record<string, OwnProperty>>;
}

const file = path.join(referenceFolder, "cx-as-code-schema.json");
const given = existsSync(file);
const vendor: Record<string, Record<string, VendorProperty>> = given
  ? JSON.parse(readFileSync(file, "utf8")).resources
  : {};
const schema = providerSchema() as {
  resources: Record<string, OwnType & { requiredInputs: string[] }>;
  types: Record<string, OwnType>;
};

const camel = (name: string): string => name.replace(/_(\w)/g, (_match, letter: string) => letter.toUpperCase());
const tokenOf = (type: string): string => {
  const name = camel(type.replace("genesyscloud_", ""));
  return `genesyscloud:index/${name}:${name.charAt(0).toUpperCase()}${name.slice(1)}`;
};

/** Paths of the vendor's properties that this provider lacks, nested ones included. */
function missing(
  theirs: Readonly<Record<string, VendorProperty>>,
  ours: Readonly<Record<string, OwnProperty>>,
): string[] {
  return Object.entries(theirs).flatMap(([name, property]) => {
    const own = ours[camel(name)];
    if (!own) return [camel(name)];
    if (!property.block) return [];
    const token = (own.$ref ?? own.items?.$ref ?? "").replace("#/types/", "");
    return missing(property.block, schema.types[token]?.properties ?? {}).map((path) => `${camel(name)}.${path}`);
  });
}

/** Types that this provider does not have, or has in its own shape. */
const others = ["genesyscloud_flow"];
/** Properties that this provider does not have: functions are uploaded by other means. */
const omitted: Readonly<Record<string, readonly string[]>> = { genesyscloud_integration_action: ["functionConfig"] };
const types = Object.keys(vendor).filter((type) => !others.includes(type));

(given ? test : test.skip)("the vendor's schema exists: ../shared/reference/cx-as-code-schema.json", () => {
  expect(types.length).toBeGreaterThan(10);
});

for (const type of types) {
  test(`${type} has the vendor's property names, in camel case`, () => {
    const resource = schema.resources[tokenOf(type)];
    const properties = vendor[type] ?? {};
    expect(missing(properties, resource?.inputProperties ?? {})).toEqual(omitted[type] ?? []);
    const required = Object.entries(properties).filter(([, property]) => property.required);
    expect(resource?.requiredInputs).toEqual(expect.arrayContaining(required.map(([name]) => camel(name))));
  });
}

import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { operations } from "../../../packages/local-org/operations.ts";

/** What the types of the vendor's SDK say of answers: of operations that the OpenAPI file leaves out. */

interface Schema {
  $ref?: string;
  type?: string;
  properties?: Record<string, Schema>;
  required?: string[];
  items?: Schema;
}

interface VendorTypes {
  /** Schemas by name, for what the operations answer and everything within. */
  readonly schemas: Readonly<Record<string, Schema>>;
  /** As in an OpenAPI file. */
  readonly paths: Readonly<Record<string, Readonly<Record<string, VendorOperation>>>>;
}

interface VendorOperation {
  readonly operationId: string;
  readonly responses: { readonly "200": { readonly content: { readonly "application/json": { schema: Schema } } } };
}

/**
 * The operations of `operations.json` that are not `known`, as the SDK's `index.d.ts` declares their answers.
 * @param known schemas and operations of the OpenAPI file, which win
 */
export function vendorTypes(known: { schemas: ReadonlySet<string>; operations: ReadonlySet<string> }): VendorTypes {
  const sdk = createRequire(import.meta.filename ?? __filename).resolve("purecloud-platform-client-v2/package.json");
  const text = readFileSync(join(dirname(sdk), "index.d.ts"), "utf8");
  const answers = new Map(
    [...text.matchAll(/^\s+(\w+)\(.*\): Promise<Models\.(\w+)>;$/gm)].map(([, name, model]) => [name, model] as const),
  );
  const interfaces = new Map(
    [...text.matchAll(/export interface (\w+) \{ *\n([\s\S]*?)\n\t\}/g)].map(([, name, body]) => [name, body] as const),
  );
  const schemas: Record<string, Schema> = {};
  const paths: Record<string, Record<string, VendorOperation>> = {};
  for (const [operationId, method, path] of operations) {
    const model = answers.get(operationId);
    if (known.operations.has(operationId) || model === undefined || !path.startsWith("/api/v2/")) continue;
    const schema = typeOf(`Models.${model}`);
    paths[path] = {
      ...paths[path],
      [method.toLowerCase()]: { operationId, responses: { 200: { content: { "application/json": { schema } } } } },
    };
  }
  return { schemas, paths };

  function typeOf(type: string): Schema {
    const [, item] = /^Array<(.*)>$/.exec(type) ?? [];
    if (item !== undefined) return { type: "array", items: typeOf(item) };
    const [, model] = /^Models\.(\w+)$/.exec(type) ?? [];
    if (model === undefined) return ["string", "number", "boolean"].includes(type) ? { type } : { type: "object" };
    const body = interfaces.get(model) ?? "";
    if (!known.schemas.has(model) && schemas[model] === undefined) {
      const schema: Schema = { type: "object", properties: {}, required: [] };
      schemas[model] = schema;
      for (const [, field, optional, of] of body.matchAll(/^\s+"(\w+)"(\?)?: (.*);\s*$/gm)) {
        (schema.properties as Record<string, Schema>)[field as string] = typeOf(of as string);
        if (optional === undefined) schema.required?.push(field as string);
      }
    }
    return { $ref: `#/components/schemas/${model}` };
  }
}

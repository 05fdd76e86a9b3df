import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { Ajv, type ValidateFunction } from "ajv";
import { operations } from "../../../packages/local-org/http/operations.ts";
import { PARTIAL } from "./exceptions.ts";

type Schema = Record<string, unknown>;

/** Types that hold entities, rather than being one. */
const LISTING = /(Listing|SearchResponse)$/;

/**
 * Checks answers of operations that the OpenAPI file omits, by the types of the vendor's SDK: no unknown property,
 * every required one, of the entities themselves; of what is within them, whether it is an object, a list, a text.
 */
export class VendorTypes {
  readonly #ajv = new Ajv({ strict: false, allErrors: true, validateFormats: false });
  /** By method and number of parts; in each, those with the fewest parameters first. */
  readonly #operations = Map.groupBy(
    operations
      .map(([operation, method, path]) => ({
        operation,
        key: `${method} ${path.split("/").length}`,
        pattern: new RegExp(`^${path.replaceAll(".", "\\.").replace(/\{[^}]+\}/g, "[^/]+")}$`),
        literals: path.split("/").filter((segment) => !segment.startsWith("{")).length,
      }))
      .sort((a, b) => b.literals - a.literals),
    ({ key }) => key,
  );
  readonly #validators = new Map<string, ValidateFunction | undefined>();
  #text: string | undefined;

  #find(method: string, path: string) {
    const known = this.#operations.get(`${method} ${path.split("/").length}`);
    return known?.find(({ pattern }) => pattern.test(path));
  }

  /** How many parts of the operation's path are no parameters; 0 for what the SDK does not have. */
  literalsOf(method: string, path: string): number {
    return this.#find(method, path)?.literals ?? 0;
  }

  /** What checks the answer; undefined where the SDK declares none. */
  validatorOf(method: string, path: string): ValidateFunction | undefined {
    const found = this.#find(method, path);
    if (!found) return undefined;
    const { operation } = found;
    if (!this.#validators.has(operation)) {
      const model = new RegExp(`^\\s+${operation}\\(.*\\): Promise<Models\\.(\\w+)>;$`, "m").exec(
        this.#declarations,
      )?.[1];
      this.#validators.set(
        operation,
        model === undefined ? undefined : this.#ajv.compile(this.#model(model, LISTING.test(model) ? 2 : 1)),
      );
    }
    return this.#validators.get(operation);
  }

  get #declarations(): string {
    const sdk = createRequire(import.meta.filename).resolve("purecloud-platform-client-v2/package.json");
    this.#text ??= readFileSync(join(dirname(sdk), "index.d.ts"), "utf8");
    return this.#text;
  }

  #model(name: string, depth: number): Schema {
    const head = `export interface ${name} {`;
    const from = this.#declarations.indexOf(head);
    const body = this.#declarations.slice(from + head.length, this.#declarations.indexOf("\n\t}", from));
    if (depth === 0 || from < 0) return { type: "object" };
    const fields = [...body.matchAll(/^\s+"(\w+)"(\?)?: (.*);\s*$/gm)];
    return {
      type: "object",
      additionalProperties: false,
      required: (PARTIAL as readonly string[]).includes(name)
        ? []
        : fields.flatMap(([, field, optional]) => (optional === undefined ? [field] : [])),
      properties: Object.fromEntries(
        fields.map(([, field, , type]) => [
          field,
          { anyOf: [{ type: "null" }, this.#type(type as string, depth - 1)] },
        ]),
      ),
    };
  }

  #type(type: string, depth: number): Schema {
    const [, item] = /^Array<(.*)>$/.exec(type) ?? [];
    if (item !== undefined) return { type: "array", items: this.#type(item, depth) };
    const [, model] = /^Models\.(\w+)$/.exec(type) ?? [];
    if (model !== undefined) return this.#model(model, depth);
    return ["string", "number", "boolean"].includes(type) ? { type } : { type: "object" };
  }
}

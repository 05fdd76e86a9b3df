import { readFileSync } from "node:fs";
import path from "node:path";
import { Ajv, type ErrorObject, type ValidateFunction } from "ajv";
import { refsIn } from "./extract.ts";

/** A schema or another part of the description. */
type Part = { readonly [key: string]: unknown };

interface Parameter {
  readonly name: string;
  readonly in: "path" | "query" | "header";
  readonly required?: boolean;
  readonly schema: Part;
}

/** An operation that the description knows, and the values in its path. */
export interface KnownOperation {
  /** `GET /repos/{owner}/{repo}/pulls` */
  readonly route: string;
  readonly values: Readonly<Record<string, string>>;
}

/** A request as it came. */
export interface Received {
  readonly query: URLSearchParams;
  readonly body: unknown;
}

/** What GitHub's own description of its REST API (`@octokit/openapi`) says of a request or an answer. */
export interface Description {
  /** Undefined for what the description does not know. */
  operation(method: string, pathname: string): KnownOperation | undefined;
  /** What is wrong with a request: a sentence each. */
  requestMistakes(known: KnownOperation, received: Received): string[];
  /** What is wrong with an answer. A status that the description does not list has the body of a basic error. */
  answerMistakes(route: string, status: number, body: unknown): string[];
  /** What is wrong with the payload of an event: `workflow-run-completed`. */
  eventMistakes(event: string, payload: unknown): string[];
  /** An example of an answer: `issue-comment`. */
  example(name: string): Part;
}

let loaded: Description | undefined;

/** GitHub's description, as far as the fake answers by it: read once by a process, its schemas compiled when they are needed. */
export function githubDescription(): Description {
  loaded ??= new LoadedDescription();
  return loaded;
}

interface Document {
  readonly paths: Readonly<Record<string, Readonly<Record<string, Part>>>>;
  readonly "x-webhooks": Readonly<Record<string, { readonly post: Part }>>;
}

class LoadedDescription implements Description {
  readonly #document: Document & Part;
  readonly #ajv = new Ajv({ strict: false, logger: false, coerceTypes: false, formats: FORMATS });
  readonly #templates: readonly Template[];
  readonly #compiled = new Map<string, ValidateFunction>();

  constructor() {
    const file = path.join(import.meta.dirname, "api.github.com.json");
    this.#document = JSON.parse(readFileSync(file, "utf8"));
    this.#templates = Object.keys(this.#document.paths).map(template).sort(byPrecision);
  }

  operation(method: string, pathname: string): KnownOperation | undefined {
    for (const { text, pattern } of this.#templates) {
      const found = pattern.exec(pathname);
      if (!found || !this.#document.paths[text]?.[method.toLowerCase()]) continue;
      const values = Object.entries(found.groups ?? {}).map(([key, value]) => [key, decodeURIComponent(value)]);
      return { route: `${method} ${text}`, values: Object.fromEntries(values) };
    }
    return undefined;
  }

  requestMistakes({ route, values }: KnownOperation, { query, body }: Received): string[] {
    const operation = this.#operationAt(route);
    const parameters = ((operation["parameters"] ?? []) as Part[]).map(
      (one) => this.#resolved(one) as unknown as Parameter,
    );
    const given = { path: new Map(Object.entries(values)), query: new Map(query) };
    const known = parameters.filter(({ in: where }) => where !== "header");
    const unknown = [...given.query.keys()].filter(
      (name) => !known.some((one) => one.in === "query" && one.name === name),
    );
    return [
      ...unknown.map((name) => `the query has "${name}", which the description does not know`),
      ...known.flatMap((parameter) => this.#parameterMistakes(route, parameter, given)),
      ...this.#bodyMistakes(route, operation, body),
    ];
  }

  answerMistakes(route: string, status: number, body: unknown): string[] {
    const responses = this.#operationAt(route)["responses"] as Readonly<Record<string, Part>>;
    const listed = responses[status] && this.#resolved(responses[status]);
    if (!listed && status < 400) return [`the description has no answer ${status}`];
    const schema = listed ? schemaIn(listed) : BASIC_ERROR;
    if (!schema) return body === undefined ? [] : ["the answer has a body"];
    return this.#mistakes(`${route} ${status}`, schema, body);
  }

  eventMistakes(event: string, payload: unknown): string[] {
    const schema = schemaIn((this.#document["x-webhooks"][event]?.post["requestBody"] ?? {}) as Part);
    return schema ? this.#mistakes(event, schema, payload) : ["the description does not know the event"];
  }

  example(name: string): Part {
    const { examples } = this.#document["components"] as { readonly examples: Readonly<Record<string, Part>> };
    const { value } = examples[name] ?? {};
    if (value === undefined) throw new Error(`The description has no example "${name}".`);
    return structuredClone(value) as Part;
  }

  #parameterMistakes(
    route: string,
    { name, in: where, required, schema }: Parameter,
    given: Readonly<Record<"path" | "query", ReadonlyMap<string, string>>>,
  ): string[] {
    const text = given[where as "path" | "query"].get(name);
    if (text === undefined) return required ? [`${where} parameter "${name}" is missing`] : [];
    const value = schema["type"] === "integer" && /^-?\d+$/.test(text) ? Number(text) : text;
    return this.#mistakes(`${route} ${where} ${name}`, schema, value).map(
      (one) => `${where} parameter "${name}": ${one}`,
    );
  }

  #bodyMistakes(route: string, operation: Part, body: unknown): string[] {
    const described = operation["requestBody"] ? this.#resolved(operation["requestBody"] as Part) : undefined;
    if (!described) return body === undefined ? [] : ["the request has a body, which the description does not know"];
    if (body === undefined) return described["required"] === true ? ["the request has no body"] : [];
    const schema = schemaIn(described) ?? {};
    const known = Object.keys((schema["properties"] ?? {}) as Part);
    const unknown = Object.keys(body as Part).filter((key) => !known.includes(key));
    return [
      ...unknown.map((key) => `the body has "${key}", which the description does not know`),
      ...this.#mistakes(`${route} body`, schema, body).map((one) => `body: ${one}`),
    ];
  }

  #operationAt(route: string): Part {
    const [method = "", text = ""] = route.split(" ");
    return this.#document.paths[text]?.[method.toLowerCase()] as Part;
  }

  #resolved(part: Part): Part {
    return typeof part["$ref"] === "string" ? this.#at(part["$ref"]) : part;
  }

  #at(ref: string): Part {
    const keys = ref.slice("#/".length).split("/");
    return keys.reduce<unknown>((value, key) => (value as Part)[key], this.#document) as Part;
  }

  /** A schema with the ones that it names, and no others: the whole description takes seconds to compile. */
  #mistakes(name: string, schema: Part, value: unknown): string[] {
    const known =
      this.#compiled.get(name) ?? this.#ajv.compile({ ...withNull(schema), components: this.#closure(schema) });
    this.#compiled.set(name, known);
    return known(value) ? [] : (known.errors ?? []).map(errorText);
  }

  #closure(schema: Part): Part {
    const found: Record<string, Record<string, Part>> = {};
    const waiting = [...refsIn(schema)];
    for (let ref = waiting.pop(); ref !== undefined; ref = waiting.pop()) {
      const [, , kind, name] = ref.split("/") as [string, string, string, string];
      found[kind] ??= {};
      if (found[kind][name]) continue;
      found[kind][name] = withNull(this.#at(ref));
      waiting.push(...refsIn(found[kind][name]));
    }
    return found;
  }
}

interface Template {
  readonly text: string;
  readonly pattern: RegExp;
}

function template(text: string): Template {
  const source = text.split(/(\{\w+\})/).map((part) => {
    const name = /^\{(\w+)\}$/.exec(part)?.[1];
    return name === undefined ? part.replaceAll(/[.*+?^$()|[\]\\]/g, "\\$&") : `(?<${name}>[^/]+)`;
  });
  return { text, pattern: new RegExp(`^${source.join("")}$`) };
}

/** Words of a path take precedence over its parameters. */
function byPrecision(a: Template, b: Template): number {
  const parameters = ({ text }: Template) => text.split("{").length;
  return parameters(a) - parameters(b);
}

function schemaIn(described: Part): Part | undefined {
  const content = described["content"] as Readonly<Record<string, { readonly schema: Part }>> | undefined;
  return content?.["application/json"]?.schema;
}

/** A schema with null as another case where a part is `nullable`: also beside `enum` and without `type`, as GitHub writes it. */
function withNull<T>(part: T): T {
  if (Array.isArray(part)) return part.map(withNull) as T;
  if (typeof part !== "object" || part === null) return part;
  const inner = Object.fromEntries(Object.entries(part).map(([key, value]) => [key, withNull(value)]));
  const { nullable, ...rest } = inner;
  return (nullable === true ? { anyOf: [rest, { type: "null" }] } : inner) as T;
}

function errorText({ instancePath, message, params }: ErrorObject): string {
  return `${instancePath || "it"} ${message} ${JSON.stringify(params)}`;
}

const BASIC_ERROR = {
  type: "object",
  required: ["message", "documentation_url", "status"],
  properties: { message: { type: "string" }, documentation_url: { type: "string" }, status: { type: "string" } },
};

const FORMATS = {
  "date-time": /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?(Z|[+-]\d\d:\d\d)$/,
  uri: (text: string) => URL.canParse(text),
};

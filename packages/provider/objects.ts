import type { ObjectKind } from "@genesys-flows/platform";
import { listAll, namedKind, type Organisation } from "@genesys-flows/platform";
import type { OperationLog } from "./engine/resource.ts";
import { validate } from "./engine/validate.ts";
import type { Properties, PropertyValue } from "./engine/values.ts";
import { architectIvr } from "./resources/architect-ivr.ts";
import { readRows } from "./resources/data-table/rows/live.ts";
import { plainResources } from "./resources/kinds.ts";
import { inputsFrom, outputsOf } from "./resources/plain/body.ts";
import { diffPlain } from "./resources/plain/diff.ts";
import { entity, idOf, pathOf, readLive } from "./resources/plain/live.ts";
import type { Json, LifeContext, PlainResourceSpec } from "./resources/plain/spec.ts";

/** An object of the organisation, in the form in which a program declares it. */
export interface LiveObject {
  readonly kind: string;
  readonly id: string;
  readonly name: string;
  /** Inputs of its resource, with ids and without the name. */
  readonly properties: Properties;
}

interface Listed {
  readonly id: string;
  readonly name: string;
  readonly live: Json;
}

const silent: OperationLog = { progress() {}, info() {}, warn() {}, note() {}, debug() {} };

/**
 * Objects of an organisation that files can declare. Reads them like the provider, but without an engine, and reads
 * each listing once.
 */
export class LiveObjects {
  readonly #context: LifeContext;
  readonly #lists = new Map<string, Promise<readonly Listed[]>>();
  readonly #names = new Map<string, Promise<string | undefined>>();

  constructor(organisation: Organisation, signal: AbortSignal) {
    this.#context = { organisation, client: organisation.client, log: silent, signal };
  }

  /** Id and spelling of each object with a kind and name, exact matches first. @throws ApiFailure */
  async named(kind: string, name: string): Promise<readonly { readonly id: string; readonly name: string }[]> {
    const wanted = name.toLowerCase();
    const found = (await this.#list(kind)).filter((one) => one.name.toLowerCase() === wanted);
    return found.sort((a, b) => Number(b.name === name) - Number(a.name === name));
  }

  /**
   * Content of an object, including properties that need separate requests; undefined if the object does not exist.
   * @param only properties to read; all by default
   * @throws ApiFailure
   */
  async read(kind: string, id: string, only?: ReadonlySet<string>): Promise<LiveObject | undefined> {
    const spec = specOf(kind);
    const live = await readLive(spec, this.#context, id);
    return live && this.#object(spec, { kind, id, live, only });
  }

  /**
   * Content of an object from the listing, if the listing can contain all of it; otherwise, the same as `read`. A
   * listing may show fewer properties than the object has.
   * @throws ApiFailure
   */
  async glance(kind: string, id: string, only?: ReadonlySet<string>): Promise<LiveObject | undefined> {
    const spec = specOf(kind);
    if (spec.readQuery) return this.read(kind, id, only);
    const listed = (await this.#list(kind)).find((one) => one.id === id);
    return listed && this.#object(spec, { kind, id, live: listed.live, only });
  }

  /** Rows of a data table, by key and without the key. @throws ApiFailure */
  async rows(table: string): Promise<ReadonlyMap<string, Readonly<Record<string, unknown>>>> {
    const rows = await readRows(this.#context, table);
    return new Map([...rows].map(([key, { key: _key, ...row }]) => [key, row]));
  }

  /** Name of an object by id, for any kind with a path by id; undefined if it cannot be read. */
  nameOf(kind: string, id: string): Promise<string | undefined> {
    const key = `${kind} ${id}`;
    const known = this.#names.get(key) ?? this.#readName(kind, id);
    this.#names.set(key, known);
    return known;
  }

  async #readName(kind: string, id: string): Promise<string | undefined> {
    const spec = plainResources.find((one) => kindOf(one) === kind);
    const path = spec ? pathOf(spec, id) : pathById(kind, id);
    if (path === undefined) return undefined;
    const listed = spec && (await this.#lists.get(kind))?.find((one) => one.id === id);
    if (listed) return listed.name;
    const answer = await this.#context.client.call({ method: "GET", path }, entity).catch(() => undefined);
    return answer && (spec ? nameIn(spec, answer) : textIn(answer["name"]));
  }

  async #object(
    spec: PlainResourceSpec,
    o: { kind: string; id: string; live: Json; only?: ReadonlySet<string> | undefined },
  ): Promise<LiveObject> {
    const parts = partsOf(spec).filter(({ property }) => o.only?.has(property) ?? true);
    const own = { ...spec, parts };
    const outputs = await outputsOf(own, this.#context, { id: o.id, live: o.live, inputs: {}, everything: true });
    const properties = inputsFrom(spec, outputs);
    const omitted = new Set([...namedBy(spec), ...(spec.declared?.omits ?? [])]);
    return {
      kind: o.kind,
      id: o.id,
      name: nameIn(spec, o.live) ?? o.id,
      properties: Object.fromEntries(
        Object.entries(properties).filter(([property]) => !omitted.has(property) && (o.only?.has(property) ?? true)),
      ),
    };
  }

  #list(kind: string): Promise<readonly Listed[]> {
    const known = this.#lists.get(kind) ?? this.#readList(specOf(kind));
    this.#lists.set(kind, known);
    return known;
  }

  async #readList(spec: PlainResourceSpec): Promise<readonly Listed[]> {
    if (typeof spec.path !== "string") throw new Error(`No listing contains every ${spec.noun}.`);
    const all = await listAll(this.#context.client, { path: spec.path }, entity);
    return all
      .filter(({ state }) => state !== "deleted")
      .map((live) => ({ id: idOf(spec, live, {}), name: nameIn(spec, live) ?? "", live }));
  }
}

/**
 * Paths of the properties in which a live object differs from its declaration, as an update would compare them:
 * `mediaSettingsCall.enableAutoAnswer`. Properties that the file does not set are not compared. Both arguments must use
 * names, or both must use ids.
 */
export function differences(kind: string, wanted: Properties, live: Properties): string[] {
  const spec = specOf(kind);
  const { inputs } = validate(wanted, spec.properties);
  const names = new Set(namedBy(spec));
  const compared = Object.fromEntries(Object.entries(spec.properties).filter(([property]) => !names.has(property)));
  const changes = diffPlain({ ...spec, properties: compared }, { inputs, oldInputs: inputs, state: live }).changes;
  return [...changes.keys()];
}

export type { Properties, PropertyValue };

function specOf(kind: string): PlainResourceSpec {
  const spec = plainResources.find(({ declared }) => declared?.kind === kind);
  if (!spec) throw new Error(`Files cannot declare objects of the kind '${kind}'.`);
  return spec;
}

function kindOf({ token, named, declared }: PlainResourceSpec): string | undefined {
  return token === architectIvr.token ? "ivr" : (declared?.kind ?? named?.kind);
}

function partsOf({ parts = [], declared }: PlainResourceSpec): NonNullable<PlainResourceSpec["parts"]> {
  return parts.filter(({ property, read }) => read !== undefined && !declared?.omits?.includes(property));
}

function nameProperty({ declared }: PlainResourceSpec): string {
  return declared?.name ?? "name";
}

/** Properties that together form the name of an entry: `INTEGRATION/ACTION` for a data action. */
function namedBy(spec: PlainResourceSpec): readonly string[] {
  return spec.declared?.kind === "dataAction" ? ["category", "name"] : [nameProperty(spec)];
}

function nameIn(spec: PlainResourceSpec, live: Json): string | undefined {
  const parts = namedBy(spec).map((property) => {
    const { api } = spec.properties[property] ?? {};
    return textIn(live[typeof api === "string" ? api : property]);
  });
  return parts.includes(undefined) ? undefined : parts.join("/");
}

function textIn(value: unknown): string | undefined {
  return typeof value === "string" && value !== "" ? value : undefined;
}

const OTHER_PATHS: Partial<Record<ObjectKind, string>> = {
  integration: "/api/v2/integrations",
  team: "/api/v2/teams",
};

function pathById(kind: string, id: string): string | undefined {
  const path = OTHER_PATHS[kind as ObjectKind] ?? namedKind(kind as Parameters<typeof namedKind>[0])?.path;
  return path === undefined ? undefined : `${path}/${encodeURIComponent(id)}`;
}

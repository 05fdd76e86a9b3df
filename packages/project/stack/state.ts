export interface ResourceUrn {
  readonly text: string;
  readonly project: string;
  readonly stack: string;
  readonly type: string;
  readonly name: string;
}

/** The parts of `urn:pulumi:<stack>::<project>::<type chain>::<name>`; undefined for any other string. */
export function parseUrn(text: string | undefined): ResourceUrn | undefined {
  const match = /^urn:pulumi:(.*?)::(.*?)::(.*?)::(.*)$/s.exec(text ?? "");
  if (!match) return undefined;
  const [whole, stack = "", project = "", types = "", name = ""] = match;
  return { text: whole, project, stack, type: types.split("$").at(-1) ?? types, name };
}

/** A resource in the engine's state. */
export interface StateResource {
  readonly urn: string;
  readonly type: string;
  readonly id?: string;
  /** True if the resource was replaced, and the engine deletes it at the end of an update. */
  readonly delete?: boolean;
  readonly inputs?: Readonly<Record<string, unknown>>;
  readonly outputs?: Readonly<Record<string, unknown>>;
}

/** The version that this stack last published. */
export interface Released {
  readonly name: string;
  /** Empty if unknown, because it could not be read or somebody else has published since. */
  readonly version: string;
  /** Empty if the content of the version is unknown. */
  readonly digest: string;
  readonly publishedBy?: string | undefined;
}

export interface PublishedFlow {
  readonly name: string;
  /** Empty if the published version is not from this stack. */
  readonly digest: string;
  /** Empty if nothing is published. */
  readonly publishedVersion: string;
  readonly publishedBy?: string | undefined;
  /** Undefined until this stack publishes the flow, because an import has no references. */
  readonly references?: object | undefined;
  readonly organizationId: string;
  /** The version that this stack last published; undefined if the other fields already contain it. */
  readonly released?: Released | undefined;
}

/** Whether the flow was imported and this stack has not published it yet. */
export function isImported({ references }: Pick<PublishedFlow, "references">): boolean {
  return references === undefined;
}

/** The version that this stack last published. A refresh may have recorded somebody else's version in the state. */
export function releasedOf(state: PublishedFlow): Released {
  const { name, publishedVersion: version, digest, publishedBy } = state;
  return state.released ?? { name, version, digest, publishedBy };
}

export function publishedFlowOf(outputs: Readonly<Record<string, unknown>>): PublishedFlow {
  return {
    name: text(outputs["name"]) ?? "",
    digest: text(outputs["digest"]) ?? "",
    publishedVersion: text(outputs["publishedVersion"]) ?? "",
    publishedBy: text(outputs["publishedBy"]),
    references: mapOf(outputs["references"]),
    organizationId: text(outputs["organizationId"]) ?? "",
    released: releasedIn(mapOf(outputs["released"])),
  };
}

function releasedIn(map: Readonly<Record<string, unknown>> | undefined): Released | undefined {
  const publishedBy = text(map?.["publishedBy"]);
  return (
    map && {
      name: text(map["name"]) ?? "",
      version: text(map["version"]) ?? "",
      digest: text(map["digest"]) ?? "",
      ...(publishedBy !== undefined && { publishedBy }),
    }
  );
}

export interface RecordedFlow {
  readonly urn: ResourceUrn;
  readonly id: string;
  readonly state: PublishedFlow;
  readonly inputs: {
    readonly digest: string | undefined;
    /** The version that the flow's document was exported from. */
    readonly importedVersion?: string | undefined;
  };
}

export const FLOW = "genesyscloud:index/flow:Flow";

export function recordedFlows(resources: readonly StateResource[]): RecordedFlow[] {
  return resources.flatMap(({ urn: named, type, id, delete: isReplaced, inputs = {}, outputs = {} }) => {
    const urn = parseUrn(named);
    if (type !== FLOW || !urn || !id || isReplaced) return [];
    const { digest, importedVersion } = inputs;
    return [
      {
        urn,
        id,
        state: publishedFlowOf(outputs),
        inputs: { digest: text(digest), importedVersion: text(importedVersion) },
      },
    ];
  });
}

function text(value: unknown): string | undefined {
  return typeof value === "string" ? value : undefined;
}

function mapOf(value: unknown): Readonly<Record<string, unknown>> | undefined {
  const isMap = value !== null && typeof value === "object" && !Array.isArray(value);
  return isMap ? (value as Readonly<Record<string, unknown>>) : undefined;
}

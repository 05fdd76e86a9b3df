import {
  type ArchyDocument,
  type ArchyMap,
  archyFromBody,
  digest,
  type FlowGraph,
  lift,
  parseArchy,
} from "@genesys-flows/architect";
import { type FlowEntity, type FlowVersion, isOlder, readMark, withoutMark } from "@genesys-flows/platform";
import type { Context } from "../context.ts";
import { newExport } from "../live/exports.ts";
import type { OpenStack } from "../open-stack.ts";

/** The published versions of one flow, and their exports, each requested on first use. */
export class PublishedVersions {
  readonly flow: FlowEntity;
  readonly #stack: OpenStack;
  readonly #context: Context;
  readonly #exports = new Map<string, Promise<ArchyDocument>>();
  #all: Promise<readonly FlowVersion[]> | undefined;

  constructor(flow: FlowEntity, stack: OpenStack, context: Context) {
    this.flow = flow;
    this.#stack = stack;
    this.#context = context;
  }

  /** All published versions, newest first, without drafts. @throws ApiFailure */
  all(): Promise<readonly FlowVersion[]> {
    this.#all ??= this.#listed();
    return this.#all;
  }

  async #listed(): Promise<readonly FlowVersion[]> {
    const versions = await this.#stack.flows.versions(this.flow.id);
    // Adds the current version if the listing does not have it yet.
    const present = this.flow.publishedVersion;
    const isListed = versions.some(({ id }) => id === present?.id);
    return [...(present && !isListed ? [present] : []), ...versions]
      .filter(({ id, datePublished }) => datePublished != null || id === present?.id)
      .sort((a, b) => (isOlder(a.id, b.id) ? 1 : isOlder(b.id, a.id) ? -1 : 0));
  }

  /** The version with an id such as `3.0` or `3`. @throws ApiFailure */
  async named(text: string): Promise<FlowVersion | undefined> {
    return (await this.all()).find(({ id }) => id === text || id === `${text}.0`);
  }

  /** The version that was published before the given one. @throws ApiFailure */
  async before(version: string): Promise<string | undefined> {
    const all = await this.all();
    return all[all.findIndex(({ id }) => id === version) + 1]?.id;
  }

  /** The export of a version. @throws ExportFailed, ApiFailure; DiagnosticError for an export that cannot be read */
  exported(version: string): Promise<ArchyDocument> {
    const known = this.#exports.get(version);
    if (known) return known;
    const reading = newExport(this.#stack, this.flow, version, this.#context).then(({ text, file }) =>
      parseArchy(text, { file }),
    );
    this.#exports.set(version, reading);
    return reading;
  }
}

/** A version as text: `version 3.0, published by Ann at 2026-01-02T03:04:05.000Z` */
export function describedVersion({ id, datePublished, createdBy, createdByClient }: FlowVersion): string {
  const who = createdBy?.name ?? createdByClient?.name;
  const by = who ? ` by ${who}` : "";
  return `version ${id}${datePublished ? `, published${by} at ${datePublished}` : ""}`;
}

/**
 * The content of a version for comparisons: without the name, the description and the names that Architect renumbers.
 */
export function contentOf({ flowType, body, file }: ArchyDocument): string {
  const { description: _description, ...rest } = body;
  return digest(archyFromBody(flowType, { ...rest, name: "-" }, { file }));
}

/** The digest in the ownership mark of a version, if the mark is the stack's. An edit in Architect keeps the mark. */
export function markedDigest({ body }: ArchyDocument, o: { project: string; stack: string }): string | undefined {
  const { description } = body;
  const mark = typeof description === "string" ? readMark(description) : undefined;
  return mark?.project === o.project && mark.stack === o.stack ? mark.digest : undefined;
}

/** The body of an exported document under a given name, without the ownership mark, which differs in each version. */
export function unmarkedBody({ body, name: own }: ArchyDocument, named?: string): ArchyMap {
  const { name = own, description, ...rest } = body;
  const text = typeof description === "string" ? withoutMark(description) : "";
  return { name: named ?? name, ...(text && { description: text }), ...rest };
}

export function unmarkedGraph(document: ArchyDocument, o?: Parameters<typeof lift>[1]): FlowGraph {
  const { description: written, ...graph } = lift(document, o);
  const description = withoutMark(written ?? "");
  return { ...graph, ...(description && { description }) };
}

import { type ArchyDocument, type ArchyValue, isMap } from "@genesys-flows/architect";
import { readMark } from "@genesys-flows/platform";
import type { FlowUnit } from "@genesys-flows/project";
import type { KeptRelease } from "@genesys-flows/report/account";
import type { OpenStack } from "../open-stack.ts";
import { contentOf, markedDigest, type PublishedVersions } from "./versions.ts";

/** The digest of the document that a stack published as a version. */
export interface PublishedDigest {
  readonly digest: string;
  /** The deployed commit, from the release notes. */
  readonly commit?: string;
  /**
   * The export of the version, if only the ownership mark contains the digest and the live version has the same mark.
   * In this case, a source with this digest must also have the content of the export.
   */
  readonly toCompare?: ArchyDocument;
}

/** The digest in the release notes, which the update verified. */
export function releasedDigest(
  releases: readonly KeptRelease[],
  { id, version }: { readonly id: string; readonly version: string },
): PublishedDigest | undefined {
  for (const { flows, commit } of releases) {
    const found = Object.values(flows).find((flow) => flow.id === id && flow.publishedVersion === version);
    if (found && found.digest !== "") return { digest: found.digest, ...withoutPlus(commit) };
  }
  return undefined;
}

/** A commit id without the `+` that release notes append if files differed from the commit. */
export function withoutPlus(commit: string | undefined): { commit?: string } {
  return commit === undefined ? {} : { commit: commit.replace(/\+$/, "") };
}

/**
 * The digest in a version's ownership mark, if this stack published the version. Only the stack writes a new mark; an
 * edit in Architect keeps the mark of the previous version. So the version must have the same content as the first of
 * the consecutive versions with this mark.
 * @returns undefined if the stack did not publish the version
 * @throws ExportFailed, ApiFailure, DiagnosticError
 */
export async function digestInMark(
  versions: PublishedVersions,
  version: string,
  stack: OpenStack,
): Promise<PublishedDigest | undefined> {
  const document = await versions.exported(version);
  const digest = markedDigest(document, stack);
  if (digest === undefined) return undefined;
  let first = document;
  for (let at = await versions.before(version); at !== undefined; at = await versions.before(at)) {
    const before = await versions.exported(at);
    if (markedDigest(before, stack) !== digest) break;
    first = before;
  }
  if (contentOf(first) !== contentOf(document)) return undefined;
  const isOfLive = readMark(versions.flow.description)?.digest === digest;
  return { digest, ...(isOfLive && { toCompare: document }) };
}

export function isPublishedAs(unit: FlowUnit | undefined, { digest, toCompare }: PublishedDigest): boolean {
  return unit?.digest === digest && (!toCompare || isWithin(unit.document, toCompare));
}

/**
 * Whether an export contains everything in a document. The reverse is not checked, because the platform adds defaults.
 * Names that Architect generates are ignored.
 */
export function isWithin(document: ArchyDocument, exported: ArchyDocument): boolean {
  const { description: _own, name: _name, division: _division, ...body } = document.body;
  return document.flowType === exported.flowType && within(body, exported.body);
}

function within(value: ArchyValue | undefined, other: ArchyValue | undefined): boolean {
  if (Array.isArray(value))
    return (
      (Array.isArray(other) ? other : []).length === value.length &&
      value.every((item, index) => within(item, (other as ArchyValue[])[index]))
    );
  if (isMap(value)) {
    if (value["noValue"] === true || isEmpty(value)) return true;
    return isMap(other) && Object.entries(value).every(([key, item]) => isName(key) || within(item, other[key]));
  }
  return value === null || value === other || (isMap(other) && other["lit"] === value);
}

/** Whether a key is a name that Architect generates. */
function isName(key: string): boolean {
  return key === "refId" || key.endsWith("Ref") || key === "trackingId" || key === "referencedObjects";
}

function isEmpty(value: ArchyValue): boolean {
  return (
    isMap(value) && Object.values(value).every((item) => (Array.isArray(item) && item.length === 0) || isEmpty(item))
  );
}

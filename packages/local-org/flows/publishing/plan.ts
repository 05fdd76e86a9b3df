import {
  type ArchyDocument,
  type ArchyReference,
  documentPlaces,
  type FlowType,
  flowTypes,
} from "@genesys-flows/architect";
import type { DependencyRow } from "../dependency-table.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { Finding } from "../validation/findings.ts";
import { type ResolvedReference, resolveReferences } from "../validation/resolve.ts";
import { surveyOf } from "../validation/survey.ts";
import { validateDocument } from "../validation/validate.ts";
import { parseVersion } from "../version-table.ts";
import type { FlowAsSeen, OrganisationView } from "./organisation-view.ts";

/** A flow that a document refers to and that does not exist. */
export interface StubFlow {
  readonly type: FlowType;
  readonly name: string;
}

/** The effects of publishing a document, before anything is written. */
export interface PublishPlan {
  readonly findings: readonly Finding[];
  /** Whether the findings contain no error. */
  readonly publishable: boolean;
  /** Stubs to create first; empty unless the job requests stubs. */
  readonly stubs: readonly StubFlow[];
}

/**
 * Plans the publication of a document in an organisation. This is a pure function, so that validate jobs and publish
 * jobs agree.
 */
export function planPublish(
  document: ArchyDocument,
  organisation: OrganisationView,
  { createStubs = false }: { createStubs?: boolean } = {},
): PublishPlan {
  const resolved = resolveReferences(document, organisation);
  const places = documentPlaces(document);
  const survey = surveyOf(document);
  const findings = validateDocument({
    document,
    resolved,
    places,
    survey,
    organisation,
    createStubs,
  });
  return {
    findings,
    publishable: findings.every((finding) => finding.type !== "Error"),
    stubs: createStubs ? stubFlows(resolved) : [],
  };
}

function stubFlows(resolved: readonly ResolvedReference[]): StubFlow[] {
  const stubs = new Map<string, StubFlow>();
  for (const entry of resolved) {
    if (entry.state !== "missing" || !entry.flowType) continue;
    const { name } = entry.reference;
    stubs.set(`${entry.flowType} ${name.toLowerCase()}`, { type: entry.flowType, name });
  }
  return [...stubs.values()];
}

/**
 * The dependencies of a new version of the document. For each embedded common module or bot, the current published
 * version is the snapshot in the new version (reference/archy.md §c).
 */
export function documentDependencies(document: ArchyDocument, organisation: OrganisationView): DependencyRow[] {
  const resolved = resolveReferences(document, organisation);
  const all = resolved.flatMap(dependency);
  return [...new Map(all.map((d) => [`${d.objectType} ${d.objectId} ${d.objectVersion}`, d])).values()];
}

/** The dependency for a reference. References that are resolved by name when the flow runs are not tracked. */
function dependency(entry: ResolvedReference): DependencyRow[] {
  if (entry.reference.lookup) return [];
  if (entry.state === "flow") {
    const { id, name, type } = entry.flow;
    const objectType = flowTypes[type].dependencyType;
    return [
      { objectId: id, objectName: name, objectType, objectVersion: embeddedVersion(entry.reference, entry.flow) },
    ];
  }
  const objectType = referenceKinds[entry.reference.kind].dependencyType;
  if (entry.state !== "object" || !objectType) return [];
  const { id, name } = entry.object;
  return [{ objectId: id, objectName: name, objectType, objectVersion: null }];
}

function embeddedVersion(reference: ArchyReference, flow: FlowAsSeen): number | null {
  if (referenceKinds[reference.kind].flow !== "embedded" || flow.publishedVersion === undefined) return null;
  return parseVersion(flow.publishedVersion) ?? null;
}

import {
  type ArchyDocument,
  type ArchyReference,
  documentPlaces,
  type FlowType,
  flowTypes,
  references,
} from "@genesys-flows/architect";
import type { DependencyRow } from "../dependency-table.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { Finding } from "../validation/findings.ts";
import { type ResolvedReference, resolveReferences } from "../validation/resolve.ts";
import { surveyOf } from "../validation/survey.ts";
import { validateDocument } from "../validation/validate.ts";
import type { FlowAsSeen, OrganisationView } from "../validation/view.ts";
import { parseVersion } from "../version-table.ts";

/** A flow that a document names and the organisation lacks. */
export interface StubFlow {
  readonly type: FlowType;
  readonly name: string;
}

/** What publishing a document means, before anything is written. */
export interface PublishPlan {
  readonly findings: readonly Finding[];
  /** No errors among the findings. */
  readonly publishable: boolean;
  /** To be created first; empty unless stubs were asked for. */
  readonly stubs: readonly StubFlow[];
}

/**
 * Decides what publishing a document means in an organisation: pure, so that a validation and a publish job agree.
 */
export function planPublish(
  document: ArchyDocument,
  organisation: OrganisationView,
  o: { createStubs: boolean },
): PublishPlan {
  const named = references(document);
  const resolved = resolveReferences(document, named, organisation);
  const places = documentPlaces(document);
  const survey = surveyOf(document);
  const findings = validateDocument({ document, references: named, resolved, places, survey, organisation, ...o });
  return {
    findings,
    publishable: findings.every((finding) => finding.type !== "Error"),
    stubs: o.createStubs ? stubFlows(resolved) : [],
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
 * What a new version of the document uses. Each embedded common module or bot is taken at its present published version:
 * that is the snapshot which stays with the version (reference/archy.md §c).
 */
export function documentDependencies(document: ArchyDocument, organisation: OrganisationView): DependencyRow[] {
  const resolved = resolveReferences(document, references(document), organisation);
  const all = resolved.flatMap(dependency);
  return [...new Map(all.map((d) => [`${d.objectType} ${d.objectId} ${d.objectVersion}`, d])).values()];
}

/** What is looked up by name when the flow runs is not tracked. */
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

import {
  type ArchyDocument,
  type ArchyReference,
  type FlowType,
  flowTypes,
  references,
} from "@genesys-flows/architect";
import { compatibleFlowTypes } from "../document/model.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { FlowAsSeen, NamedObject, OrganisationView } from "../publishing/organisation-view.ts";

/** A reference in a document and the object with that name. */
export type ResolvedReference =
  /** The organisation does not support the kind, so the object is unknown. */
  | { readonly state: "unverified"; readonly reference: ArchyReference }
  | { readonly state: "missing"; readonly reference: ArchyReference; readonly flowType?: FlowType }
  /** The flow that is being published for the first time. */
  | { readonly state: "itself"; readonly reference: ArchyReference }
  | { readonly state: "object"; readonly reference: ArchyReference; readonly object: NamedObject }
  | { readonly state: "flow"; readonly reference: ArchyReference; readonly flow: FlowAsSeen };

/** Resolves every reference, in document order. */
export function resolveReferences(document: ArchyDocument, organisation: OrganisationView): ResolvedReference[] {
  return references(document).map((reference) => resolve(document, reference, organisation));
}

function resolve(
  document: ArchyDocument,
  reference: ArchyReference,
  organisation: OrganisationView,
): ResolvedReference {
  const kind = referenceKinds[reference.kind];
  if (kind.flow) {
    const types = targetTypes(document, reference);
    for (const type of types) {
      const flow = organisation.flow(type, reference.name);
      if (flow) return { state: "flow", reference, flow };
    }
    const itself = types.includes(document.flowType) && reference.name.toLowerCase() === document.name.toLowerCase();
    return itself ? { state: "itself", reference } : { state: "missing", reference, flowType: types[0] };
  }
  if (reference.kind === "dataAction") {
    if (!organisation.keeps("dataAction")) return { state: "unverified", reference };
    const object = organisation.dataAction(reference.category ?? "", reference.name);
    return object ? { state: "object", reference, object } : { state: "missing", reference };
  }
  if (!kind.directoryKind || !organisation.keeps(kind.directoryKind)) return { state: "unverified", reference };
  const object = organisation.named(kind.directoryKind, reference.name);
  return object ? { state: "object", reference, object } : { state: "missing", reference };
}

/** Dependency-tracking types that a referenced object may have. */
export function dependencyTypes(document: ArchyDocument, reference: ArchyReference): string[] {
  const { flow, dependencyType } = referenceKinds[reference.kind];
  if (flow) return targetTypes(document, reference).map((type) => flowTypes[type].dependencyType);
  return dependencyType === undefined ? [] : [dependencyType];
}

const EMBEDDED_TYPES: Partial<Record<ArchyReference["kind"], FlowType>> = {
  commonModule: "commonModule",
  botFlow: "botFlow",
  digitalBotFlow: "digitalBot",
};

/** Possible types of the referenced flow, the most likely first. */
function targetTypes(document: ArchyDocument, reference: ArchyReference): FlowType[] {
  const embedded = EMBEDDED_TYPES[reference.kind];
  if (embedded) return [embedded];
  if (reference.flowType) return [reference.flowType];
  if (reference.kind === "inqueueFlow") return ["inqueueCall", "inqueueShortMessage", "inqueueEmail"];
  if (document.flowType === "commonModule") return compatibleFlowTypes(document);
  return [flowTypes[document.flowType].transferFlow ?? document.flowType];
}

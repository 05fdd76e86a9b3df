import { type ArchyDocument, checkFlow, DiagnosticError, documentPlaces, parseArchy } from "@genesys-flows/architect";
import type { OrganisationView } from "../../../packages/local-org/flows/publishing/organisation-view.ts";
import { planPublish } from "../../../packages/local-org/flows/publishing/plan.ts";

/** A finding about a document. */
export interface Remark {
  readonly code: string;
  readonly text: string;
  readonly refuses: boolean;
  /** Of the place in the document; undefined where it names none. */
  readonly line: number | undefined;
}

/** Verdict on a document: refused, accepted with a remark, or accepted without one. */
export type Verdict = "refuses" | "warns" | "silent";

/** An organisation that has everything a document names, but flows, which become stubs. */
export const everything: OrganisationView = {
  keeps: () => true,
  named: (_kind, name) => ({ id: name, name }),
  flow: () => undefined,
  dataAction: (_integration, name) => ({ id: name, name }),
};

/** The findings of `flowctl check` on an export alone. */
export function kernelRemarks(text: string): Remark[] {
  return remarks(text, (document) =>
    checkFlow(document).map(({ code, message, severity, location }) => ({
      code,
      text: message,
      refuses: severity === "error",
      line: location?.line,
    })),
  );
}

/** What a publish job of the embedded organisation says of it: the line of the place that the text of each message names. */
export function organisationRemarks(text: string): Remark[] {
  return remarks(text, (document) => {
    const places = documentPlaces(document);
    const { findings } = planPublish(document, everything, { createStubs: true });
    return findings.map(({ code, type, text: message }) => {
      const path = places.pathIn(message);
      return { code, text: message, refuses: type === "Error", line: path && document.locate(path).line };
    });
  });
}

/** The remarks whose code the first ones do not have. */
export function added(before: readonly Remark[], after: readonly Remark[]): Remark[] {
  const known = new Set(before.map(({ code }) => code));
  return after.filter(({ code }) => !known.has(code));
}

export function verdictOf(found: readonly Remark[]): Verdict {
  if (found.some(({ refuses }) => refuses)) return "refuses";
  return found.length > 0 ? "warns" : "silent";
}

/** What cannot be read is refused, by both. */
function remarks(text: string, judge: (document: ArchyDocument) => Remark[]): Remark[] {
  try {
    return judge(parseArchy(text, { file: "flow.yaml" }));
  } catch (error) {
    if (!(error instanceof DiagnosticError)) throw error;
    return error.diagnostics.map(({ code, message, location }) => ({
      code,
      text: message,
      refuses: true,
      line: location?.line,
    }));
  }
}

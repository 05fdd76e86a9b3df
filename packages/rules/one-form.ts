import type { Diagnostic } from "@genesys-flows/architect";

/**
 * The forms of a flow that are judged: its definition, the document compiled from it, an export of that document from the
 * platform, and a resource with the document that no flow file describes.
 */
export const flowForms = ["definition", "compiled document", "re-export", "resource"] as const;
export type FlowForm = (typeof flowForms)[number];

/** Findings that not every form of a flow can have. */
export interface OneForm {
  readonly codes: readonly Diagnostic["code"][];
  readonly forms: readonly FlowForm[];
  readonly reason: string;
}

/**
 * Where the forms of one flow are judged differently, and why. Everything else is found in all of them: test/verdict compares
 * them.
 */
export const onlyInOneForm: readonly OneForm[] = [
  {
    codes: ["fault-handling"],
    forms: ["definition", "compiled document", "resource"],
    reason:
      "The platform fills in its own fault handling where a flow has none, so that an export does not show that nobody chose it.",
  },
  {
    codes: ["incompatible-module", "module-call-transitions", "unknown-input", "unknown-output"],
    forms: ["definition", "compiled document", "re-export"],
    reason:
      "What a called module takes, gives and ends with is in its own file. A resource alone knows the module's name. The sidecar of a compiled document has the outcomes.",
  },
  {
    codes: ["literal-guid"],
    forms: ["re-export", "resource"],
    reason: "A definition and its sidecar know that an id is a value of the stack, which is right there.",
  },
  {
    codes: [
      "missing-call-transition",
      "outcome-never-reached",
      "unknown-module",
      "unknown-outcome",
      "unknown-variable-type",
    ],
    forms: ["definition"],
    reason: "A definition with such a mistake is not compiled, so the other forms do not exist.",
  },
  {
    codes: ["duplicate-part-name", "duplicate-ref-id", "external-ref", "not-an-action", "unknown-output-path"],
    forms: ["re-export", "resource"],
    reason: "A definition has no such parts: compiling it writes them, without the mistake.",
  },
  {
    codes: ["never-read"],
    forms: ["compiled document", "re-export", "resource"],
    reason:
      "A definition that reads a misspelt variable shows that the variable which is meant is not forgotten. What is published declares both.",
  },
  {
    codes: ["empty-expression", "property-form", "undeclared-variable", "unknown-export-action"],
    forms: ["re-export", "resource"],
    reason: "A definition refuses what an export may have, or compiling it completes it.",
  },
];

import type { Diagnostic } from "@genesys-flows/architect";

/**
 * The forms of a flow that are checked: its definition, the document compiled from it, an export of that document from
 * the platform, and a resource with the document but without a flow file.
 */
export const flowForms = ["definition", "compiled document", "re-export", "resource"] as const;
export type FlowForm = (typeof flowForms)[number];

/** Findings that only some forms of a flow can have. */
export interface OneForm {
  readonly codes: readonly Diagnostic["code"][];
  readonly forms: readonly FlowForm[];
  readonly reason: string;
}

/**
 * Findings that differ between the forms of one flow, and why. All other findings are the same for all forms, as
 * test/verdict verifies.
 */
export const onlyInOneForm: readonly OneForm[] = [
  {
    codes: ["fault-handling"],
    forms: ["definition", "compiled document", "resource"],
    reason:
      "The platform adds fault handling to a flow without fault handling. An export does not show that nobody chose this fault handling.",
  },
  {
    codes: ["incompatible-module", "module-call-transitions", "unknown-input", "unknown-output"],
    forms: ["definition", "compiled document", "re-export"],
    reason:
      "The inputs, outputs and outcomes of a called module are in the module's own file. A resource only has the module's name; the sidecar of a compiled document has the outcomes.",
  },
  {
    codes: ["literal-guid"],
    forms: ["re-export", "resource"],
    reason: "A definition and its sidecar show that an id comes from a value of the stack, which is allowed.",
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
    reason: "A definition with such an error is not compiled, so the other forms do not exist.",
  },
  {
    codes: ["duplicate-part-name", "duplicate-ref-id", "external-ref", "not-an-action", "unknown-output-path"],
    forms: ["re-export", "resource"],
    reason: "A definition does not contain these parts. The compiler generates them without the error.",
  },
  {
    codes: ["never-read"],
    forms: ["compiled document", "re-export", "resource"],
    reason:
      "A definition that reads a misspelt variable shows which variable was meant, so the intended variable does not count as unused. The published document declares both.",
  },
  {
    codes: ["empty-expression", "property-form", "undeclared-variable", "unknown-export-action"],
    forms: ["re-export", "resource"],
    reason: "A definition does not accept the part that an export may have, or the compiler completes this part.",
  },
];

import { type ArchyDocument, printable } from "@genesys-flows/architect";
import type { ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { isListed, readBaseline } from "./baseline.ts";
import { readFlowDocument } from "./flow-document.ts";
import { moduleCallViolations, type Violation, violationText } from "./violations.ts";

const FLOW = "genesyscloud:index/flow:Flow";

const RULE =
  "Every module call has a way on for each outcome of the module and for `error`, and its flow says something when an action fails.";

/**
 * Stops the update for each module call without a way on, and for a silent fault handling beside module calls, in
 * definitions, exports and bare resources alike. What `baseline.json` lists is left to the advisory twin.
 */
export const moduleCallTransitions: ResourceValidationPolicy = {
  name: "module-call-transitions",
  description: RULE,
  enforcementLevel: "mandatory",
  validateResource: reporting((violation, listed) => (listed ? undefined : violationText(violation)), {
    unjudged: (text, key) => `The flow "${key}" may have module calls without a way on. ${text}`,
  }),
};

/** Reminds of the violations that `baseline.json` lists. */
export const moduleCallTransitionsBaseline: ResourceValidationPolicy = {
  name: "module-call-transitions-baseline",
  description: `${RULE} Exports that were there before the rule are listed in policies/baseline.json and only warn.`,
  enforcementLevel: "advisory",
  validateResource: reporting((violation, listed) =>
    listed ? `${violationText(violation)} It is listed in policies/baseline.json.` : undefined,
  ),
};

/** Violations of documents that one of the two policies was asked about before. */
const known = new WeakMap<ArchyDocument, readonly Violation[]>();

function reporting(
  textOf: (violation: Violation, listed: boolean) => string | undefined,
  /** What is said of a document that cannot be judged; nothing where another policy of the same rule says it. */
  o: { readonly unjudged?: (text: string, key: string) => string } = {},
) {
  return async (args: ResourceValidationArgs, report: ReportViolation): Promise<void> => {
    if (args.type !== FLOW) return;
    const read = await readFlowDocument(args.props);
    if (!read) return;
    if ("unjudged" in read) {
      if (o.unjudged) report(printable(o.unjudged(read.unjudged, args.name)));
      return;
    }
    const violations = known.get(read.document) ?? moduleCallViolations(read.document, { key: args.name, ...read });
    known.set(read.document, violations);
    const baseline = readBaseline();
    for (const violation of violations) {
      const text = textOf(violation, isListed(violation, baseline));
      if (text !== undefined) report(printable(text));
    }
  };
}

import { type ArchyDocument, printable } from "@genesys-flows/architect";
import type { ReportViolation, ResourceValidationArgs, ResourceValidationPolicy } from "@pulumi/policy";
import { isListed, readBaseline } from "./baseline.ts";
import { readFlowDocument } from "./flow-document.ts";
import { moduleCallViolations, type Violation, violationText } from "./violations.ts";

const FLOW = "genesyscloud:index/flow:Flow";

const RULE =
  "Every module call has a transition for each outcome of the module and for `error`, and its flow has fault handling that callers hear.";

/**
 * Stops the update for each module call without its transitions, and for silent fault handling in a flow with module calls, in
 * definitions, exports and bare resources. The advisory twin reports what `baseline.json` lists.
 */
export const moduleCallTransitions: ResourceValidationPolicy = {
  name: "module-call-transitions",
  description: RULE,
  enforcementLevel: "mandatory",
  validateResource: reporting((violation, listed) => (listed ? undefined : violationText(violation)), {
    unchecked: (text, key) => `The flow "${key}" may have module calls without transitions. ${text}`,
  }),
};

/** Warns of the violations that `baseline.json` lists. */
export const moduleCallTransitionsBaseline: ResourceValidationPolicy = {
  name: "module-call-transitions-baseline",
  description: `${RULE} Older violations in exports are listed in policies/baseline.json and only warn.`,
  enforcementLevel: "advisory",
  validateResource: reporting((violation, listed) =>
    listed ? `${violationText(violation)} It is listed in policies/baseline.json.` : undefined,
  ),
};

/** Violations of the documents that one of the two policies has checked. */
const known = new WeakMap<ArchyDocument, readonly Violation[]>();

function reporting(
  textOf: (violation: Violation, listed: boolean) => string | undefined,
  /** What to report of a document that cannot be checked; absent where another policy of the same rule reports it. */
  o: { readonly unchecked?: (text: string, key: string) => string } = {},
) {
  return async (args: ResourceValidationArgs, report: ReportViolation): Promise<void> => {
    if (args.type !== FLOW) return;
    const read = await readFlowDocument(args.props);
    if (!read) return;
    if ("unchecked" in read) {
      if (o.unchecked) report(printable(o.unchecked(read.unchecked, args.name)));
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

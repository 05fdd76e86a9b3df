import { hasStandInName } from "../archy/modules.ts";
import type { ArchyDocument } from "../archy/types.ts";
import type { KernelCode } from "../codes/kernel-codes.ts";
import type { Diagnostic } from "../diagnostic.ts";
import type { FlowGraph, ModuleContract } from "../graph/types.ts";
import { NameMap } from "../name-map.ts";
import { followOns, runChecks } from "./check.ts";
import { duplicateNames, type FlowToCheck, moduleCycles } from "./checks/across-flows.ts";
import { flowChecks, partChecks } from "./registry.ts";
import { type CheckOptions, type Subject, subjectOf } from "./subject.ts";

/**
 * All offline findings for one flow. An export is checked as a document, a definition as its graph from `toGraph`. The
 * severity is `error` for something that the platform would refuse or that cannot be intended, `warning` for something
 * that a real export may legitimately contain, and `note` for something that cannot be checked offline
 * (docs/diagnostics.md).
 */
export function checkFlow(flow: ArchyDocument | FlowGraph, options: CheckOptions = {}): Diagnostic[] {
  return runChecks(subjectOf(flow, options), flowChecks);
}

/**
 * The findings with the given codes, in a flow that is prepared for checks. Runs only the checks that report those
 * codes, and the checks whose findings may be the cause of such findings.
 */
export function checkCodes(subject: Subject, codes: readonly KernelCode[]): Diagnostic[] {
  const wanted = new Set<string>(codes);
  const needed = new Set<string>(codes.flatMap((code) => [code, ...(followOns.get(code) ?? [])]));
  const checks = flowChecks.filter((check) => check.codes.some((code) => needed.has(code)));
  return runChecks(subject, checks).filter(({ code }) => wanted.has(code));
}

/**
 * Other errors in a definition that already has errors. Errors at the locations of known errors are omitted, because
 * they would only repeat the known errors.
 *
 * @param graph from `toGraphInParts`
 * @param o.known the known errors
 * @param o.inParts set if the definition could only be read in part; only single actions, values and expressions are
 *   then checked
 */
export function checkBeside(
  graph: FlowGraph,
  o: { readonly known: readonly Diagnostic[]; readonly inParts: boolean },
  options: CheckOptions = {},
): Diagnostic[] {
  const found = o.inParts ? runChecks(subjectOf(graph, options), partChecks) : checkFlow(graph, options);
  const place = ({ location }: Diagnostic) => `${location?.file}:${location?.line}:${location?.column}`;
  const taken = new Set(o.known.map(place));
  return found.filter((finding) => finding.severity === "error" && !taken.has(place(finding)));
}

/** All offline findings in related flows, both within each flow and across flows. */
export function checkFlows(flows: readonly FlowToCheck[]): Diagnostic[] {
  const contract = contractsOf(flows);
  return [
    ...duplicateNames(flows),
    ...moduleCycles(flows),
    ...flows.flatMap(({ key, document, graph, filledIn }) =>
      document
        ? checkFlow(document, { key, graph, contract })
        : checkFlow(graph, { key, contract, ...(filledIn && { filledIn }) }),
    ),
  ];
}

/** The contracts of all modules among the flows, by display name. */
export function contractsOf(flows: readonly FlowToCheck[]): (moduleName: string) => ModuleContract | undefined {
  const contracts = new NameMap(
    flows.flatMap(({ contract, graph, document }) => {
      const known = contract ?? graph.module;
      return known && !(document && hasStandInName(document)) ? [[graph.name, known] as const] : [];
    }),
  );
  return (name) => contracts.get(name);
}

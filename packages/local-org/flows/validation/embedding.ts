import type { ArchyPath, ArchyReference, ArchyValue } from "@genesys-flows/architect";
import { isMap, valueAt } from "../document/model.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import { type Check, type CheckContext, type Finding, finding } from "./findings.ts";
import type { FlowAsSeen } from "./view.ts";

/** Calls of common modules and bots: nesting, compatible flow types, names of inputs and outputs. */
export const checkEmbedding: Check = (context) =>
  context.resolved.flatMap((entry) => {
    const nested = nesting(context, entry.reference);
    const selected = selectors(context, entry.reference);
    if (entry.state !== "flow") return [...nested, ...selected];
    return [
      ...nested,
      ...selected,
      ...compatibility(context, entry.reference, entry.flow),
      ...bindings(context, entry.reference, entry.flow),
    ];
  });

/** "You cannot use a common module flow in another common module flow" (reference/archy.md §c). */
function nesting({ document, places }: CheckContext, reference: ArchyReference): Finding[] {
  if (document.flowType !== "commonModule" || reference.kind !== "commonModule") return [];
  return [
    finding(places, {
      code: "module-in-module",
      problem: "a common module flow cannot be used in another common module flow",
      path: reference.path,
      name: reference.name,
      explanation: `'${document.name}' is a common module and calls the common module '${reference.name}'.`,
    }),
  ];
}

/** The only version that a call can name; no other is known (reference/archy.md §b). */
const SELECTOR = "ver_latestPublished";

function selectors({ document, places }: CheckContext, reference: ArchyReference): Finding[] {
  if (referenceKinds[reference.kind].flow !== "embedded") return [];
  const call = valueAt(document.body, reference.path);
  if (!isMap(call)) return [];
  return Object.keys(call)
    .filter((selector) => selector !== SELECTOR)
    .map((selector) =>
      finding(places, {
        code: "unknown-version-selector",
        problem: "no matches",
        path: [...reference.path, selector],
        explanation: `Under the name '${reference.name}', write '${SELECTOR}', not '${selector}'.`,
      }),
    );
}

function compatibility({ document, places }: CheckContext, reference: ArchyReference, flow: FlowAsSeen): Finding[] {
  const allowed = flow.contract?.compatibleFlowTypes;
  if (!allowed || document.flowType === "commonModule" || allowed.includes(document.flowType)) return [];
  return [
    finding(places, {
      code: "incompatible-flow-type",
      problem: `not compatible with flow type '${document.flowType}'`,
      path: reference.path,
      name: reference.name,
      explanation: `'${flow.name}' can be used in ${allowed.join(", ") || "no flow type"}. Add the flow type to its settingsCommonModule.compatibleFlowTypes.`,
    }),
  ];
}

function bindings({ document, places }: CheckContext, reference: ArchyReference, flow: FlowAsSeen): Finding[] {
  if (!flow.contract) return [];
  const callee = reference.kind === "commonModule" ? "module" : "bot";
  const contract = flow.contract;
  return embeddedCalls(valueAt(document.body, reference.path), reference.path).flatMap(({ key, names, path }) => {
    const known = new Set(contract[key].map((name) => name.toLowerCase()));
    return names
      .filter((name) => !known.has(name.toLowerCase()))
      .map((name) =>
        finding(places, {
          code: `unknown-${callee}-${key === "inputs" ? "input" : "output"}`,
          problem: "no matches",
          path: [...path, name],
          explanation: `'${flow.name}' version ${flow.publishedVersion} has no ${key.slice(0, -1)} '${name}'; it has ${contract[key].join(", ") || "none"}.`,
        }),
      );
  });
}

interface BoundNames {
  readonly key: "inputs" | "outputs";
  readonly names: readonly string[];
  readonly path: ArchyPath;
}

/** The `inputs` and `outputs` below the version selector of one call: `{ver_latestPublished: {inputs, outputs}}`. */
function embeddedCalls(call: ArchyValue | undefined, path: ArchyPath): BoundNames[] {
  if (!isMap(call)) return [];
  return Object.entries(call).flatMap(([selector, bound]) =>
    (["inputs", "outputs"] as const).flatMap((key) => {
      const map = isMap(bound) ? bound[key] : undefined;
      return isMap(map) ? [{ key, names: Object.keys(map), path: [...path, selector, key] }] : [];
    }),
  );
}

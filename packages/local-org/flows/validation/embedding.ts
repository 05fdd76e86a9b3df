import type { ArchyDocument, ArchyReference } from "@genesys-flows/architect";
import { isMap, mapAt, valueAt } from "../document/model.ts";
import { referenceKinds } from "../document/reference-kinds.ts";
import type { FlowAsSeen } from "../publishing/organisation-view.ts";
import type { Check, Problem } from "./findings.ts";

/** Calls to common modules and bots: nesting, compatible flow types, names of inputs and outputs. */
export const checkEmbedding: Check = ({ document, resolved }) =>
  resolved.flatMap((entry) => [
    ...nesting(document, entry.reference),
    ...selectors(document, entry.reference),
    ...(entry.state === "flow"
      ? [...compatibility(document, entry.reference, entry.flow), ...bindings(document, entry.reference, entry.flow)]
      : []),
  ]);

/** "You cannot use a common module flow in another common module flow" (reference/archy.md §c). */
function nesting(document: ArchyDocument, { kind, name, path }: ArchyReference): Problem[] {
  if (document.flowType !== "commonModule" || kind !== "commonModule") return [];
  const problem = "a common module flow cannot be used in another common module flow";
  const explanation = `'${document.name}' is a common module and calls the common module '${name}'.`;
  return [{ code: "module-in-module", problem, path, name, explanation }];
}

/** The only known version selector of a call (reference/archy.md §b). */
const SELECTOR = "ver_latestPublished";

function selectors(document: ArchyDocument, { kind, name, path }: ArchyReference): Problem[] {
  const call = referenceKinds[kind].flow === "embedded" ? valueAt(document.body, path) : undefined;
  const others = Object.keys(isMap(call) ? call : {}).filter((selector) => selector !== SELECTOR);
  return others.map((selector) => ({
    code: "unknown-version-selector",
    problem: "no matches",
    path: [...path, selector],
    explanation: `Under the name '${name}', write '${SELECTOR}', not '${selector}'.`,
  }));
}

function compatibility({ flowType }: ArchyDocument, { name, path }: ArchyReference, flow: FlowAsSeen): Problem[] {
  const allowed = flow.contract?.compatibleFlowTypes;
  if (!allowed || flowType === "commonModule" || allowed.includes(flowType)) return [];
  const problem = `not compatible with flow type '${flowType}'`;
  const explanation = `'${flow.name}' can be used in ${allowed.join(", ") || "no flow type"}. Add this flow's type to its settingsCommonModule.compatibleFlowTypes.`;
  return [{ code: "incompatible-flow-type", problem, path, name, explanation }];
}

/** The `inputs` and `outputs` below the version selector of one call: `{ver_latestPublished: {inputs, outputs}}`. */
function bindings(document: ArchyDocument, { kind, path }: ArchyReference, flow: FlowAsSeen): Problem[] {
  const { contract, publishedVersion } = flow;
  const call = valueAt(document.body, path);
  if (!contract || !isMap(call)) return [];
  const callee = kind === "commonModule" ? "module" : "bot";
  return Object.entries(call).flatMap(([selector, bound]) =>
    (["inputs", "outputs"] as const).flatMap((key) => {
      const one = key.slice(0, -1);
      const known = new Set(contract[key].map((name) => name.toLowerCase()));
      const names = Object.keys(mapAt(bound, key) ?? {}).filter((name) => !known.has(name.toLowerCase()));
      return names.map((name) => ({
        code: `unknown-${callee}-${one}`,
        problem: "no matches",
        path: [...path, selector, key, name],
        explanation: `'${flow.name}' version ${publishedVersion} has no ${one} '${name}'; it has ${contract[key].join(", ") || "none"}.`,
      }));
    }),
  );
}

import { outline } from "@genesys-flows/architect";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { FLOW } from "@genesys-flows/project/state";
import { type EngineRun, type EngineStep, INVENTORY, type ResourceState } from "../events/engine-run.ts";
import { mapIn, textIn } from "../model/values.ts";
import { withDeletions } from "./reported-steps.ts";
import { stackOf } from "./stack.ts";

/**
 * The run of an earlier preview, with the flows of the current project in place of the planned flows. The deployed
 * state and the findings in the organisation remain those of the earlier run.
 */
export function replanned(run: EngineRun, project: FlowProject): EngineRun {
  const known = new Map(stackOf(withDeletions(run)).flows.map(({ key, step }) => [key, step]));
  const formerly = new Map(project.flows.flatMap((flow) => flow.formerly.map((key) => [key, flow.key] as const)));
  const units = new Map(project.flows.map((flow) => [flow.key, flow]));
  const flows = project.flows.map((flow) => {
    const earlier = flow.formerly.map((key) => known.get(key)).find((step) => step !== undefined);
    return plannedStep(flow, known.get(flow.key) ?? earlier, units);
  });
  const gone = [...known].flatMap(([key, step]): EngineStep[] =>
    units.has(key) || formerly.has(key) || !step.old ? [] : [{ ...step, op: "delete" }],
  );
  const flowUrns = new Set([...known.values()].map(({ urn }) => urn));
  const others = run.steps.filter(({ urn }) => !flowUrns.has(urn)).map((step) => withNumbers(step, project));
  const messages = run.messages.filter(({ severity }) => severity !== "error");
  return { ...run, isPreview: true, steps: [...others, ...flows, ...gone], messages };
}

/** The run of a preview that stopped because of errors in the flows. */
export function stoppedAt(run: EngineRun, mistakes: string): EngineRun {
  const text = `The flows have errors.\n\n${mistakes}`;
  return { ...run, isPreview: true, steps: [], verdicts: [], messages: [{ severity: "error", text }] };
}

function plannedStep(flow: FlowUnit, step: EngineStep | undefined, units: ReadonlyMap<string, FlowUnit>): EngineStep {
  const { key, name, type, digest, graph } = flow;
  const old = step?.old;
  const earlier = mapIn(step?.new?.inputs["modules"] ?? old?.inputs["modules"]);
  const modules = Object.fromEntries(
    flow.modules.map((module) => {
      const { name: called, digest: next } = units.get(module) ?? {};
      return [module, { ...mapIn(earlier[module]), name: called, digest: next }];
    }),
  );
  const { modules: _modules, ...inputs } = step?.new?.inputs ?? old?.inputs ?? {};
  const next: ResourceState = {
    ...(step?.new ?? old),
    urn: step?.urn ?? "",
    inputs: {
      ...inputs,
      name,
      type,
      digest,
      outline: outline(graph),
      ...(flow.modules.length > 0 && { modules }),
    },
    outputs: {},
  };
  const changes = changedProperties(old, next);
  return {
    urn: step?.urn ?? `::${key}`,
    name: key,
    type: FLOW,
    op: old === undefined ? "create" : changes.length > 0 ? "update" : "same",
    detailedDiff: {},
    diffs: changes,
    old,
    new: next,
    ended: "done",
  };
}

/** The changed properties of a flow that cause the flow to be published. */
function changedProperties(old: ResourceState | undefined, { inputs }: ResourceState): string[] {
  if (!old) return [];
  const published = mapIn(old.outputs["publishedModules"]);
  const isDue = Object.entries(mapIn(inputs["modules"])).some(([key, value]) => {
    const digest = textIn(published[key])?.split(" ")[1] ?? textIn(mapIn(mapIn(old.inputs["modules"])[key])["digest"]);
    return digest !== mapIn(value)["digest"];
  });
  return [
    ...(textIn(old.outputs["digest"]) !== inputs["digest"] ? ["outline"] : []),
    ...(textIn(old.outputs["name"]) !== inputs["name"] ? ["name"] : []),
    ...(isDue ? ["modules"] : []),
  ];
}

function withNumbers(step: EngineStep, project: FlowProject): EngineStep {
  if (step.type !== INVENTORY || !step.new) return step;
  const numbers = Object.fromEntries(
    project.flows.flatMap(({ key, numbers: own }) => own.map((number) => [number, key])),
  );
  const known = mapIn(step.new.inputs["emailRoutes"]);
  const emailRoutes = Object.fromEntries(
    project.flows.flatMap(({ key, emailAddresses }) =>
      emailAddresses.map(({ address }) => [address, { ...mapIn(known[address]), flow: key }]),
    ),
  );
  return { ...step, new: { ...step.new, inputs: { ...step.new.inputs, numbers, emailRoutes } } };
}

import type { FlowReport, ObjectReport, Report, StaleFlow } from "../model/report.ts";
import { textIn, textsIn } from "../model/values.ts";
import type { StackOfRun } from "./stack.ts";

/** Flows and objects with those that a preview planned and the update did not begin: what they depend on failed, or the update ended. */
export function withPlanned(
  done: Pick<Report, "flows" | "objects">,
  planned: Pick<Report, "flows" | "objects">,
): Pick<Report, "flows" | "objects"> {
  const begun = new Set([...done.flows.map(({ key }) => key), ...done.objects.map(identityOf)]);
  const flows = planned.flows.filter(
    ({ key, action }) => action !== "held" && action !== "affected" && !begun.has(key),
  );
  const objects = planned.objects.filter((object) => !begun.has(identityOf(object)));
  return {
    flows: [...done.flows, ...flows.map(leftFlow)],
    objects: [...done.objects, ...objects.map((object) => ({ ...object, outcome: "not-reached" as const }))],
  };
}

function identityOf({ type, name }: ObjectReport): string {
  return JSON.stringify([type, name]);
}

/** It still has its version and its snapshots. */
function leftFlow({ versions: { before }, holds, ...flow }: FlowReport): FlowReport {
  return {
    ...flow,
    outcome: "not-reached",
    versions: { before },
    holds: holds.map(({ module, before: held }) => ({ module, before: held, after: held })),
  };
}

/** The flows that an update did not touch (`--target`, `--exclude`) and that hold an older version of a module than the published one. */
export function staleFlows({ flows }: StackOfRun, touched: ReadonlySet<string>): StaleFlow[] {
  const present = flows.filter(({ step }) => !step.op.startsWith("delete"));
  const published = new Map(
    present.flatMap(({ type, name, step }) => {
      const version = textIn({ ...step.old?.outputs, ...step.new?.outputs }["publishedVersion"]);
      return type === "commonModule" && version !== undefined ? [[name, version] as const] : [];
    }),
  );
  return present.flatMap(({ key, name, step }) => {
    const holds = [...textsIn(step.old?.outputs["modulesHeld"])].flatMap(([module, version]) => {
      const now = published.get(module);
      return now === undefined || now === version ? [] : [{ module, version, published: now }];
    });
    return touched.has(key) || holds.length === 0 ? [] : [{ key, name, holds }];
  });
}

import { atPlace, type Finding } from "./findings.ts";
import type { StackRun } from "./stack-run.ts";

/**
 * Stale callers after an update: flows without the published version of a module that they call, or that they name without
 * a link to it. Compares what this run knows of each flow, and makes no request. A snapshot with the module's current
 * content is not stale, whatever its version.
 */
export function proofOfRun(run: StackRun): Finding[] {
  const { desired, held } = run;
  if (!desired || run.collects) return [];
  const findings: Finding[] = [];
  const modules = [...desired.flows.values()].filter(({ type }) => type === "commonModule");
  for (const flow of desired.flows.values()) {
    const known = held.get(flow.key);
    if (!known || known.pinned) continue;
    for (const module of modules) {
      const copy = known.held[module.name];
      const published = held.get(module.key);
      if (copy === undefined || !published || copy === published.version) continue;
      if (known.digests[module.key] !== undefined && known.digests[module.key] === published.digest) continue;
      findings.push({
        code: "stale-caller",
        severity: "error",
        flow: flow.key,
        ...atPlace({ file: flow.file }),
        message: `The flow '${flow.name}' holds version ${copy} of the module '${module.name}', but version ${published.version} is published. The flow still runs ${copy}.`,
        hint: flow.modules.includes(module.key)
          ? "Run the update again: it publishes the flow."
          : `The flow is not linked to the module '${module.key}' of this stack. Call the module by its current name.`,
      });
    }
  }
  return findings;
}

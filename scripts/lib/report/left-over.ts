import { printableLine } from "@genesys-flows/architect/printable";
import type { Report } from "@genesys-flows/report";
import type { EngineRun } from "@genesys-flows/report/events";

const FLOW = "genesyscloud:index/flow:Flow";

/**
 * The flows that an update left stale: they hold an older version of a module that it published, and were no part of it (`--target`,
 * `--exclude`). Undefined without any.
 */
export function staleAfter({ flows, untouched, run }: Report, { steps }: Pick<EngineRun, "steps">): string | undefined {
  const published = new Map(
    flows
      .filter(({ isModule, outcome, action }) => isModule && outcome === "done" && action === "publish")
      .map(({ name, versions }) => [name, versions.after]),
  );
  const names = new Map(untouched.map(({ key, name }) => [key, name]));
  const stale = steps.flatMap(({ type, name: key, old }) => {
    const name = names.get(key);
    const held = Object.entries((old?.outputs["modulesHeld"] ?? {}) as Readonly<Record<string, string>>);
    const older = held.filter(([module, version]) => published.has(module) && published.get(module) !== version);
    if (type !== FLOW || name === undefined || older.length === 0) return [];
    return `  ${name} holds ${older.map(([module, version]) => `${module} ${version}, published is ${published.get(module)}`).join("; ")}`;
  });
  if (stale.length === 0) return undefined;
  const one = stale.length === 1;
  return [
    `${one ? "1 flow of this stack was" : `${stale.length} flows of this stack were`} no part of this update, and ${one ? "is" : "are"} stale now:`,
    ...[...new Set(stale)].map(printableLine),
    `To publish ${one ? "it" : "them"}: npm run pulumi -- up --stack ${run.stack}`,
  ].join("\n");
}

/** The flows that a preview showed and the failed update did not begin, because what they depend on failed, or the update ended. */
export function notBegun(previewed: Report, done: Report): string | undefined {
  const begun = new Set(done.flows.map(({ key }) => key));
  const left = previewed.flows.filter(({ key, action }) => action !== "held" && !begun.has(key));
  if (left.length === 0) return undefined;
  const names = left.map(({ name, action }) => (action === "delete" ? `${name} (deletion)` : name));
  return `Not begun: ${printableLine(names.join(", "))}. The next update does it: npm run pulumi -- up --stack ${done.run.stack}`;
}

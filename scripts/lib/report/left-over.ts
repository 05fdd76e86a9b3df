import { printableLine } from "@genesys-flows/architect/printable";
import type { Report } from "@genesys-flows/report";
import { type EngineRun, type EngineStep, FLOW } from "@genesys-flows/report/events";

/**
 * The flows that an update left stale: they hold an older version of a module than the published one, and were no part of it (`--target`,
 * `--exclude`). Undefined without any.
 */
export function staleAfter({ untouched, run }: Report, { steps }: Pick<EngineRun, "steps">): string | undefined {
  // A refresh has a step of its own, before: the last one of each flow counts. A replacement ends with the deletion of the old state.
  const flows = steps.filter(({ type, op, old }) => type === FLOW && old && !op.startsWith("delete"));
  const published = new Map(flows.flatMap(publishedModule));
  const held = new Map(flows.map(({ name: key, old }) => [key, textsIn(old?.outputs["modulesHeld"])]));
  const stale = untouched.flatMap(({ key, name }) => {
    const older = Object.entries(held.get(key) ?? {}).filter(
      ([module, version]) => published.has(module) && published.get(module) !== version,
    );
    if (older.length === 0) return [];
    return `  ${name} holds ${older.map(([module, version]) => `${module} ${version}, published is ${published.get(module)}`).join("; ")}`;
  });
  if (stale.length === 0) return undefined;
  const one = stale.length === 1;
  return [
    `${one ? "1 flow of this stack was" : `${stale.length} flows of this stack were`} no part of this update, and ${one ? "is" : "are"} stale now:`,
    ...stale.map(printableLine),
    `To publish ${one ? "it" : "them"}: npm run pulumi -- up --stack ${run.stack}`,
  ].join("\n");
}

/** Name and published version of a module. */
function publishedModule({ old, new: now }: EngineStep): [string, string][] {
  const { type, name, publishedVersion } = { ...old?.outputs, ...now?.outputs };
  const isModule = type === "commonModule" && typeof name === "string" && typeof publishedVersion === "string";
  return isModule && publishedVersion !== "" ? [[name, publishedVersion]] : [];
}

function textsIn(value: unknown): Readonly<Record<string, string>> {
  return (value ?? {}) as Readonly<Record<string, string>>;
}

/** The flows that a preview showed and the failed update did not begin, because what they depend on failed, or the update ended. */
export function notBegun(previewed: Report, done: Report): string | undefined {
  const begun = new Set(done.flows.map(({ key }) => key));
  const left = previewed.flows.filter(({ key, action }) => action !== "held" && !begun.has(key));
  if (left.length === 0) return undefined;
  const names = left.map(({ name, action }) => (action === "delete" ? `${name} (deletion)` : name));
  return `Not begun: ${printableLine(names.join(", "))}. The next update does it: npm run pulumi -- up --stack ${done.run.stack}`;
}

import type { Centre } from "../../fixtures/centre-model.ts";

/**
 * How often each flow has to be published for an edit, by key: once when it is new, of another type, says or names something
 * else, or calls a module that is published; else not at all.
 */
export function publishesNeeded(before: Centre, after: Centre): Map<string, number> {
  const modules = Object.keys(after.modules).filter(
    (key) => JSON.stringify(before.modules[key]) !== JSON.stringify(after.modules[key]),
  );
  const flows = Object.values(after.flows).map((flow) => {
    const { numbers: _, ...now } = flow;
    const { numbers: __, ...then } = before.flows[flow.key] ?? { numbers: [] };
    const due = JSON.stringify(now) !== JSON.stringify(then) || now.modules.some((key) => modules.includes(key));
    return [flow.key, due ? 1 : 0] as const;
  });
  return new Map([...Object.keys(after.modules).map((key) => [key, modules.includes(key) ? 1 : 0] as const), ...flows]);
}

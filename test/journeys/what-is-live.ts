import type { Organisation } from "../e2e/harness/organisation.ts";

/** An object that callers reach, or that a flow works with. */
export interface LiveObject {
  readonly id: string | undefined;
  /** What of it must not change unnoticed. */
  readonly [property: string]: unknown;
}

/** `flow Sales` -> id, version, type and the modules that it holds; IVRs with their numbers, tables with their rows, and the rest. */
export type Live = Readonly<Record<string, LiveObject>>;

const PAGE = { pageSize: 100, pageNumber: 1 };

/** Everything of an organisation that a journey looks at, read by a client of its own; without the organisation's own flows. */
export async function whatIsLive(platform: Organisation): Promise<Live> {
  const { architect } = platform;
  const flows = (await platform.flows()).filter(({ name }) => !name.startsWith("Default "));
  const live: [string, LiveObject][] = [];
  for (const { id, name, type, publishedVersion } of flows) {
    const isCall = String(type).toUpperCase() === "INBOUNDCALL";
    const held = isCall ? await platform.modulesHeld(name) : [];
    const modules = held.map((module) => `${module.name} ${module.version}`);
    live.push([`flow ${name}`, { id, type, version: publishedVersion?.id, modules }]);
  }
  for (const { id, name, dnis, openHoursFlow } of await platform.ivrEntities())
    live.push([`IVR ${name}`, { id, numbers: [...(dnis ?? [])].sort(), flow: openHoursFlow?.id }]);
  for (const { id, name, acwSettings } of await platform.queueEntities())
    live.push([`queue ${name}`, { id, acwSettings }]);
  for (const { id, name } of (await architect.getFlowsDatatables(PAGE)).entities ?? []) {
    const { entities: rows = [] } = await architect.getFlowsDatatableRows(String(id), { ...PAGE, showbrief: false });
    live.push([`table ${name}`, { id, rows }]);
  }
  for (const { id, name, rrule } of (await architect.getArchitectSchedules(PAGE)).entities ?? [])
    live.push([`schedule ${name}`, { id, rrule }]);
  for (const { id, name, openSchedules } of (await architect.getArchitectSchedulegroups(PAGE)).entities ?? [])
    live.push([`schedule group ${name}`, { id, open: openSchedules?.map((one) => one.id) }]);
  return Object.fromEntries(live.sort(([a], [b]) => (a < b ? -1 : 1)));
}

/** What changed between two looks at an organisation. */
export interface Difference {
  readonly deleted: readonly string[];
  /** Modules, and other flows, of which another version is published, or that are new. */
  readonly published: { readonly modules: readonly string[]; readonly flows: readonly string[] };
}

export function differenceOf(before: Live, after: Live): Difference {
  const ids = new Set(Object.values(after).map(({ id }) => id));
  const published = Object.entries(after).filter(
    ([name, { id, version }]) =>
      name.startsWith("flow ") && (before[name]?.id !== id || before[name]?.["version"] !== version),
  );
  const names = (isModule: boolean) =>
    published.flatMap(([name, { type }]) =>
      (String(type).toUpperCase() === "COMMONMODULE") === isModule ? [name] : [],
    );
  return {
    deleted: Object.entries(before).flatMap(([name, { id }]) => (ids.has(id) ? [] : [name])),
    published: { modules: names(true), flows: names(false) },
  };
}

/** The last sentence of a command that counts what it did: `1 module and 2 flows were published, nothing deleted.` */
export function verdictOf(output: string): string {
  const whole = output.replaceAll(/\n {2,}(?=\S)/g, " ");
  const found = [...whole.matchAll(/^(?:Nothing changes|The update failed: |[^\n:]*\bdeleted\b)[^\n]*?\.(?= |$)/gm)];
  return found.at(-1)?.[0] ?? "";
}

/** Compares the sentence of an update with what happened. @throws Error by `expect` */
export function expectTrue(verdict: string, { deleted, published }: Difference): void {
  expect({ verdict, saysNothingDeleted: /nothing deleted|Nothing changes/.test(verdict) }).toEqual({
    verdict,
    saysNothingDeleted: deleted.length === 0,
  });
  const count = (noun: string) => Number(new RegExp(`(\\d+) ${noun}s?\\b[^,]*published`).exec(verdict)?.[1] ?? 0);
  const said = { modules: count("module"), flows: /without being published/.test(verdict) ? 0 : count("flow") };
  expect({ verdict, ...said }).toEqual({
    verdict,
    modules: published.modules.length,
    flows: published.flows.length,
  });
}

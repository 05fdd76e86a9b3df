import { flowTypeOfApi, sameName } from "@genesys-flows/architect";
import { addressKey } from "@genesys-flows/architect/settings";
import {
  deletedText,
  type FlowEntity,
  hasDraft,
  headlineOf,
  KnownNames,
  type LiveIvr,
  liveIvrs,
  lockHolder,
  type NameAnswer,
  nameKey,
  nounOf,
  numberElsewhere,
  readMark,
  type Seen,
  savedDraft,
} from "@genesys-flows/platform";
import { addressElsewhere, domainOf, noDomain, routesOf } from "@genesys-flows/platform/addresses";
import type { FlowProject, FlowUnit } from "@genesys-flows/project";
import { importedIds } from "../commands/adopt/config.ts";
import { asked, each, REQUESTS_AT_ONCE, type Refused } from "../live/asking.ts";
import type { LiveFlows } from "../live/live-flows.ts";
import type { StackRecords } from "../live/stack-records.ts";
import type { OpenStack } from "../open-stack.ts";
import { broken, type Finding, holds, note, unknown } from "./finding.ts";

export interface StackChecks {
  readonly stack: OpenStack;
  readonly project: FlowProject;
  readonly live: LiveFlows;
  readonly records: StackRecords;
  /** A draft that was saved before this time, in milliseconds, is old. */
  readonly oldBefore: number;
}

/**
 * The findings about each flow of a stack. Reads an export only if neither the state nor the source shows who published
 * the version.
 * @param units flows in the project, or the flows to check again
 */
export async function stackFindings(o: StackChecks, units: readonly FlowUnit[]): Promise<Finding[]> {
  const { organisation } = o.stack;
  const names = new KnownNames(organisation.client);
  const ivrs = units.some(({ numbers }) => numbers.length > 0) ? await asked(() => liveIvrs(organisation.client)) : [];
  const addresses = units.flatMap(({ emailAddresses }) => emailAddresses.map(({ address }) => address));
  const routing = await asked(() => routesOf(organisation.client, addresses));
  return (await each(units, REQUESTS_AT_ONCE, (unit) => ofFlow(unit, { ...o, ivrs, routing, names }))).flat();
}

interface Asked extends StackChecks {
  readonly ivrs: readonly LiveIvr[] | Refused;
  readonly routing: Awaited<ReturnType<typeof routesOf>> | Refused;
  readonly names: KnownNames;
}

async function ofFlow(unit: FlowUnit, o: Asked): Promise<Finding[]> {
  const { key, name, type } = unit;
  const named = o.live.named(type, name);
  const flow =
    o.records.liveFlow(unit, o.live) ?? named.find((one) => readMark(one.description)?.key === key) ?? named[0];
  const names = await namesFinding(unit, o);
  if (!flow) return [broken("exists", key, await missingText(unit, o)), names];
  const seen = await asked(() => o.records.seen(unit, flow));
  return [
    existsFinding(unit, { flow, named }, seen),
    ownerFinding(unit, flow, o),
    versionFinding(unit, flow, seen),
    await modulesFinding(unit, flow, o),
    ...(unit.numbers.length > 0 ? [numbersFinding(unit, flow, o.ivrs)] : []),
    ...(unit.emailAddresses.length > 0 ? [addressesFinding(unit, flow, o)] : []),
    names,
    ...workFindings(key, flow, o),
  ];
}

/**
 * The text for a missing flow. Names the user who deleted the flow, if the state has the flow and the audits show the
 * deletion.
 */
async function missingText(unit: FlowUnit, { records, stack: { flows } }: Asked): Promise<string> {
  const recorded = records.of(unit);
  const by = recorded && (await flows.deletedBy(recorded.id));
  if (!recorded || !by) return `The organisation has no ${unit.type} '${unit.name}'.`;
  return deletedText({ id: recorded.id, what: `flow '${recorded.state.name}'`, by });
}

type Answered = Seen | Refused;

function existsFinding(
  { key, name }: FlowUnit,
  { flow, named }: { readonly flow: FlowEntity; readonly named: readonly FlowEntity[] },
  seen: Answered,
): Finding {
  if (named.length > 1) {
    const others = named.map((one) => `'${one.name}' (${one.id})`).join(", ");
    return broken("exists", key, `Several flows have the name '${name}', ignoring case and spaces: ${others}.`);
  }
  if (named[0]?.id === flow.id) return holds("exists", key);
  if ("refusal" in seen) return unknown("exists", key, seen.refusal);
  const text = seen.drift ? headlineOf(seen.drift) : `The next update renames '${flow.name}' to '${name}'.`;
  return broken("exists", key, text);
}

function ownerFinding(
  unit: FlowUnit,
  flow: FlowEntity,
  { stack: { project, stack, config }, records }: Asked,
): Finding {
  const { key } = unit;
  const mark = readMark(flow.description);
  if (mark && (mark.project !== project || mark.stack !== stack))
    return broken("owner", key, `The stack ${mark.project}/${mark.stack} owns the flow, as '${mark.key}'.`);
  // The state is enough: the mark may contain an earlier key, and an edit of the description in Architect may remove
  // the mark.
  if (records.has(unit, flow)) return holds("owner", key);
  // An adopted flow has no mark until it is published for the first time (docs/adopting.md).
  if (!mark && importedIds(config).get(flow.id) === key) return holds("owner", key);
  if (!mark) return broken("owner", key, `The flow '${flow.name}' (${flow.id}) has no ownership mark.`);
  return mark.key === key ? holds("owner", key) : broken("owner", key, `Its ownership mark has the key '${mark.key}'.`);
}

function versionFinding({ key, digest, settings }: FlowUnit, flow: FlowEntity, seen: Answered): Finding {
  const version = flow.publishedVersion;
  if ("refusal" in seen) return unknown("version", key, seen.refusal);
  if (seen.whose.kind === "theirs" && seen.drift) return broken("version", key, headlineOf(seen.drift));
  if (!version) return broken("version", key, "It is not published.");
  if (seen.whose.kind === "ours" && seen.whose.digest === digest) return holds("version", key);
  const text = `Version ${version.id} does not match the source.`;
  return settings.pin
    ? note("version", key, `${text} The flow is pinned.`)
    : broken("version", key, `${text} The next update publishes the source.`);
}

async function modulesFinding(unit: FlowUnit, flow: FlowEntity, { stack: { flows }, live }: Asked): Promise<Finding> {
  const { key, type, calls } = unit;
  const version = flow.publishedVersion?.id;
  const wanted = [...new Set(calls.map(({ module }) => module))];
  if (version === undefined || wanted.length === 0) return holds("modules", key);
  const held = await asked(() => flows.embedded({ id: flow.id, type, version, complete: true }));
  if ("refusal" in held) return unknown("modules", key, held.refusal);
  const missing = wanted.filter((name) => !held.some((copy) => sameName(copy.name ?? "", name)));
  const stale = held.flatMap((copy) => {
    const module = live.get(copy.id);
    const now = module?.publishedVersion;
    if (!module || !now || now.id === copy.version) return [];
    const since = now.datePublished ? ` since ${now.datePublished}` : "";
    return [`It holds version ${copy.version} of '${module.name}'; the published version is ${now.id}${since}.`];
  });
  const texts = [...missing.map((name) => `Version ${version} holds no snapshot of the module '${name}'.`), ...stale];
  if (texts.length === 0) return holds("modules", key);
  return unit.settings.pin && missing.length === 0
    ? note("modules", key, `${texts.join(" ")} The flow is pinned.`)
    : broken("modules", key, texts.join(" "));
}

function numbersFinding({ key, numbers }: FlowUnit, flow: FlowEntity, ivrs: Asked["ivrs"]): Finding {
  if ("refusal" in ivrs) return unknown("numbers", key, ivrs.refusal);
  const texts = numbers.flatMap((number) => {
    const ivr = ivrs.find(({ dnis }) => dnis?.includes(number));
    return numberElsewhere(number, { ivr, flowId: flow.id }) ?? [];
  });
  return texts.length === 0 ? holds("numbers", key) : broken("numbers", key, texts.join(" "));
}

function addressesFinding({ key, emailAddresses }: FlowUnit, flow: FlowEntity, { routing, live }: Asked): Finding {
  if ("refusal" in routing) return unknown("addresses", key, routing.refusal);
  const { domains, routes } = routing;
  const nameOf = (id: string) => live.get(id)?.name;
  const texts = emailAddresses.flatMap(({ address }) => {
    if (!domainOf(address, domains)) return [noDomain(address, domains).message];
    return addressElsewhere(address, { route: routes.get(addressKey(address)), flowId: flow.id, nameOf }) ?? [];
  });
  return texts.length === 0 ? holds("addresses", key) : broken("addresses", key, texts.join(" "));
}

async function namesFinding({ key, references }: FlowUnit, { names }: Asked): Promise<Finding> {
  const missing = new Set<string>();
  const unasked = new Set<string>();
  for (const reference of references) {
    if (reference.lookup) continue;
    const answer: NameAnswer | Refused = await asked(() => names.find(reference));
    const noun = `${nounOf(reference.kind)} '${reference.name}'`;
    if (!("is" in answer)) unasked.add(noun);
    else if (answer.is === "missing") missing.add(noun);
    else if (answer.is === "unasked" && answer.refusal) unasked.add(noun);
  }
  if (missing.size > 0) return broken("names", key, `It names objects that do not exist: ${[...missing].join(", ")}.`);
  return unasked.size > 0
    ? unknown("names", key, `Could not be looked up: ${[...unasked].join(", ")}.`)
    : holds("names", key);
}

function workFindings(key: string, flow: FlowEntity, { oldBefore, stack: { flows } }: StackChecks): Finding[] {
  const holder = lockHolder(flow, flows.clientId);
  const lock = holder === undefined ? holds("lock", key) : note("lock", key, `It is checked out by ${holder}.`);
  if (!hasDraft(flow)) return [lock, holds("draft", key)];
  const saved = flow.savedVersion?.dateSaved;
  const text = savedDraft(flow) ?? "It has an unpublished draft.";
  return [
    lock,
    saved != null && saved < oldBefore ? broken("draft", key, `${text} The draft is old.`) : note("draft", key, text),
  ];
}

/** The findings about the organisation: flows that were left behind, and names that differ only in case. */
export function organisationFindings(
  { stack, project, live }: Pick<StackChecks, "stack" | "project" | "live">,
  { stacks, imports }: { readonly stacks: readonly string[]; readonly imports: ReadonlyMap<string, readonly string[]> },
): Finding[] {
  const keys = new Set(project.flows.flatMap(({ key, formerly }) => [key, ...formerly]));
  const found: Finding[] = [];
  const owned = new Map<string, FlowEntity[]>();
  for (const flow of live.all) {
    const mark = readMark(flow.description);
    if (mark?.project !== stack.project) continue;
    const owner = `${mark.project}/${mark.stack}/${mark.key}`;
    owned.set(owner, [...(owned.get(owner) ?? []), flow]);
    const named = `The flow '${flow.name}' (${flow.id})`;
    if (!stacks.includes(mark.stack)) {
      const text = `${named} has the ownership mark of the stack '${mark.stack}', which has no file.`;
      found.push(broken("mark", flow.name, text));
    } else if (mark.stack === stack.stack && !keys.has(mark.key)) {
      const text = `${named} has the ownership mark of '${mark.key}', which the project does not have. If nothing needs the flow: npm run flowctl -- delete ${flow.id} --stack ${stack.stack}`;
      found.push(broken("orphan", flow.name, text));
    }
  }
  for (const [owner, flows] of owned) {
    if (flows.length < 2) continue;
    const names = flows.map(({ name, id }) => `'${name}' (${id})`).join(", ");
    found.push(broken("twice", owner, `Several flows have this ownership mark: ${names}.`));
  }
  for (const [id, by] of imports) {
    const flow = live.get(id);
    if (by.length > 1 && flow) found.push(broken("twice", flow.name, `Several stacks import it: ${by.join(", ")}.`));
  }
  const own = new Set(project.flows.map(({ type, name }) => `${type} ${nameKey(name)}`));
  for (const flows of live.alike) {
    const [first] = flows as [FlowEntity, ...FlowEntity[]];
    // The check of the stack's own flow reports this.
    if (own.has(`${flowTypeOfApi(first.type)?.type} ${nameKey(first.name)}`)) continue;
    const names = flows.map(({ name, id }) => `'${name}' (${id})`).join(", ");
    found.push(broken("alike", first.name, `Names differ only in case or spaces: ${names}.`));
  }
  return found;
}

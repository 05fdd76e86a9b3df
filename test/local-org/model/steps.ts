import fc from "fast-check";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import type { Content } from "./documents.ts";
import type { Model, ModelFlow, ModelQueue } from "./model.ts";
import { organisation, TYPES } from "./organisation.ts";

/** One operation by one of the clients on one of the servers. `pick` selects among what was ever made. */
export type Step = { readonly client: number; readonly server: number } & (
  | { readonly kind: "publish"; readonly content: Content }
  | { readonly kind: "create"; readonly type: Content["type"]; readonly name: string }
  | { readonly kind: "checkout" | "checkin" | "unlock" | "revert" | "republish" | "remove"; readonly pick: number }
  | { readonly kind: "save"; readonly pick: number; readonly content: Content }
  | { readonly kind: "rename"; readonly pick: number; readonly name: string }
  | { readonly kind: "createQueue"; readonly name: string }
  | { readonly kind: "removeQueue"; readonly pick: number }
  | { readonly kind: "consumers" | "uses" | "queueConsumers"; readonly pick: number }
  | { readonly kind: "list" }
  | { readonly kind: "kill" }
);

const flowName = fc.constantFrom("Main", "main", "Claims", "Billing");
const moduleName = fc.constantFrom("Greeter", "GREETER", "Checker");
const queueName = fc.constantFrom("Sales", "sales", "Support");
const pick = fc.nat(30);
const optional = <T>(arbitrary: fc.Arbitrary<T>) => fc.option(arbitrary, { nil: undefined });

const content: fc.Arbitrary<Content> = fc.oneof(
  fc.record({ type: fc.constant("commonModule" as const), name: moduleName, queue: optional(queueName) }),
  fc.record({
    type: fc.constant("inboundCall" as const),
    name: flowName,
    module: optional(moduleName),
    queue: optional(queueName),
  }),
);

const operation = fc.oneof(
  { weight: 8, arbitrary: fc.record({ kind: fc.constant("publish" as const), content }) },
  {
    weight: 1,
    arbitrary: fc.oneof(
      fc.record({ kind: fc.constant("create" as const), type: fc.constant("commonModule" as const), name: moduleName }),
      fc.record({ kind: fc.constant("create" as const), type: fc.constant("inboundCall" as const), name: flowName }),
    ),
  },
  {
    weight: 8,
    arbitrary: fc.record({
      kind: fc.constantFrom("checkout" as const, "checkout", "checkin", "unlock", "revert", "republish", "remove"),
      pick,
    }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("save" as const), pick, content }) },
  {
    weight: 2,
    arbitrary: fc.record({ kind: fc.constant("rename" as const), pick, name: fc.oneof(flowName, moduleName) }),
  },
  { weight: 3, arbitrary: fc.record({ kind: fc.constant("createQueue" as const), name: queueName }) },
  { weight: 1, arbitrary: fc.record({ kind: fc.constant("removeQueue" as const), pick }) },
  {
    weight: 3,
    arbitrary: fc.record({ kind: fc.constantFrom("consumers" as const, "uses", "queueConsumers"), pick }),
  },
  { weight: 2, arbitrary: fc.record({ kind: fc.constant("list" as const) }) },
);

/** One client does most of it, so that it often holds the lock that an operation needs. */
const who = { client: fc.constantFrom(0, 0, 0, 0, 1, 2), server: fc.nat(1) };

/** Sequences of operations; with `kills`, the processes are killed between some of them. */
export function steps(o: { readonly length: number; readonly kills: boolean }): fc.Arbitrary<Step[]> {
  const one: fc.Arbitrary<Step> = fc.tuple(fc.record(who), operation).map(([by, what]) => ({ ...by, ...what }) as Step);
  const kill: fc.Arbitrary<Step> = fc.record({ ...who, kind: fc.constant("kill" as const) });
  const step = o.kills ? fc.oneof({ weight: 12, arbitrary: one }, { weight: 1, arbitrary: kill }) : one;
  return fc.array(step, { minLength: o.length / 2, maxLength: o.length, size: "max" });
}

/** The model beside the ids that the organisation gave. */
export interface Pair {
  readonly model: Model;
  readonly flowIds: Map<ModelFlow, string>;
  readonly queueIds: Map<ModelQueue, string>;
}

/** Does a step to both; what each answered must be the same. Nothing happens where there is nothing to pick from. */
export async function take(step: Step, pair: Pair, api: OrganisationClient, client: string): Promise<void> {
  const { model, flowIds, queueIds } = pair;
  const remember = (id: string | undefined): void => {
    const flow = model.flows.at(-1);
    if (flow && id !== undefined && !flowIds.has(flow)) flowIds.set(flow, id);
  };
  if (step.kind === "kill") return;
  if (step.kind === "list") return expect(await organisation.listing(api)).toEqual(model.listing());
  if (step.kind === "publish") {
    const { outcome, id } = await organisation.publish(api, step.content);
    expect(outcome).toEqual(model.publish(step.content, client));
    return remember(id);
  }
  if (step.kind === "create") {
    const { outcome, id } = await organisation.create(api, step.type, step.name);
    expect(outcome).toEqual(model.create(step.type, step.name));
    return remember(id);
  }
  if (step.kind === "createQueue") {
    const { outcome, id } = await organisation.createQueue(api, step.name);
    expect(outcome).toEqual(model.createQueue(step.name));
    if (id !== undefined) queueIds.set(model.queues.at(-1) as ModelQueue, id);
    return;
  }
  if (step.kind === "removeQueue" || step.kind === "queueConsumers") {
    const queue = model.queues[step.pick % Math.max(1, model.queues.length)];
    if (!queue) return;
    const id = queueIds.get(queue) as string;
    if (step.kind === "removeQueue") expect(await organisation.removeQueue(api, id)).toEqual(model.removeQueue(queue));
    else expect(await organisation.consumers(api, id, "QUEUE")).toEqual(model.consumers(queue));
    return;
  }
  const flow = model.flows[step.pick % Math.max(1, model.flows.length)];
  if (!flow) return;
  await takeOnFlow(step, { model, flow, id: flowIds.get(flow) as string, api, client });
}

interface OnFlow {
  readonly model: Model;
  readonly flow: ModelFlow;
  readonly id: string;
  readonly api: OrganisationClient;
  readonly client: string;
}

async function takeOnFlow(
  step: Extract<Step, { pick: number }>,
  { model, flow, id, api, client }: OnFlow,
): Promise<void> {
  switch (step.kind) {
    case "save": {
      const content = { ...step.content, type: flow.type, name: flow.name };
      if (flow.type === "commonModule") delete (content as { module?: string }).module;
      return expect(await organisation.save(api, id, content)).toEqual(model.save(flow, content, client));
    }
    case "rename":
      return expect(await organisation.rename(api, id, step.name)).toEqual(model.rename(flow, step.name, client));
    case "republish":
      return expect(await organisation.republish(api, id)).toEqual(model.republish(flow, client));
    case "remove":
      return expect(await organisation.remove(api, id)).toEqual(model.remove(flow, client));
    case "unlock":
      return expect(await organisation.act(api, "unlock", id)).toEqual(model.unlock(flow));
    case "uses": {
      const expected = flow.deleted || flow.published === 0 ? undefined : model.uses(flow);
      return expect(await organisation.uses(api, id, flow.type)).toEqual(expected);
    }
    case "consumers": {
      const expected = flow.deleted ? undefined : model.consumers(flow);
      return expect(await organisation.consumers(api, id, TYPES[flow.type])).toEqual(expected);
    }
    case "checkout":
    case "checkin":
    case "revert":
      return expect(await organisation.act(api, step.kind, id)).toEqual(model[step.kind](flow, client));
    default:
      throw new Error(`${step.kind} is no step on a flow.`);
  }
}

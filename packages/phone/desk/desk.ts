import { flowTypes, references } from "@genesys-flows/architect";
import type { RunnableFlow } from "@genesys-flows/conversation";
import { asTest, CALL_ACTIONS, type Call, timelineOf } from "@genesys-flows/conversation/call";
import { writeScript } from "@genesys-flows/conversation/script";
import type { Stage } from "@genesys-flows/conversation/stage";
import { openPublished } from "@genesys-flows/local-org";
import { flowOfNumber } from "../stage/numbers.ts";
import { PublishedFlows } from "../stage/published.ts";
import { drawn } from "./diagram.ts";
import { type Checkout, Drafts } from "./drafts.ts";
import { keepTest, testFile } from "./kept-test.ts";
import { Refusal } from "./refusal.ts";
import { type CallRequest, callRequest, diagramRequest, parsed, type TestRequest, testRequest } from "./requests.ts";
import type { Called, CalledFlow, Dialable, Drawn, KeptTest } from "./wire.ts";
import { assumed, momentsWithRecordings, unansweredOf } from "./wire-moments.ts";

export interface DeskOptions {
  /** SQLite file of the organisation. */
  readonly file: string;
  /** The checkout whose drafts can be called. */
  readonly checkout?: Checkout;
  /** Whether tests may be saved in the checkout. */
  readonly canSave?: boolean;
}

/** The called flow and its stage. */
interface Line {
  readonly flow: RunnableFlow;
  readonly stage: Stage;
  readonly called: CalledFlow;
  readonly call: Call;
}

/** Handles the phone's requests. Stateless: each request contains the whole call. */
export class Desk {
  readonly #published: PublishedFlows;
  readonly #drafts: Drafts | undefined;
  readonly #options: DeskOptions;

  /** @throws OrganisationFileError when the organisation's file does not exist */
  constructor(options: DeskOptions) {
    this.#options = options;
    this.#published = new PublishedFlows(openPublished(options.file));
    this.#drafts = options.checkout && new Drafts(options.checkout);
  }

  /** Reads the checkout, which is slow, before the first request arrives. */
  async prepare(): Promise<void> {
    await this.#drafts?.read();
  }

  /** Everything that can be dialled now. Reads the checkout again. */
  async flows(): Promise<Dialable> {
    const drafts = await this.#drafts?.read();
    const { content } = this.#published;
    const { organisation, numbers } = content;
    const published = content.flows.map(({ id }) => this.#publishedFlow(id));
    const declared = drafts?.stage?.declared.names;
    const names = (kind: string) => {
      const here = (content.objects.get(kind) ?? []).map(({ name, document }) =>
        kind === "dataAction" ? `${String(document["category"])}/${name}` : name,
      );
      return [...new Set([...here, ...(declared?.get(kind) ?? []), ...used(kind)])].sort();
    };
    const used = (kind: string) =>
      (drafts?.units ?? []).flatMap(({ document }) =>
        references(document).flatMap((one) => {
          if (one.kind !== kind) return [];
          return one.category === undefined ? one.name : `${one.category}/${one.name}`;
        }),
      );
    const byNumber = Map.groupBy(numbers, ({ number, ivr }) => `${number} ${ivr}`);
    return {
      organisation,
      now: new Date().toISOString(),
      canSave: this.#canSave,
      numbers: [...byNumber.values()].flatMap((routes) =>
        routes.slice(0, 1).map(({ number, ivr }) => ({
          ...{ number, ivr },
          flows: routes.map(({ flowId, times }) => ({ id: flowId, times })),
        })),
      ),
      flows: [...published, ...(drafts?.units ?? []).map((unit) => draftOf(unit))].flatMap((flow) => flow ?? []),
      ...(drafts && { drafts: drafts.problem === undefined ? {} : { problem: drafts.problem } }),
      world: {
        queues: names("queue"),
        scheduleGroups: names("scheduleGroup"),
        emergencyGroups: names("emergencyGroup"),
        dataTables: names("dataTable"),
        dataActions: names("dataAction"),
        prompts: names("prompt"),
      },
    };
  }

  /** The rest of a call, assuming that the caller does nothing more. @throws Refusal */
  timeline(body: unknown): Called {
    const { flow, stage, called, call } = this.#line(parsed(callRequest, body));
    const { moments, unanswered, assumptions, ...rest } = timelineOf(flow, stage, call, { actionsInAll: CALL_ACTIONS });
    return {
      flow: called,
      at: call.given.at ?? "",
      moments: momentsWithRecordings(moments, this.#published.content),
      ...rest,
      assumptions: assumed(assumptions, call.given),
      ...(unanswered && { unanswered: unansweredOf(unanswered) }),
    };
  }

  /** The diagram of a flow that a call reached. @throws Refusal */
  diagram(body: unknown): Drawn {
    const request = parsed(diagramRequest, body);
    const { flow, stage } = this.#line(request);
    const { place } = request;
    const found = drawn(flow, stage, place);
    if (found) return found;
    throw new Refusal(404, `The call does not reach the flow '${place.flow}'.`);
  }

  /** A call as a conversation test, saved in the checkout on request. @throws Refusal */
  test(body: unknown, o: { readonly save: boolean }): KeptTest {
    const request: TestRequest = parsed(testRequest, body);
    const { flow, stage, call } = this.#line(request);
    const { script, failure } = asTest(flow, { ...stage, flow: () => flow }, { ...call, name: request.name });
    const file = testFile(this.#drafts?.now?.units.find(({ key }) => key === flow.key)?.file, flow, request.name);
    const kept = { file, text: writeScript(script), ...(failure !== undefined && { failure }) };
    if (!o.save) return kept;
    if (!this.#canSave || !this.#options.checkout)
      throw new Refusal(403, "Tests are saved only when `org serve` runs with --save.");
    keepTest({ root: this.#options.checkout.root, ...kept, over: request.over });
    return { ...kept, saved: true };
  }

  get #canSave(): boolean {
    return this.#options.canSave === true && this.#options.checkout !== undefined;
  }

  #line({ flow: wanted, given: own, acts }: CallRequest): Line {
    const at = own.at ?? `${new Date().toISOString().slice(0, 19)}Z`;
    const given = { ...("number" in wanted && { called: wanted.number }), ...own, at };
    const call = { given, acts };
    if ("from" in wanted && wanted.from === "draft") return { ...this.#draft(wanted.id), call };
    const { stage, content } = this.#published;
    const id = "id" in wanted ? wanted.id : flowOfNumber(wanted.number, { routes: content.numbers, stage, given });
    const [flow, called] = [this.#published.flow(id), this.#publishedFlow(id)];
    if (flow && called) return { flow, called, stage, call };
    throw new Refusal(404, `No published flow of the organisation has the ID ${id}.`);
  }

  #draft(id: string): Omit<Line, "call"> {
    const now = this.#drafts?.now;
    const unit = now?.units.find(({ key }) => key === id);
    const flow = now?.stage?.flow(id);
    const called = unit && draftOf(unit);
    if (now?.stage && flow && called) return { flow, called, stage: now.stage };
    throw new Refusal(404, now?.problem ?? `No flow in the checkout has the key ${id}.`);
  }

  #publishedFlow(id: string): CalledFlow | undefined {
    const flow = this.#published.flow(id);
    if (!flow) return undefined;
    const { name, type, key, version, holds = [] } = flow;
    const numbers = new Set(this.#published.content.numbers.flatMap((one) => (one.flowId === id ? [one.number] : [])));
    const { media } = flowTypes[type];
    return {
      ...{ id, from: "published", name, type, media, numbers: [...numbers], holds },
      ...(key !== undefined && { key }),
      ...(version !== undefined && { version }),
    };
  }
}

function draftOf({ key, name, type, numbers }: NonNullable<Drafts["now"]>["units"][number]): CalledFlow {
  return { id: key, from: "draft", key, name, type, media: flowTypes[type].media, numbers, holds: [] };
}

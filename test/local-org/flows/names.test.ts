import { errorsOf } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

afterEach(endAll);

const ACTIONS = [
  callOf(),
  "transferToAcd: {name: T, targetQueue: {lit: {name: sales}}}",
  "callData: {name: C, category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {lit: a}}}}}}}",
];

describe("an object that a flow refers to is renamed", () => {
  test("its export has the present names, and can be published", async () => {
    const api = (await started({ seedText: SEED })).client;
    const module = await api.published(greeter());
    const flow = await api.published(inbound("Main", ACTIONS));
    expect(await api.exported(flow.id)).toMatch(/name: Sales\n/);

    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${module.id}`);
    await api.ok("PUT", `/api/v2/flows/${module.id}`, { name: "Welcomer" });
    const [queue] = (await api.ok("GET", "/api/v2/routing/queues?name=Sales")).entities;
    await api.ok("PUT", `/api/v2/routing/queues/${queue.id}`, { ...queue, name: "Sales & Service" });
    const text = await api.exported(flow.id);
    expect(text).toMatch(/Welcomer:\n\s+ver_latestPublished:\n\s+inputs:\n\s+Common.caller/);
    expect(text).toContain("name: Sales & Service\n");
    expect(text).not.toMatch(/Greeter:|name: Sales\n/);
    const again = await api.published(text);
    expect(again.id).toBe(flow.id);
    expect(await api.exported(flow.id)).toBe(text);
  });

  test("in every place of the name: as a key, as a value, after 'Prompt.'", async () => {
    const api = (await started({ seedText: SEED })).client;
    const prompt = await api.ok("POST", "/api/v2/architect/prompts", { name: "welcome" });
    const key = { $id: "/properties/key", type: "string", title: "" };
    const table = await api.ok("POST", "/api/v2/flows/datatables", {
      name: "Numbers",
      schema: {
        $schema: "http://json-schema.org/draft-04/schema#",
        type: "object",
        required: ["key"],
        additionalProperties: false,
        properties: { key },
      },
    });
    const target = await api.published(inbound("Claims"));
    const { id } = await api.published(
      inbound("Main", [
        "playAudio: {name: P, audio: {prompt: Prompt.welcome}}",
        "playAudio: {name: E, audio: {exp: Prompt.welcome}}",
        "dataTableLookup: {name: L, lookupValue: {exp: Call.Ani}, dataTable: {Numbers: {foundOutputs: {}, failureOutputs: {}}}}",
        "callData: {name: C, category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {lit: Verify PIN}}}}}}}",
        "transferToFlow: {name: F, targetFlow: {name: Claims}}",
      ]),
    );
    await api.ok("PUT", `/api/v2/architect/prompts/${prompt.id}`, { name: "hello" });
    await api.ok("PUT", `/api/v2/flows/datatables/${table.id}`, { ...table, name: "Callers" });
    const action = (await api.ok("GET", "/api/v2/integrations/actions?name=Verify%20PIN")).entities[0];
    await api.ok("PATCH", `/api/v2/integrations/actions/${action.id}`, { name: "Check PIN", version: action.version });
    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${target.id}`);
    await api.ok("PUT", `/api/v2/flows/${target.id}`, { name: "New claims" });
    const text = await api.exported(id);
    expect(text).toContain("prompt: Prompt.hello\n");
    expect(text).toContain("exp: Prompt.welcome\n");
    expect(text).toMatch(/dataTable:\n\s+Callers:/);
    expect(text).toMatch(/dataAction:\n\s+Check PIN:\n\s+inputs:\n\s+pin:\n\s+lit: Verify PIN\n/);
    expect(text).toMatch(/targetFlow:\n\s+name: New claims\n/);
  });

  test("it is republished under the new names", async () => {
    const api = (await started({ seedText: SEED })).client;
    const module = await api.published(greeter());
    const { id } = await api.published(inbound("Main", ACTIONS));
    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${module.id}`);
    await api.ok("PUT", `/api/v2/flows/${module.id}`, { name: "Welcomer" });
    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    expect(await api.ok("POST", `/api/v2/flows/actions/publish?flow=${id}`)).toMatchObject({ actionStatus: "SUCCESS" });
    expect(await api.uses(id, "2.0")).toContain("COMMONMODULEFLOW Welcomer 1.0");
    expect(errorsOf(await api.publish(inbound("Main", ACTIONS)))[0]).toMatch(/^no matches/);
  });
});

describe("names of flows", () => {
  test("are unique per type, ignoring case, over all divisions", async () => {
    const api = (await started({ seedText: SEED })).client;
    const { id } = await api.published(inbound("Main"));
    expect((await api.published(inbound("MAIN"))).id).toBe(id);
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).name).toBe("MAIN");
    const billing = (await api.ok("GET", "/api/v2/authorization/divisions?name=Billing")).entities[0];
    expect(
      await api.call("POST", "/api/v2/flows", { name: " main ", type: "inboundcall", division: { id: billing.id } }),
    ).toMatchObject({ status: 409, body: { code: "architect.flow.already.exists" } });
    expect((await api.call("POST", "/api/v2/flows", { name: "main", type: "COMMONMODULE" })).status).toBe(200);
  });

  test("may change their case, and are free again when their flow is deleted", async () => {
    const api = (await started({ seedText: SEED })).client;
    const { id } = await api.published(inbound("Main"));
    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    expect((await api.ok("PUT", `/api/v2/flows/${id}`, { name: "MAIN" })).name).toBe("MAIN");
    await api.call("DELETE", `/api/v2/flows/${id}`);
    expect((await api.published(inbound("Main"))).id).not.toBe(id);
  });
});

describe("divisions of flows", () => {
  test("change by a move; a division that holds flows is not deleted", async () => {
    const api = (await started({ seedText: SEED })).client;
    const { id } = await api.published(inbound("Main"));
    const billing = (await api.ok("GET", "/api/v2/authorization/divisions?name=Billing")).entities[0];
    expect((await api.call("POST", `/api/v2/authorization/divisions/${billing.id}/objects/FLOW`, [id])).status).toBe(
      204,
    );
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).division).toMatchObject({ id: billing.id, name: "Billing" });
    expect((await api.ok("GET", `/api/v2/flows?divisionId=${billing.id}`)).total).toBe(1);
    expect(await api.exported(id)).toContain("division: Billing\n");
    expect(await api.call("DELETE", `/api/v2/authorization/divisions/${billing.id}`)).toMatchObject({ status: 400 });
    await api.call("DELETE", `/api/v2/flows/${id}`);
    expect((await api.call("DELETE", `/api/v2/authorization/divisions/${billing.id}`)).status).toBe(204);
  });
});

describe("bots", () => {
  const BOT = `botFlow:
  name: Order Bot
  defaultLanguage: en-us
  startUpRef: "/botFlow/bots/bot[start]"
  variables:
    - stringVariable: {name: Slot.Number, initialValue: {noValue: true}, isInput: true, isOutput: true}
    - stringVariable: {name: Flow.Secret, initialValue: {noValue: true}}
  bots:
    - bot: {name: Start, refId: start, actions: [{exitBotFlow: {name: Exit}}]}
`;
  const caller = (binding: string) =>
    inbound("Main", [
      `callBotFlow: {name: B, inputText: {noValue: true}, botFlow: {Order Bot: {ver_latestPublished: ${binding}}}}`,
    ]);

  test("declare what may be bound, which exports list", async () => {
    const api = (await started({ seedText: SEED })).client;
    await api.published(BOT);
    const { id } = await api.published(caller("{outputs: {Slot.Number: {var: Flow.outcome}}}"));
    expect(await api.exported(id)).toMatch(
      /inputs:\n\s+Slot.Number:\n\s+noValue: true\n\s+outputs:\n\s+Slot.Number:\n\s+var: Flow.outcome\n/,
    );
    const job = await api.publish(caller("{inputs: {Flow.Secret: {lit: x}}}"));
    expect(job.messages).toMatchObject([{ type: "Error", details: [{ errorCode: "unknown-bot-input" }] }]);
  });
});

import { Organisation, SEED } from "../support/organisation.ts";

// Objects that other objects use: they must exist, and cannot be deleted while they are used.
let organisation: Organisation;
let flow: { id: string; name: string };
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  flow = await publish(FLOW);
});
afterAll(() => organisation.end());

const FLOW = `inboundCall:
  name: Enquiries
  division: Home
  startUpRef: "/inboundCall/tasks/task[main]"
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}, textToSpeech: {defaultEngine: {voice: Jill}}}}
  initialGreeting: {tts: Hello}
  tasks:
    - task:
        name: Main
        refId: main
        actions:
          - callData:
              name: Verify
              category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {lit: "1"}, phoneNumber: {lit: "2"}}}}}}
          - transferToAcd:
              name: Transfer
              targetQueue: {lit: {name: General Enquiries}}
          - disconnect: {name: Disconnect}
`;

async function publish(text: string): Promise<{ id: string; name: string }> {
  const job = await organisation.call("POST", "/api/v2/flows/jobs");
  await fetch(job.body.presignedUrl, { method: "PUT", headers: job.body.headers, body: text });
  const { body } = await organisation.call("GET", `/api/v2/flows/jobs/${job.body.id}?expand=messages`);
  expect(body).toMatchObject({ status: "Success" });
  const read = await organisation.call("GET", `/api/v2/flows/${body.flow.id}`);
  return { id: read.body.id, name: read.body.name };
}

async function idOf(path: string, name: string): Promise<string> {
  const { body } = await organisation.call("GET", `${path}?name=${encodeURIComponent(name)}`);
  return body.entities[0].id;
}

test.each([
  ["queue", "/api/v2/routing/queues", "General Enquiries"],
  ["data action", "/api/v2/integrations/actions", "Verify PIN"],
])("a %s that a published flow uses is not deleted, and the refusal names the flow", async (_, path, name) => {
  const answer = await organisation.call("DELETE", `${path}/${await idOf(path, name)}`);
  expect(answer.status).toBe(409);
  expect(answer.body).toMatchObject({
    code: "architect.dependency.object.in.use",
    message: expect.stringContaining("INBOUNDCALLFLOW 'Enquiries'"),
    details: [{ entityId: flow.id, entityName: "Enquiries" }],
  });
});

test.each([
  ["IVR", "/api/v2/architect/ivrs", "openHoursFlow"],
  ["queue", "/api/v2/routing/queues", "queueFlow"],
])("an %s names flows that exist", async (kind, path, field) => {
  const good = await organisation.call("POST", path, { body: { name: `${kind} of a flow`, [field]: { id: flow.id } } });
  expect(good.body).toMatchObject({ [field]: { id: flow.id } });
  const bad = await organisation.call("POST", path, { body: { name: `${kind} of none`, [field]: { id: "none" } } });
  expect(bad.status).toBe(400);
  expect(bad.body).toMatchObject({
    message: "There is no flow with the id 'none'.",
    details: [{ fieldName: field }],
  });
  expect((await organisation.call("DELETE", good.body.selfUri)).status).toBe(204);
});

test("a flow that an IVR routes to is not deleted, until the IVR is gone", async () => {
  const ivr = await organisation.call("POST", "/api/v2/architect/ivrs", {
    body: { name: "Main number", dnis: ["+13175550100"], openHoursFlow: { id: flow.id } },
  });
  const refused = await organisation.call("DELETE", `/api/v2/flows/${flow.id}`);
  expect(refused.status).toBe(409);
  expect(refused.body.details).toMatchObject([{ entityId: ivr.body.id, entityName: "Main number" }]);
  await organisation.call("DELETE", ivr.body.selfUri);
  expect((await organisation.call("DELETE", `/api/v2/flows/${flow.id}`)).status).toBeLessThan(300);
  const queue = await idOf("/api/v2/routing/queues", "General Enquiries");
  expect((await organisation.call("DELETE", `/api/v2/routing/queues/${queue}`)).status).toBe(204);
});

test("forceDelete removes a queue although it is used", async () => {
  const { body: queue } = await organisation.call("POST", "/api/v2/routing/queues", {
    body: { name: "General Enquiries" },
  });
  await publish(FLOW);
  expect((await organisation.call("DELETE", queue.selfUri)).status).toBe(409);
  expect((await organisation.call("DELETE", `${queue.selfUri}?forceDelete=true`)).status).toBe(204);
});

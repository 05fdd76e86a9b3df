import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";

let api: OrganisationClient;

const flows: Record<string, string> = {};

beforeAll(async () => {
  api = (await started({ seedText: "scripts: [{name: Greeting}]\n" })).client;
  for (const type of ["inboundcall", "inboundemail", "inqueuecall", "inqueueemail", "inqueueshortmessage"])
    flows[type] = (await api.ok("POST", "/api/v2/flows", { name: `A ${type}`, type })).id;
  await api.ok("POST", "/api/v2/routing/email/domains", { id: "mail.example.com", subDomain: false });
});
afterAll(endAll);

/** Warnings of the requests since the last time. */
async function warnings(): Promise<string[]> {
  const requests = await api.requests();
  await api.ok("DELETE", "/_local/requests");
  return requests.flatMap(({ warning }) => warning ?? []);
}

describe("a flow on an e-mail route", () => {
  const route = (body: object) => ({ pattern: `to-${Math.abs(hash(JSON.stringify(body)))}`, fromName: "Us", ...body });
  const routes = "/api/v2/routing/email/domains/mail.example.com/routes";

  test.each(["flow", "spamFlow"])("as %s is one for e-mail", async (field) => {
    const queue = await api.ok("POST", "/api/v2/routing/queues", { name: `For ${field}` });
    const other = field === "flow" ? {} : { queue: { id: queue.id } };
    const made = await api.ok("POST", routes, route({ ...other, [field]: { id: flows["inboundemail"] } }));
    for (const id of [flows["inboundcall"], "00000000-0000-4000-8000-000000000000"]) {
      const body = route({ ...other, [field]: { id }, of: field });
      const refused = [
        await api.call("POST", routes, body),
        await api.call("PUT", `${routes}/${made.id}`, { ...body, pattern: made.pattern }),
      ];
      for (const { status, body: error } of refused)
        expect([status, error]).toMatchObject([
          400,
          {
            code: "bad.flow.id",
            message: "The flow is not eligible for use here.",
            details: [{ fieldName: field, entityId: id }],
          },
        ]);
    }
    expect((await api.ok("GET", `${routes}/${made.id}`))[field]).toMatchObject({ id: flows["inboundemail"] });
  });
});

describe("where no documented code refuses it, another type is a warning in the request log", () => {
  const queue = (field: string) => ({ path: "/api/v2/routing/queues", of: (id: string) => ({ [field]: { id } }) });
  const ivr = (field: string) => ({ path: "/api/v2/architect/ivrs", of: (id: string) => ({ [field]: { id } }) });
  test.each([
    { field: "queueFlow", ...queue("queueFlow"), right: "inqueuecall", type: "INQUEUECALL" },
    { field: "emailInQueueFlow", ...queue("emailInQueueFlow"), right: "inqueueemail", type: "INQUEUEEMAIL" },
    {
      field: "messageInQueueFlow",
      ...queue("messageInQueueFlow"),
      right: "inqueueshortmessage",
      type: "INQUEUESHORTMESSAGE",
    },
    { field: "openHoursFlow", ...ivr("openHoursFlow"), right: "inboundcall", type: "INBOUNDCALL" },
    { field: "closedHoursFlow", ...ivr("closedHoursFlow"), right: "inboundcall", type: "INBOUNDCALL" },
    { field: "holidayHoursFlow", ...ivr("holidayHoursFlow"), right: "inboundcall", type: "INBOUNDCALL" },
    {
      field: "emergencyCallFlows.emergencyFlow",
      path: "/api/v2/architect/emergencygroups",
      of: (id: string) => ({ emergencyCallFlows: [{ emergencyFlow: { id }, ivrs: [] }] }),
      right: "inboundcall",
      type: "INBOUNDCALL",
    },
  ])("$field", async ({ field, path, of, right, type }) => {
    await warnings();
    await api.ok("POST", path, { name: `Right ${field}`, ...of(flows[right] as string) });
    expect(await warnings()).toEqual([]);
    await api.ok("POST", path, { name: `Wrong ${field}`, ...of(flows["inboundemail"] as string) });
    expect(await warnings()).toEqual([
      `'${field}' is for ${type}, but the flow 'A inboundemail' has the type INBOUNDEMAIL. The platform may refuse this id.`,
    ]);
  });
});

test("so is an unknown script of a queue, for each kind of conversation", async () => {
  const { entities } = await api.ok("GET", "/api/v2/scripts");
  await warnings();
  await api.ok("POST", "/api/v2/routing/queues", {
    name: "With scripts",
    defaultScripts: { CALL: { id: "none" }, EMAIL: { id: "nor this" }, MESSAGE: { id: entities[0].id } },
  });
  expect(await warnings()).toEqual([
    "'defaultScripts': there is no script with the id 'none'. The platform may refuse this id. " +
      "'defaultScripts': there is no script with the id 'nor this'. The platform may refuse this id.",
  ]);
});

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) | 0, 7);
}

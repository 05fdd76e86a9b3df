import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { type LocalOrganisation, startLocalOrganisation } from "../../../packages/local-org/index.ts";
import { type Client, cleanUp, connect, newFolder } from "../flows/organisation.ts";

let organisation: LocalOrganisation;
let api: Client;

const flows: Record<string, string> = {};

beforeAll(async () => {
  const seed = join(newFolder(), "organisation.yaml");
  writeFileSync(seed, "scripts: [{name: Greeting}]\n");
  organisation = await startLocalOrganisation({ file: ":memory:", seed, requestsPerMinute: 10_000 });
  api = await connect(organisation.url);
  for (const type of ["inboundcall", "inboundemail", "inqueuecall", "inqueueemail", "inqueueshortmessage"])
    flows[type] = (await api.ok("POST", "/flows", { name: `A ${type}`, type })).id;
  await api.ok("POST", "/routing/email/domains", { id: "mail.example.com", subDomain: false });
});
afterAll(async () => {
  await organisation.close();
  await cleanUp();
});

/** Warnings of the requests since the last time. */
async function warnings(): Promise<string[]> {
  const response = await fetch(`${organisation.url}/_local/requests`);
  const { entities } = (await response.json()) as { entities: { warning?: string }[] };
  await fetch(`${organisation.url}/_local/requests`, { method: "DELETE" });
  return entities.flatMap(({ warning }) => warning ?? []);
}

describe("a flow on an e-mail route", () => {
  const route = (body: object) => ({ pattern: `to-${Math.abs(hash(JSON.stringify(body)))}`, fromName: "Us", ...body });
  const routes = "/routing/email/domains/mail.example.com/routes";

  test.each(["flow", "spamFlow"])("as %s is one for e-mail", async (field) => {
    const queue = await api.ok("POST", "/routing/queues", { name: `For ${field}` });
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
  const queue = (field: string) => ({ path: "/routing/queues", of: (id: string) => ({ [field]: { id } }) });
  const ivr = (field: string) => ({ path: "/architect/ivrs", of: (id: string) => ({ [field]: { id } }) });
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
      path: "/architect/emergencygroups",
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
      `'${field}' is for ${type}, and the flow 'A inboundemail' is of the type INBOUNDEMAIL. The platform may refuse it.`,
    ]);
  });
});

test("so is an unknown script of a queue, for each kind of conversation", async () => {
  const { entities } = await api.ok("GET", "/scripts");
  await warnings();
  await api.ok("POST", "/routing/queues", {
    name: "With scripts",
    defaultScripts: { CALL: { id: "none" }, EMAIL: { id: "nor this" }, MESSAGE: { id: entities[0].id } },
  });
  expect(await warnings()).toEqual([
    "'defaultScripts': there is no script with the id 'none'. The platform may refuse it. " +
      "'defaultScripts': there is no script with the id 'nor this'. The platform may refuse it.",
  ]);
});

function hash(text: string): number {
  return [...text].reduce((sum, character) => (sum * 31 + (character.codePointAt(0) ?? 0)) | 0, 7);
}

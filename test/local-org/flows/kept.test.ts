import { join } from "node:path";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started, storeFolder } from "../support/organisation.ts";
import { inbound, SEED } from "./documents.ts";

afterEach(endAll);

/** The time stands still, so that no time in an answer tells of a change. */
const clock = { now: () => Date.parse("2026-03-01T12:00:00.000Z") };
const LIST = "/api/v2/flows?pageSize=100";

/** One change of what a listing shows, by a client of some server; `id` is the flow's. */
type Change = (api: OrganisationClient, id: string) => Promise<unknown>;

const act =
  (action: string): Change =>
  (api, id) =>
    api.ok("POST", `/api/v2/flows/actions/${action}?flow=${id}`);

const save =
  (...languages: string[]): Change =>
  async (api, id) => {
    const draft = await api.ok("GET", `/api/v2/flows/${id}/latestconfiguration`);
    const supportedLanguages = Object.fromEntries(languages.map((language) => [language, { none: true }]));
    await api.ok("POST", `/api/v2/flows/${id}/versions`, { inboundCall: { ...draft.inboundCall, supportedLanguages } });
  };

const describeAs =
  (description: string): Change =>
  (api, id) =>
    api.ok("PUT", `/api/v2/flows/${id}`, { name: "Main", description });

const division = async (api: OrganisationClient) =>
  (await api.ok("GET", "/api/v2/authorization/divisions?name=Billing")).entities[0];

const changes: readonly (readonly [string, Change])[] = [
  ["taking the lock", act("checkout")],
  ["saving a draft", save("en-us", "de-de")],
  ["saving again in its place", save("en-us")],
  ["checking it in", act("checkin")],
  ["publishing", (api) => api.published(inbound("Main"))],
  ["taking the lock again", act("checkout")],
  ["describing", describeAs("one")],
  ["describing again", describeAs("two")],
  ["renaming", (api, id) => api.ok("PUT", `/api/v2/flows/${id}`, { name: "Renamed", description: "two" })],
  [
    "moving to another division",
    async (api, id) => api.ok("POST", `/api/v2/authorization/divisions/${(await division(api)).id}/objects/FLOW`, [id]),
  ],
  [
    "renaming the division",
    async (api) => {
      const { id } = await division(api);
      await api.ok("PUT", `/api/v2/authorization/divisions/${id}`, { name: "Invoices" });
    },
  ],
  ["giving the lock back", act("unlock")],
  ["deactivating", act("deactivate")],
  ["another flow", (api) => api.published(inbound("Other"))],
  ["deleting", (api, id) => api.ok("DELETE", `/api/v2/flows/${id}`)],
];

test.each(["this server", "another server"])("what is kept of flows is void once %s changed them", async (writer) => {
  const file = join(storeFolder(), "organisation.sqlite");
  const here = (await started({ file, seedText: SEED, clock })).client;
  const there = (await started({ file, clock })).client;
  const writes = writer === "this server" ? here : there;
  const { id } = await writes.published(inbound("Main"));
  let before = await here.ok("GET", LIST);
  for (const [name, change] of changes) {
    await change(writes, id);
    const anew = (await started({ file, clock })).client;
    const after = await here.ok("GET", LIST);
    expect([name, after]).toEqual([name, await anew.ok("GET", LIST)]);
    expect([name, after]).not.toEqual([name, before]);
    const one = `/api/v2/flows/${id}?deleted=true`;
    expect([name, await here.ok("GET", one)]).toEqual([name, await anew.ok("GET", one)]);
    before = after;
  }
});

test("a listing of kept flows filters, sorts and pages as ever", async () => {
  const api = (await started({ seedText: SEED, clock })).client;
  const made = new Map<string, string>();
  for (const name of ["Cherry", "apple", "Banana"]) made.set(name, (await api.published(inbound(name))).id);
  const names = async (query: string) =>
    (await api.ok("GET", `/api/v2/flows?${query}`)).entities.map((flow: { name: string }) => flow.name);
  const cases: readonly (readonly [string, readonly string[]])[] = [
    ["sortBy=name", ["apple", "Banana", "Cherry"]],
    ["sortBy=name&sortOrder=desc", ["Cherry", "Banana", "apple"]],
    ["sortBy=name&pageSize=2&pageNumber=2", ["Cherry"]],
    ["sortBy=name&pageSize=2&pageNumber=3", []],
    ["sortBy=name&name=*an*", ["Banana"]],
    ["sortBy=name&type=commonmodule", []],
    [`id=${made.get("Cherry")}`, ["Cherry"]],
  ];
  for (const round of [1, 2]) {
    for (const [query, expected] of cases) expect([round, query, await names(query)]).toEqual([round, query, expected]);
  }
  const views = await api.ok("GET", "/api/v2/flows/divisionviews?sortBy=name");
  expect(views.entities.map((flow: { name: string }) => flow.name)).toEqual(["apple", "Banana", "Cherry"]);
});

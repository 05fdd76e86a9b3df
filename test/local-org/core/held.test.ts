import { Organisation, SEED } from "../support/organisation.ts";

let organisation: Organisation;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
});
afterAll(() => organisation.end());

const flow = { name: "Held", type: "INBOUNDCALL" };

test("cached answers are invalid once this server or another one changed something", async () => {
  const other = await organisation.serve();
  const { body: made } = await organisation.call("POST", "/api/v2/flows", { body: flow });
  const one = `/api/v2/flows/${made.id}`;
  const names = async () => [
    (await organisation.call("GET", one)).body.name,
    (await organisation.call("GET", one)).body.name,
    (await organisation.call("GET", one, { url: other.url })).body.name,
    (await organisation.call("GET", "/api/v2/flows")).body.entities[0].name,
  ];
  expect(await names()).toEqual(["Held", "Held", "Held", "Held"]);
  await organisation.call("POST", `/api/v2/flows/actions/checkout?flow=${made.id}`);
  await organisation.call("PUT", one, { body: { ...flow, name: "Here" } });
  expect(await names()).toEqual(["Here", "Here", "Here", "Here"]);
  await organisation.call("PUT", one, { body: { ...flow, name: "There" }, url: other.url });
  expect(await names()).toEqual(["There", "There", "There", "There"]);
});

test("a cached answer still needs token and permission, and has headers of its own", async () => {
  const path = "/api/v2/flows";
  const first = await organisation.call("GET", path);
  const second = await organisation.call("GET", path);
  expect(second.text).toBe(first.text);
  expect(second.headers.get("content-type")).toBe(first.headers.get("content-type"));
  expect(second.headers.get("inin-correlation-id")).not.toBe(first.headers.get("inin-correlation-id"));
  expect((await organisation.call("GET", path, { token: "none" })).status).toBe(401);
  const reader = await organisation.token("reader", "reader");
  expect((await organisation.call("GET", path, { token: reader })).status).toBe(403);
});

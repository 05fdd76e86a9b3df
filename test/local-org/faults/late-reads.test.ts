import platform from "purecloud-platform-client-v2";
import { callOf, greeter, inbound } from "../flows/documents.ts";
import { endAll } from "../support/organisation.ts";
import { type Faulty, faulty } from "./organisation.ts";

afterEach(endAll);

let now = Date.now();
const pass = (seconds: number): void => {
  now += seconds * 1000;
};
/** An organisation whose clock stops until the test advances it. */
const standing = () => faulty({ clock: { now: () => now } });

const late = (of: readonly string[] | undefined, more: object = {}) => ({
  faults: [{ ...more, do: { readLag: { seconds: 2, ...(of && { of }) } } }],
});

/** What each kind of read shows of a flow: its name and published version, or that it does not exist. */
async function seen({ api }: Faulty, id: string, name = "Main") {
  const shown = (flow?: { name: string; publishedVersion?: { id: string } }) =>
    flow ? `${flow.name} ${flow.publishedVersion?.id}` : "none";
  const one = await api.call("GET", `/api/v2/flows/${id}`);
  const listed = async (query: string) => (await api.ok("GET", query)).entities[0];
  return {
    id: one.status === 200 ? shown(one.body) : "none",
    list: shown(await listed("/api/v2/flows")),
    lookup: shown(await listed(`/api/v2/flows/lookup?id=${id}`)),
    search: shown(await listed(`/api/v2/flows?name=${name}`)),
  };
}
const all = (shown: string) => ({ id: shown, list: shown, lookup: shown, search: shown });

describe("a read lag in seconds", () => {
  test("shows flows as they were: not yet created, another version, another name, not yet deleted", async () => {
    const here = await standing();
    const { api, faults } = here;
    await faults(late(["id", "list", "search"]));
    const { flow } = await api.publish(inbound("Main"));
    const id = String(flow?.id);
    expect(await seen(here, id)).toEqual(all("none"));
    pass(2);
    expect(await seen(here, id)).toEqual(all("Main 1.0"));

    await api.publish(inbound("Main"));
    pass(1.9);
    expect(await seen(here, id)).toEqual(all("Main 1.0"));
    pass(0.1);
    expect(await seen(here, id)).toEqual(all("Main 2.0"));

    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    await api.ok("PUT", `/api/v2/flows/${id}`, { name: "Other" });
    await api.ok("POST", `/api/v2/flows/actions/unlock?flow=${id}`);
    expect(await seen(here, id)).toEqual(all("Main 2.0"));
    expect((await seen(here, id, "Other")).search).toBe("none");
    pass(2);
    expect(await seen(here, id)).toEqual({ ...all("Other 2.0"), search: "none" });
    expect((await seen(here, id, "Other")).search).toBe("Other 2.0");

    expect((await api.call("DELETE", `/api/v2/flows/${id}`)).status).toBe(204);
    expect(await seen(here, id, "Other")).toEqual(all("Other 2.0"));
    pass(2);
    expect(await seen(here, id, "Other")).toEqual(all("none"));
  });

  test.each([["id"], ["list"], ["search"]])("of %s leaves the other kinds alone", async (kind) => {
    const here = await standing();
    await here.faults(late([kind]));
    const { flow } = await here.api.publish(inbound("Main"));
    const expected = { ...all("Main 1.0"), [kind]: "none", ...(kind === "list" && { lookup: "none" }) };
    expect(await seen(here, String(flow?.id))).toEqual(expected);
  });

  test("reads the whole query, also behind a question mark in it", async () => {
    const { api, faults } = await standing();
    await faults(late(["search"]));
    await api.publish(inbound("Main"));
    expect((await api.ok("GET", "/api/v2/flows?x=?&name=Main")).entities).toEqual([]);
  });

  test("starts and ends with the fault", async () => {
    const here = await standing();
    const { api, faults, clear } = here;
    const { id } = await api.published(inbound("Main"));
    await faults(late(undefined));
    expect(await seen(here, id)).toEqual(all("Main 1.0"));
    await api.publish(inbound("Main"));
    expect(await seen(here, id)).toEqual(all("Main 1.0"));
    await clear();
    expect(await seen(here, id)).toEqual(all("Main 2.0"));
    await faults(late(undefined));
    expect(await seen(here, id)).toEqual(all("Main 2.0"));
  });

  test("affects the calls that its condition names, and counts them", async () => {
    const here = await standing();
    const { api, faults, list } = here;
    await faults(late(["id"], { when: { calls: 2 } }));
    const { flow } = await api.publish(inbound("Main"));
    const read = async () => (await api.call("GET", `/api/v2/flows/${flow?.id}`)).status;
    expect([await read(), await read(), await read()]).toEqual([200, 404, 200]);
    expect(await list()).toMatchObject([{ calls: 3, happened: 1 }]);
  });

  test("does not affect writes and jobs, which use the present", async () => {
    const here = await standing();
    const { api, faults } = here;
    await faults(late(undefined));
    const first = await api.publish(inbound("Main"));
    const second = await api.publish(inbound("Main"));
    expect(second.flow?.id).toBe(first.flow?.id);
    expect((await api.call("POST", "/api/v2/flows", { name: "main", type: "inboundcall" })).status).toBe(409);
    expect(await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${first.flow?.id}`)).toMatchObject({
      publishedVersion: { id: "2.0" },
    });
  });

  test("of dependencies hides new versions from dependency tracking", async () => {
    const { api, faults } = await standing();
    await api.publish(greeter());
    await faults(late(["dependencies"]));
    const { id } = await api.published(inbound("Main", [callOf()]));
    expect(await api.uses(id, "1.0")).toEqual([]);
    pass(2);
    expect(await api.uses(id, "1.0")).toHaveLength(1);
  });

  test("of ivrs shows IVRs as they were", async () => {
    const { sdk, faults } = await standing();
    const architect = new platform.ArchitectApi(sdk);
    const names = async () => (await architect.getArchitectIvrs()).entities?.map(({ name }) => name);
    await faults(late(["ivrs"]));
    const { id = "" } = await architect.postArchitectIvrs({ name: "Front door" });
    expect(await names()).toEqual([]);
    await expect(architect.getArchitectIvr(id)).rejects.toMatchObject({ status: 404 });
    pass(2);
    await architect.putArchitectIvr(id, { ...(await architect.getArchitectIvr(id)), name: "Back door" });
    expect(await names()).toEqual(["Front door"]);
    pass(2);
    expect([await names(), (await architect.getArchitectIvr(id)).name]).toEqual([["Back door"], "Back door"]);
    await architect.deleteArchitectIvr(id);
    expect(await names()).toEqual(["Back door"]);
    pass(2);
    expect(await names()).toEqual([]);
  });

  test.each([
    [{}, "a read lag requires times or seconds"],
    [{ times: 1, seconds: 1 }, "a read lag requires times or seconds"],
    [{ times: 1, of: ["id"] }, "'of' is allowed only for a read lag in seconds"],
    [{ seconds: 1, of: ["queues"] }, "of[0]"],
  ])("%j is refused", async (readLag, expected) => {
    const { faults } = await faulty();
    await expect(faults({ faults: [{ do: { readLag } }] })).rejects.toThrow(expected);
  });
});

test("an index lag may be set in seconds", async () => {
  const { api, faults } = await standing();
  await api.publish(greeter());
  await faults({ faults: [{ do: { indexLag: { seconds: 20 } } }] });
  const { id } = await api.published(inbound("Main", [callOf()]));
  pass(19);
  expect(await api.uses(id, "1.0")).toEqual([]);
  pass(1);
  expect(await api.uses(id, "1.0")).toHaveLength(1);
});

import platform from "purecloud-platform-client-v2";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { TestClock } from "../support/test-clock.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

afterEach(endAll);

async function vendor(o: { clock?: { now(): number }; jobDurationMs?: number } = {}) {
  const organisation = await started({ seedText: SEED, ...o });
  return { architect: new platform.ArchitectApi(organisation.sdk()), api: organisation.client };
}

const names = (listing: { entities?: { name?: string; version?: string }[] }): string[] =>
  (listing.entities ?? []).map(({ name, version }) => `${name} ${version ?? "-"}`);

async function staleCaller(api: OrganisationClient) {
  const module = await api.published(greeter());
  const stale = await api.published(inbound("Stale", [callOf()]));
  await api.published(greeter({ say: "Hello." }));
  const fresh = await api.published(inbound("Fresh", [callOf()]));
  return { module, stale, fresh };
}

describe("dependency tracking over all objects", () => {
  test("finds objects by name", async () => {
    const { architect, api } = await vendor();
    await staleCaller(api);
    await api.published(greeter({ name: "Sales" }));
    expect(names(await architect.getArchitectDependencytracking("sales"))).toEqual(["Sales 1.0", "Sales -"]);
    const found = await architect.getArchitectDependencytracking("GREETER", {
      objectType: ["COMMONMODULEFLOW"],
      consumingResources: true,
    });
    expect(found).toMatchObject({ total: 1, pageCount: 1, entities: [{ type: "COMMONMODULEFLOW", version: "2.0" }] });
    expect(found.entities?.[0]?.consumingResources).toMatchObject([{ name: "Fresh", version: "1.0" }]);
    expect((await architect.getArchitectDependencytracking("none")).total).toBe(0);
    expect(await api.call("GET", "/api/v2/architect/dependencytracking")).toMatchObject({
      status: 400,
      body: { code: "architect.query.parameter.missing" },
    });
    expect((await api.call("GET", "/api/v2/architect/dependencytracking?name=x&objectType=NOPE")).status).toBe(400);
  });

  test("lists flows that hold an old snapshot of a module", async () => {
    const { architect, api } = await vendor();
    const { module } = await staleCaller(api);
    const listed = await architect.getArchitectDependencytrackingUpdatedresourceconsumers({
      consumedResources: true,
    });
    expect(names(listed)).toEqual(["Stale 1.0"]);
    expect(listed.entities?.[0]?.consumedResources).toMatchObject([{ id: module.id, version: "1.0", updated: true }]);
    const named = await architect.getArchitectDependencytrackingUpdatedresourceconsumers({ name: "Fresh" });
    expect(named.total).toBe(0);
    await api.published(inbound("Stale", [callOf()]));
    expect((await architect.getArchitectDependencytrackingUpdatedresourceconsumers()).total).toBe(0);
    expect(
      (await api.call("GET", "/api/v2/architect/dependencytracking/updatedresourceconsumers?objectType=NO")).status,
    ).toBe(400);
  });

  test("lists users of deleted objects, by kind of version", async () => {
    const { architect, api } = await vendor();
    const { id } = await api.published(
      inbound("Main", ["transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}}"]),
    );
    expect((await architect.getArchitectDependencytrackingDeletedresourceconsumers()).total).toBe(0);
    const [queue] = (await api.ok("GET", "/api/v2/routing/queues?name=Sales")).entities;
    await api.call("DELETE", `/api/v2/routing/queues/${queue.id}?forceDelete=true`);
    const listed = await architect.getArchitectDependencytrackingDeletedresourceconsumers({ consumedResources: true });
    expect(listed.entities).toMatchObject([
      { id, version: "1.0", type: "INBOUNDCALLFLOW", consumedResources: [{ name: "Sales", deleted: true }] },
    ]);
    await api.published(inbound("Main"));
    expect((await architect.getArchitectDependencytrackingDeletedresourceconsumers()).total).toBe(0);
    expect(
      (await api.call("GET", "/api/v2/architect/dependencytracking/deletedresourceconsumers?flowFilter=x")).status,
    ).toBe(400);
  });

  test("answers per version: clients merge the answers", async () => {
    const { architect, api } = await vendor();
    const { module } = await staleCaller(api);
    const consumers = async (version?: string) =>
      names(
        await architect.getArchitectDependencytrackingConsumingresources(module.id, "COMMONMODULEFLOW", { version }),
      );
    expect(await consumers("1.0")).toEqual(["Stale 1.0"]);
    expect(await consumers("2.0")).toEqual(["Fresh 1.0"]);
    expect(await consumers()).toEqual(["Fresh 1.0", "Stale 1.0"]);
  });

  test("is rebuilt after its time, one build at once", async () => {
    const time = new TestClock();
    const { architect, api } = await vendor({ clock: time, jobDurationMs: 4000 });
    expect(await architect.getArchitectDependencytrackingBuild()).toMatchObject({ status: "OPERATIONAL" });
    await architect.postArchitectDependencytrackingBuild();
    const seen: unknown[] = [];
    for (let second = 0; second <= 4; second++) {
      seen.push((await architect.getArchitectDependencytrackingBuild()).status);
      if (second === 3)
        expect(await api.call("POST", "/api/v2/architect/dependencytracking/build")).toMatchObject({
          status: 409,
          body: { code: "architect.dependencies.build.in.progress" },
        });
      time.advance(1000);
    }
    expect(seen).toEqual(["BUILDQUEUED", "BUILDINITIALIZING", "BUILDINPROGRESS", "BUILDINPROGRESS", "OPERATIONAL"]);
    expect(await architect.getArchitectDependencytrackingBuild()).toMatchObject({
      client: { id: "local" },
      dateCompleted: expect.any(String),
    });
  });
});

describe("validate jobs", () => {
  test("report what publishing would report now, and change nothing", async () => {
    const { architect, api } = await vendor();
    const { id } = await api.published(
      inbound("Main", ["transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}}"]),
    );
    const validate = async (flow: object) => {
      const { id: job = "", totalFlows } = await architect.postFlowsValidateJobs({ flows: [{ flow }] });
      expect(totalFlows).toBe(1);
      return architect.getFlowsValidateJob(job, { expand: ["messages"] });
    };
    expect(await validate({ id })).toMatchObject({ status: "Success", command: "Validate", messages: [] });
    const [queue] = (await api.ok("GET", "/api/v2/routing/queues?name=Sales")).entities;
    await api.call("DELETE", `/api/v2/routing/queues/${queue.id}?forceDelete=true`);
    const failed = await validate({ name: "main", type: "INBOUNDCALL", version: "1.0" });
    expect(failed).toMatchObject({ status: "Failure", messages: [{ type: "Error" }] });
    expect(failed.messages?.[0]?.text).toMatch(/^no matches \('targetQueue' i '\/inboundCall\/tasks\/task\[start\]/);
    expect(await validate({ id, version: "9.0" })).toMatchObject({
      status: "Failure",
      messages: [{ text: "Specified flow version is missing." }],
    });
    expect(await validate({ id: "none" })).toMatchObject({ status: "Failure" });
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).publishedVersion.id).toBe("1.0");
  });

  test("are refused without flows, and are found by their own id only", async () => {
    const { api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    expect((await api.call("POST", "/api/v2/flows/validate/jobs", { flows: [] })).status).toBe(400);
    expect((await api.call("GET", "/api/v2/flows/validate/jobs/none")).status).toBe(404);
    const job = await api.ok("POST", "/api/v2/flows/export/jobs", { flows: [{ flow: { id } }] });
    expect((await api.call("GET", `/api/v2/flows/validate/jobs/${job.id}`)).status).toBe(404);
  });

  test("take their time like all jobs", async () => {
    const time = new TestClock();
    const { architect } = await vendor({ clock: time, jobDurationMs: 1000 });
    const { id = "", status } = await architect.postFlowsValidateJobs({ flows: [{ flow: { id: "none" } }] });
    expect(status).toBe("Started");
    expect(await architect.getFlowsValidateJob(id, { expand: ["messages"] })).not.toHaveProperty("messages");
    time.advance(1000);
    expect((await architect.getFlowsValidateJob(id)).status).toBe("Failure");
  });
});

describe("the history of a flow", () => {
  test("lists what was done, by whom, newest first", async () => {
    const { architect, api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    const configuration = await api.ok("GET", `/api/v2/flows/${id}/latestconfiguration`);
    await api.ok("POST", `/api/v2/flows/${id}/versions`, configuration);
    await api.ok("POST", `/api/v2/flows/actions/revert?flow=${id}`);
    await api.ok("POST", `/api/v2/flows/actions/checkout?flow=${id}`);
    await api.ok("PUT", `/api/v2/flows/${id}`, { name: "Front" });
    await api.ok("POST", `/api/v2/flows/actions/publish?flow=${id}`);
    await api.ok("POST", `/api/v2/flows/actions/deactivate?flow=${id}`);
    const operation = await architect.postFlowHistory(id);
    expect(operation).toMatchObject({ complete: true, actionName: "HISTORY", actionStatus: "SUCCESS" });
    const history = await architect.getFlowHistoryHistoryId(id, operation.id ?? "");
    const actions = (listing: { entities?: { action?: string }[] }) => listing.entities?.map(({ action }) => action);
    expect(actions(history)).toEqual(
      ["CREATE", "PUBLISH", "CHECKOUT", "SAVE", "REVERT", "CHECKOUT", "UPDATE", "PUBLISH", "DEACTIVATE"].reverse(),
    );
    expect(history).toMatchObject({ total: 9, pageCount: 1, name: "Front", system: false });
    expect(history.entities?.[1]).toMatchObject({ version: "2.0", client: { id: "local" } });
    const published = await architect.getFlowHistoryHistoryId(id, operation.id ?? "", {
      action: ["publish"],
      sortOrder: "asc",
      pageSize: 1,
    });
    expect(published).toMatchObject({ total: 2, pageCount: 2, entities: [{ version: "1.0" }] });
    await api.call("DELETE", `/api/v2/flows/${id}`);
    expect((await architect.getFlowHistoryHistoryId(id, operation.id ?? "")).total).toBe(9);
    expect(
      actions(await architect.getFlowHistoryHistoryId(id, (await architect.postFlowHistory(id)).id ?? ""))?.[0],
    ).toBe("DELETE");
  });

  test("is refused for a flow that does not exist", async () => {
    const { api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    expect((await api.call("POST", "/api/v2/flows/none/history")).status).toBe(404);
    expect((await api.call("GET", `/api/v2/flows/${id}/history/none`)).status).toBe(404);
  });
});

describe("views by division", () => {
  test("show published flows", async () => {
    const { architect, api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    await api.ok("POST", "/api/v2/flows", { name: "Empty", type: "INBOUNDCALL" });
    const views = await architect.getFlowsDivisionviews({ type: ["inboundcall"], sortBy: "name" });
    expect(views.entities).toMatchObject([{ name: "Empty" }, { id, name: "Main", publishedVersion: { id: "1.0" } }]);
    expect((await architect.getFlowsDivisionviews({ name: "Main" })).total).toBe(1);
    expect((await api.call("GET", "/api/v2/flows/divisionviews?pageSize=x")).status).toBe(400);
  });
});

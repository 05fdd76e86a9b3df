import { unwatchFile } from "node:fs";
import platformClient from "purecloud-platform-client-v2";
import type { OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

/** One for all tests: each of the vendor's clients watches the user's configuration file. */
const sdk = new platformClient.ApiClientClass();
afterAll(() => {
  const { watchedConfigPath } = sdk.config as unknown as { watchedConfigPath?: string };
  if (watchedConfigPath) unwatchFile(watchedConfigPath);
});

afterEach(endAll);

/** The vendor's own client, connected to a new organisation, beside a plain one. */
// biome-ignore lint/suspicious/noExplicitAny: the vendor's types say of every property that it may be missing
async function vendor(): Promise<{ architect: any; api: OrganisationClient }> {
  const { client, server } = await started({ seedText: SEED });
  sdk.setGateway({ host: "127.0.0.1", protocol: "http", port: server.port });
  await sdk.loginClientCredentialsGrant("local", "local");
  return { architect: new platformClient.ArchitectApi(sdk), api: client };
}

describe("the vendor's SDK", () => {
  test("publishes a flow by a job", async () => {
    const { architect } = await vendor();
    const job = await architect.postFlowsJobs();
    await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: inbound("Main") });
    const state = await architect.getFlowsJob(job.id, { expand: ["messages"] });
    expect(state).toMatchObject({ status: "Success", messages: [] });
    expect(await architect.getFlow(state.flow.id)).toMatchObject({ name: "Main", type: "INBOUNDCALL" });
    await architect.deleteFlow(state.flow.id);
    await expect(architect.getFlow(state.flow.id)).rejects.toMatchObject({
      status: 410,
      code: "architect.flow.deleted",
    });
  });

  test("lists flows by type, name, part of the name, page and order", async () => {
    const { architect, api } = await vendor();
    const names = ["Alpha", "beta", "Alphabet", "gamma"];
    for (const name of names) await api.published(inbound(name));
    await api.published(greeter({ name: "Alpha" }));
    const found = async (options: object) => {
      const listing = await architect.getFlows(options);
      return listing.entities.map((flow: { type: string; name: string }) => `${flow.type} ${flow.name}`);
    };
    expect(await found({ name: "alpha" })).toHaveLength(2);
    expect(await found({ name: "ALPHA", type: ["inboundcall"] })).toEqual(["INBOUNDCALL Alpha"]);
    expect(await found({ name: "alpha*", type: ["inboundcall", "bot"], sortBy: "name" })).toEqual([
      "INBOUNDCALL Alpha",
      "INBOUNDCALL Alphabet",
    ]);
    expect(await found({ nameOrDescription: "who we" })).toEqual(["COMMONMODULE Alpha"]);
    expect(await found({ type: ["bot"] })).toEqual([]);
    expect(await found({ sortBy: "name", sortOrder: "desc", pageSize: 2 })).toEqual([
      "INBOUNDCALL gamma",
      "INBOUNDCALL beta",
    ]);

    const page = await architect.getFlows({ pageSize: 2, pageNumber: 3, sortBy: "name" });
    expect(page).toMatchObject({ total: 5, pageCount: 3, pageNumber: 3, pageSize: 2, entities: [{ name: "gamma" }] });
    expect(await architect.getFlows({ pageSize: 2, pageNumber: 4 })).toMatchObject({ entities: [], total: 5 });
    const ids = page.entities.map((flow: { id: string }) => flow.id);
    expect((await architect.getFlowsLookup([...ids, "none"])).entities).toMatchObject([{ name: "gamma" }]);
    expect((await architect.getFlows({ id: ids, name: "ignored" })).entities).toMatchObject([{ name: "gamma" }]);
  });

  test("reads versions and configurations", async () => {
    const { architect, api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    await api.published(inbound("Main", ["playAudio: {name: Hi, audio: {tts: Hello}}"]));
    const versions = await architect.getFlowVersions(id);
    expect(versions).toMatchObject({ total: 2, pageCount: 1, entities: [{ id: "2.0" }, { id: "1.0" }] });
    expect(await architect.getFlowVersion(id, "1.0")).toMatchObject({ id: "1.0", type: "PUBLISH" });
    const first = await architect.getFlowVersionConfiguration(id, "1.0");
    expect(first.inboundCall.tasks[0].task.actions).toHaveLength(1);
    expect((await architect.getFlowLatestconfiguration(id)).inboundCall.tasks[0].task.actions).toHaveLength(2);
    await expect(architect.getFlowVersion(id, "3.0")).rejects.toMatchObject({ code: "architect.flow.version.missing" });
  });

  test("checks out, checks in, exports", async () => {
    const { architect, api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    expect((await architect.postFlowsActionsCheckout(id)).lockedClient).toMatchObject({ id: "local" });
    expect(await architect.postFlowsActionsCheckin(id)).toMatchObject({ complete: true, actionStatus: "SUCCESS" });
    const job = await architect.postFlowsExportJobs({ flows: [{ flow: { id }, exportType: "Yaml" }] });
    const { downloadUrl } = await architect.getFlowsExportJob(job.id, { expand: ["messages"] });
    expect(await (await fetch(downloadUrl)).text()).toMatch(/^inboundCall:\n {2}name: Main\n/);
  });
});

describe("dependency tracking", () => {
  test("answers the vendor's SDK per version", async () => {
    const { architect, api } = await vendor();
    const module = await api.published(greeter());
    const flow = await api.published(
      inbound("Main", [callOf(), "transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}}"]),
    );
    const all = await architect.getArchitectDependencytrackingConsumedresources(flow.id, "1.0", "INBOUNDCALLFLOW");
    expect(all).toMatchObject({ total: 2, pageCount: 1 });
    const modules = await architect.getArchitectDependencytrackingConsumedresources(flow.id, "1.0", "INBOUNDCALLFLOW", {
      resourceType: ["COMMONMODULEFLOW"],
    });
    expect(modules.entities).toMatchObject([{ id: module.id, version: "1.0", updated: false }]);
    const queue = all.entities.find((entry: { type: string }) => entry.type === "QUEUE");
    expect(queue).not.toHaveProperty("version");
    const users = await architect.getArchitectDependencytrackingConsumingresources(queue.id, "QUEUE");
    expect(users.entities).toMatchObject([{ id: flow.id, name: "Main", version: "1.0", type: "INBOUNDCALLFLOW" }]);

    const object = await architect.getArchitectDependencytrackingObject(flow.id, {
      consumedResources: true,
      consumingResources: true,
    });
    expect(object).toMatchObject({ id: flow.id, type: "INBOUNDCALLFLOW", version: "1.0", consumingResources: [] });
    expect(object.consumedResources).toHaveLength(2);
    expect(await architect.getArchitectDependencytrackingObject(queue.id)).toMatchObject({
      name: "Sales",
      type: "QUEUE",
    });

    expect((await architect.getArchitectDependencytrackingBuild()).status).toBe("OPERATIONAL");
    await architect.postArchitectDependencytrackingBuild();
    expect(await architect.getArchitectDependencytrackingType("COMMONMODULEFLOW")).toMatchObject({ versioned: true });
    expect((await architect.getArchitectDependencytrackingTypes({ pageSize: 200 })).entities.length).toBeGreaterThan(
      30,
    );
  });

  test.each([
    ["consumedresources?id=ID&objectType=INBOUNDCALLFLOW", 400, "architect.dependency.object.version.not.specified"],
    [
      "consumedresources?id=ID&objectType=INBOUNDCALLFLOW&version=LATEST",
      400,
      "architect.dependency.object.version.not.specified",
    ],
    ["consumedresources?id=ID&objectType=INBOUNDCALLFLOW&version=9.0", 404, "architect.flow.version.missing"],
    ["consumedresources?objectType=INBOUNDCALLFLOW&version=1.0", 400, "architect.query.parameter.missing"],
    ["consumedresources?id=none&objectType=INBOUNDCALLFLOW&version=1.0", 404, "architect.dependency.object.not.found"],
    ["consumingresources?id=ID&objectType=NOPE", 400, "architect.dependency.object.invalid.type"],
    ["consumingresources?id=ID&objectType=INBOUNDCALLFLOW&flowFilter=all", 400, "architect.dependency.invalid.filter"],
    ["object?id=none", 404, "architect.dependency.object.not.found"],
    ["types/NOPE", 404, "architect.dependency.invalid.type"],
  ])("refuses %s", async (path, status, code) => {
    const { api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    const answer = await api.call("GET", `/api/v2/architect/dependencytracking/${path.replace("ID", id)}`);
    expect(answer).toMatchObject({ status, body: { code, status } });
  });

  test("names the IVR that uses a flow", async () => {
    const { api } = await vendor();
    const { id } = await api.published(inbound("Main"));
    await api.ok("POST", "/api/v2/architect/ivrs", { name: "Hotline", dnis: ["+13175550100"], openHoursFlow: { id } });
    const path = `/api/v2/architect/dependencytracking/consumingresources?id=${id}&objectType=INBOUNDCALLFLOW`;
    expect((await api.ok("GET", path)).entities).toMatchObject([{ name: "Hotline", type: "IVRCONFIGURATION" }]);
  });
});

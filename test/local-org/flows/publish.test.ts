import { errorsOf } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

afterEach(endAll);

describe("a publish job", () => {
  test("creates the flow of the document's type and name, then publishes its next version", async () => {
    const api = (await started({ seedText: SEED })).client;
    const first = await api.published(inbound("Main"));
    expect(first).toMatchObject({
      name: "Main",
      type: "INBOUNDCALL",
      active: true,
      deleted: false,
      system: false,
      division: { name: "Home" },
      publishedVersion: { id: "1.0", type: "PUBLISH" },
      checkedInVersion: { id: "1.0" },
      savedVersion: { id: "1.0" },
      selfUri: `/api/v2/flows/${first.id}`,
    });
    expect(typeof first.publishedVersion.dateCreated).toBe("number");
    expect(first.publishedVersion.datePublished).toMatch(/^\d{4}-\d\d-\d\dT/);
    expect(first.publishedVersion.createdByClient).toMatchObject({ id: "local" });
    expect(first).not.toHaveProperty("publishedBy");

    const second = await api.published(
      inbound("MAIN", ["playAudio: {name: Hi, audio: {tts: Hello}}"], "  description: second\n  division: Billing"),
    );
    expect(second).toMatchObject({
      id: first.id,
      name: "MAIN",
      description: "second",
      division: { name: "Billing" },
      publishedVersion: { id: "2.0" },
    });
    expect((await api.ok("GET", "/api/v2/flows")).total).toBe(1);
    const versions = await api.ok("GET", `/api/v2/flows/${first.id}/versions`);
    expect(versions.entities.map((v: { id: string }) => v.id)).toEqual(["2.0", "1.0"]);
  });

  test("has the states that clients know", async () => {
    const api = (await started()).client;
    const job = await api.ok("POST", "/api/v2/flows/jobs");
    expect(job).toEqual({
      id: expect.any(String),
      presignedUrl: expect.stringMatching(/^http:\/\/127\.0\.0\.1:\d+\//),
      headers: expect.any(Object),
      selfUri: `/api/v2/flows/jobs/${job.id}`,
    });
    expect(await api.ok("GET", `/api/v2/flows/jobs/${job.id}`)).toEqual({
      id: job.id,
      status: "Registered",
      command: "Publish",
      selfUri: job.selfUri,
    });
    const put = await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: inbound("Main") });
    expect(put.status).toBe(200);
    const state = await api.job(job.id);
    expect(state).toEqual({
      id: job.id,
      status: "Success",
      command: "Publish",
      flow: { id: expect.any(String), selfUri: expect.stringContaining("/api/v2/flows/") },
      messages: [],
      selfUri: job.selfUri,
    });
    expect((await api.call("GET", "/api/v2/flows/jobs/no-such-job")).status).toBe(404);
  });

  test("fails for an empty upload, and takes a document once", async () => {
    const api = (await started()).client;
    expect(errorsOf(await api.publish(""))).toEqual(["The uploaded file is empty."]);

    const job = await api.ok("POST", "/api/v2/flows/jobs");
    const put = (body: string) => fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body });
    expect((await put(inbound("Main"))).status).toBe(200);
    expect((await put(inbound("Main"))).status).toBe(200);
    expect((await put(inbound("Other"))).status).toBe(409);
    expect((await api.ok("GET", "/api/v2/flows")).entities.map((f: { name: string }) => f.name)).toEqual(["Main"]);
  });

  test("refuses an upload without the job's headers or signature", async () => {
    const api = (await started()).client;
    const job = await api.ok("POST", "/api/v2/flows/jobs");
    expect((await fetch(job.presignedUrl, { method: "PUT", body: "x" })).status).toBe(403);
    const unsigned = job.presignedUrl.split("?")[0];
    expect((await fetch(unsigned, { method: "PUT", headers: job.headers, body: "x" })).status).toBe(403);
    expect((await api.job(job.id)).status).toBe("Registered");
  });

  test("leaves nothing behind when it fails", async () => {
    const api = (await started({ seedText: SEED })).client;
    const job = await api.publish(inbound("Main", ["transferToAcd: {name: T, targetQueue: {lit: {name: Nowhere}}}"]));
    expect(job.status).toBe("Failure");
    expect(job.flow).toBeUndefined();
    expect((await api.ok("GET", "/api/v2/flows")).total).toBe(0);
  });

  test("takes a flow that transfers to itself", async () => {
    const api = (await started()).client;
    const flow = await api.published(inbound("Main", ["transferToFlow: {name: Again, targetFlow: {name: Main}}"]));
    expect(await api.uses(flow.id, "1.0")).toEqual(["INBOUNDCALLFLOW Main"]);
    expect((await api.call("DELETE", `/api/v2/flows/${flow.id}`)).status).toBe(204);
  });
});

describe("the snapshot of a module", () => {
  test("stays with the caller's version until the caller is published again", async () => {
    const api = (await started()).client;
    const module = await api.published(greeter({ say: "One" }));
    const caller = await api.published(inbound("Main", [callOf()]));
    expect(await api.uses(caller.id, "1.0")).toEqual(["COMMONMODULEFLOW Greeter 1.0"]);

    await api.published(greeter({ say: "Two" }));
    const tracking = "/api/v2/architect/dependencytracking";
    const held = await api.ok(
      "GET",
      `${tracking}/consumedresources?id=${caller.id}&version=1.0&objectType=INBOUNDCALLFLOW`,
    );
    expect(held.entities).toEqual([
      {
        id: module.id,
        name: "Greeter",
        type: "COMMONMODULEFLOW",
        version: "1.0",
        updated: true,
        deleted: false,
        stateUnknown: false,
      },
    ]);
    const users = (version: string, more = "") =>
      api.ok(
        "GET",
        `${tracking}/consumingresources?id=${module.id}&objectType=COMMONMODULEFLOW&version=${version}${more}`,
      );
    expect((await users("2.0")).entities).toEqual([]);
    expect((await users("1.0")).entities).toMatchObject([{ id: caller.id, version: "1.0", type: "INBOUNDCALLFLOW" }]);

    await api.published(inbound("Main", [callOf()]));
    expect(await api.uses(caller.id, "1.0")).toEqual(["COMMONMODULEFLOW Greeter 1.0"]);
    expect(await api.uses(caller.id, "2.0")).toEqual(["COMMONMODULEFLOW Greeter 2.0"]);
    expect((await users("1.0")).entities).toMatchObject([{ id: caller.id, version: "1.0" }]);
    expect((await users("1.0", "&flowFilter=published")).entities).toEqual([]);
    expect((await users("2.0", "&flowFilter=published")).entities).toMatchObject([{ id: caller.id, version: "2.0" }]);
  });
});

describe("createStubs", () => {
  const pair = (name: string, other: string) =>
    inbound(name, [`transferToFlow: {name: T, targetFlow: {name: ${other}}}`]);

  test("creates flows that do not exist yet, which a later job fills", async () => {
    const api = (await started()).client;
    expect(errorsOf(await api.publish(pair("A", "B")))).toHaveLength(1);
    const a = await api.published(pair("A", "B"), { createStubs: true });
    const stub = (await api.ok("GET", "/api/v2/flows?name=B&type=inboundcall")).entities[0];
    expect(stub.publishedVersion).toBeUndefined();
    expect((await api.call("GET", `/api/v2/flows/${stub.id}/latestconfiguration`)).status).toBe(404);
    const b = await api.published(pair("B", "A"));
    expect(b).toMatchObject({ id: stub.id, publishedVersion: { id: "1.0" } });
    expect(await api.uses(a.id, "1.0")).toEqual(["INBOUNDCALLFLOW B"]);
  });

  test("takes the type of the stub from the reference", async () => {
    const api = (await started({ seedText: SEED })).client;
    const queueing = "transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}, overrideInQueueFlow: {name: Wait}}";
    await api.published(inbound("Main", [queueing, callOf("Later", "{}")]), { createStubs: true });
    const { entities } = await api.ok("GET", "/api/v2/flows?sortBy=name");
    expect(entities.map((f: { name: string; type: string }) => `${f.type} ${f.name}`)).toEqual([
      "COMMONMODULE Later",
      "INBOUNDCALL Main",
      "INQUEUECALL Wait",
    ]);
  });
});

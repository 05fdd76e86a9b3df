import platform from "purecloud-platform-client-v2";
import { errorsOf, warningsOf } from "../../harness/organisation-client.ts";
import { callOf, greeter, inbound } from "../flows/documents.ts";
import { endAll } from "../support/organisation.ts";
import { TestClock } from "../support/test-clock.ts";
import { faulty, refusal } from "./organisation.ts";

afterEach(endAll);

describe("jobs", () => {
  test.each(["postFlowsJobs", "putFlowUpload"])("are slow when %s is met", async (operation) => {
    const time = new TestClock();
    const { api, sdk, faults } = await faulty({ clock: time });
    await faults({ faults: [{ when: { operation, calls: 1 }, do: { job: { durationMs: 5000 } } }] });
    const architect = new platform.ArchitectApi(sdk);
    const slow = await api.upload(inbound("Slow"));
    expect((await architect.getFlowsJob(slow)).status).toBe("Started");
    const quick = await api.upload(inbound("Quick"));
    expect((await architect.getFlowsJob(quick)).status).toBe("Success");
    time.advance(5000);
    expect((await architect.getFlowsJob(slow)).status).toBe("Success");
  });

  test("fail with the given messages, and publish nothing", async () => {
    const { api, faults } = await faulty();
    await faults({
      faults: [
        {
          when: { operation: "postFlowsJobs" },
          times: 1,
          do: { job: { messages: ["The service is busy.", { type: "Warning", text: "Take care." }] } },
        },
      ],
    });
    const job = await api.publish(inbound("Main"));
    expect(job.status).toBe("Failure");
    expect([errorsOf(job), warningsOf(job)]).toEqual([["The service is busy."], ["Take care."]]);
    expect((await api.ok("GET", "/api/v2/flows")).total).toBe(0);
    expect((await api.publish(inbound("Main"))).status).toBe("Success");
  });

  test("succeed with given warnings", async () => {
    const { api, faults } = await faulty();
    await faults({
      faults: [
        { when: { operation: "putFlowUpload" }, do: { job: { messages: [{ type: "Warning", text: "Old voice." }] } } },
      ],
    });
    const job = await api.publish(inbound("Main"));
    expect([job.status, warningsOf(job)]).toEqual(["Success", ["Old voice."]]);
  });

  test("fail with a message for one flow only when they publish it", async () => {
    const { api, faults } = await faulty();
    await faults({
      faults: [
        {
          when: { operation: "postFlowsJobs" },
          do: { job: { messages: [{ type: "Error", text: "Not this one.", flow: "Second" }] } },
        },
      ],
    });
    const jobs = [await api.publish(inbound("First")), await api.publish(inbound("Second"))];
    expect(jobs.map(errorsOf)).toEqual([[], ["Not this one."]]);
  });

  test("of exports and validations are affected too", async () => {
    const { api, faults } = await faulty();
    const { id } = await api.published(inbound("Main"));
    await faults({
      faults: [
        {
          when: { operation: ["postFlowsExportJobs", "postFlowsValidateJobs"] },
          do: { job: { messages: ["Not today."] } },
        },
      ],
    });
    for (const path of ["/api/v2/flows/export/jobs", "/api/v2/flows/validate/jobs"]) {
      const job = await api.ok("POST", path, { flows: [{ flow: { id } }] });
      expect(await api.ok("GET", `${path}/${job.id}?expand=messages`)).toMatchObject({
        status: "Failure",
        messages: [{ type: "Error", text: "Not today." }],
      });
    }
  });
});

describe("read lag", () => {
  test("hides a flow that a job created, for a number of reads", async () => {
    const { api, sdk, faults } = await faulty();
    const architect = new platform.ArchitectApi(sdk);
    await faults({ faults: [{ when: { operation: "getFlowsJob" }, do: { readLag: { times: 2 } } }] });
    const id = (await api.publish(inbound("Main"))).flow?.id ?? "";
    expect(await refusal(architect.getFlow(id))).toMatchObject({ status: 404, code: "architect.flow.not.found" });
    expect(await refusal(architect.getFlowVersions(id))).toMatchObject({ status: 404 });
    expect((await architect.getFlow(id)).name).toBe("Main");
    await api.publish(inbound("Main"));
    expect((await architect.getFlow(id)).publishedVersion?.id).toBe("2.0");
  });

  test("hides what was posted", async () => {
    const { sdk, faults } = await faulty();
    const routing = new platform.RoutingApi(sdk);
    await faults({ faults: [{ when: { method: "POST" }, do: { readLag: { times: 1 } } }] });
    const { id = "" } = await routing.postRoutingQueues({ name: "New" });
    expect(await refusal(routing.getRoutingQueue(id))).toMatchObject({ status: 404 });
    expect((await routing.getRoutingQueue(id)).name).toBe("New");
  });
});

describe("index lag", () => {
  test("hides new versions from dependency tracking until the time is over, or a rebuild", async () => {
    const time = new TestClock();
    const { api, sdk, faults } = await faulty({ clock: time });
    const architect = new platform.ArchitectApi(sdk);
    const { id: module } = await api.published(greeter());
    await faults({ faults: [{ do: { indexLag: { ms: 60_000 } } }] });
    const { id } = await api.published(inbound("Main", [callOf()]));
    const consumers = async (): Promise<number> =>
      (await architect.getArchitectDependencytrackingConsumingresources(module, "COMMONMODULEFLOW")).total as number;
    const uses = async () => (await api.uses(id, "1.0")).length;
    expect([await consumers(), await uses()]).toEqual([0, 0]);
    time.advance(60_000);
    expect([await consumers(), await uses()]).toEqual([1, 1]);
    await api.published(inbound("Other", [callOf()]));
    expect(await consumers()).toBe(1);
    await architect.postArchitectDependencytrackingBuild();
    expect(await consumers()).toBe(2);
  });

  test("does not let a used module be deleted", async () => {
    const { api, faults } = await faulty();
    const { id } = await api.published(greeter());
    await faults({ faults: [{ do: { indexLag: { ms: 60_000 } } }] });
    await api.published(inbound("Main", [callOf()]));
    expect((await api.call("DELETE", `/api/v2/flows/${id}`)).status).toBe(409);
  });
});

describe("an edit in Architect", () => {
  const edit = (change: string, more: object = {}) => ({
    faults: [
      {
        when: { operation: "getFlow" },
        do: { edit: { flow: { type: "inboundcall", name: "main" }, by: "Robin Meyer", change, ...more } },
      },
    ],
  });

  test("locks the flow, so that a publish job fails", async () => {
    const { api, sdk, faults } = await faulty();
    const architect = new platform.ArchitectApi(sdk);
    const { id } = await api.published(inbound("Main"));
    await faults(edit("checkout"));
    expect(await architect.getFlow(id)).toMatchObject({ lockedUser: { name: "Robin Meyer" } });
    expect(errorsOf(await api.publish(inbound("Main")))[0]).toMatch(/is locked by another entity/);
    expect(await refusal(architect.postFlowsActionsCheckout(id))).toMatchObject({
      status: 409,
      code: "architect.flow.locked.by.user",
    });
  });

  test("publishes a changed version", async () => {
    const { api, sdk, faults } = await faulty();
    const { id } = await api.published(inbound("Main", ["playAudio: {name: Hi, audio: {tts: Good day}}"]));
    await faults(edit("publish", { replace: { "Good day": "Hello" } }));
    expect(await new platform.ArchitectApi(sdk).getFlow(id)).toMatchObject({
      publishedVersion: { id: "2.0" },
      publishedBy: { name: "Robin Meyer" },
    });
    expect(await api.exported(id)).toContain("tts: Hello");
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).publishedVersion.id).toBe("2.0");
  });

  test("leaves a draft checked out", async () => {
    const { api, faults } = await faulty();
    const { id } = await api.published(inbound("Main"));
    await faults(edit("draft"));
    expect(await api.ok("GET", `/api/v2/flows/${id}`)).toMatchObject({
      publishedVersion: { id: "1.0" },
      savedVersion: { id: "2.0", type: "SAVE", createdBy: { name: "Robin Meyer" } },
      lockedUser: { name: "Robin Meyer" },
    });
    expect(await api.exported(id)).toContain("Edited by Robin Meyer.");
  });

  test("renames and deletes", async () => {
    const { api, faults, clear } = await faulty();
    const { id } = await api.published(inbound("Main"));
    await faults(edit("rename", { to: "Front door" }));
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).name).toBe("Front door");
    await clear();
    const { id: other } = await api.published(inbound("Main"));
    expect(other).not.toBe(id);
    await faults(edit("delete"));
    expect((await api.call("GET", `/api/v2/flows/${other}`)).status).toBe(410);
  });

  test("happens once, when possible; otherwise the reason is listed", async () => {
    const { api, faults, list } = await faulty();
    await faults({
      faults: [{ do: { edit: { flow: { type: "inboundcall", name: "Main" }, change: "publish" } } }],
    });
    await api.call("GET", "/api/v2/flows");
    expect(await list()).toMatchObject([
      { happened: 0, problem: expect.stringContaining("The organisation has no flow 'Main'") },
    ]);
    const { id } = await api.published(inbound("Main"));
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).publishedVersion.id).toBe("2.0");
    expect((await api.ok("GET", `/api/v2/flows/${id}`)).publishedVersion.id).toBe("2.0");
    expect((await list())[0]).toMatchObject({ happened: 1 });
    expect((await list())[0]).not.toHaveProperty("problem");
  });
});

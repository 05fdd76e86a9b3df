import { errorsOf, OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started } from "../support/organisation.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

afterEach(endAll);

async function twoPeople(): Promise<{ pipeline: OrganisationClient; architect: OrganisationClient }> {
  const { url } = await started({ seedText: SEED });
  return {
    pipeline: await OrganisationClient.connect(url),
    architect: await OrganisationClient.connect(url, "architect", "architect"),
  };
}

const act = (api: OrganisationClient, action: string, flow: { id: string }, more = "") =>
  api.call("POST", `/api/v2/flows/actions/${action}?flow=${flow.id}${more}`);

describe("locks", () => {
  test("keep everybody else from publishing, renaming and deleting", async () => {
    const { pipeline, architect } = await twoPeople();
    const flow = await pipeline.published(inbound("Main"));
    const locked = await act(architect, "checkout", flow);
    expect(locked.body).toMatchObject({ lockedUser: { name: "Robin Meyer" }, lockedClient: { id: "architect" } });

    const job = await pipeline.publish(inbound("Main"));
    expect(job.status).toBe("Failure");
    expect(errorsOf(job)).toEqual([
      "The flow (name: 'Main', type: 'inboundcall') is locked by another entity. You can use the --forceUnlock command line parameter if you wish to publish flows locked by another entity.",
    ]);
    expect(job.messages?.[0]?.details[0]?.errorMessage).toMatch(/^Locked by user 'Robin Meyer' since \d{4}-/);
    for (const [answer, status, code] of [
      [await act(pipeline, "checkout", flow), 409, "architect.flow.locked.by.user"],
      [await act(pipeline, "publish", flow), 409, "architect.flow.locked.by.user"],
      [await pipeline.call("PUT", `/api/v2/flows/${flow.id}`, { name: "New" }), 409, "architect.flow.locked.by.user"],
      [
        await pipeline.call("DELETE", `/api/v2/flows/${flow.id}`),
        405,
        "architect.flow.cannot.delete.user.does.not.have.lock",
      ],
    ] as const) {
      expect(answer).toMatchObject({ status, body: { code, status } });
    }

    const unlocked = await act(pipeline, "unlock", flow);
    expect(unlocked.status).toBe(200);
    expect(unlocked.body.lockedUser).toBeUndefined();
    expect((await pipeline.publish(inbound("Main"))).status).toBe("Success");
  });

  test("are their holder's own: checking out twice, publishing gives the lock back", async () => {
    const { architect } = await twoPeople();
    const flow = await architect.published(inbound("Main"));
    expect((await act(architect, "checkout", flow)).status).toBe(200);
    expect((await act(architect, "checkout", flow)).status).toBe(200);
    const again = await architect.published(inbound("Main"));
    expect(again.lockedUser).toBeUndefined();
    expect(again.publishedVersion).toMatchObject({ id: "2.0", createdBy: { name: "Robin Meyer" } });
    expect(again.publishedBy).toMatchObject({ name: "Robin Meyer" });
  });
});

describe("drafts", () => {
  test("are saved, checked in, reverted; a foreign unlock checks them in", async () => {
    const { pipeline, architect } = await twoPeople();
    const flow = await pipeline.published(inbound("Main"));
    const draft = (await pipeline.ok("GET", `/api/v2/flows/${flow.id}/latestconfiguration`)) as {
      inboundCall: Record<string, unknown>;
    };
    draft.inboundCall["description"] = "edited";
    const save = () => architect.call("POST", `/api/v2/flows/${flow.id}/versions`, draft);
    expect(await save()).toMatchObject({ status: 409, body: { code: "architect.flow.not.locked.by.user" } });

    await act(architect, "checkout", flow);
    expect((await save()).body).toMatchObject({ id: "2.0", type: "SAVE" });
    expect((await save()).body).toMatchObject({ id: "2.0", type: "SAVE" });
    expect(await pipeline.ok("GET", `/api/v2/flows/${flow.id}`)).toMatchObject({
      savedVersion: { id: "2.0" },
      checkedInVersion: { id: "1.0" },
      publishedVersion: { id: "1.0" },
    });
    expect((await act(architect, "revert", flow)).body).toMatchObject({ savedVersion: { id: "1.0" } });

    await act(architect, "checkout", flow);
    await save();
    expect((await act(architect, "checkin", flow)).body).toMatchObject({
      actionName: "CHECKIN",
      actionStatus: "SUCCESS",
      complete: true,
    });
    expect(await pipeline.ok("GET", `/api/v2/flows/${flow.id}`)).toMatchObject({
      checkedInVersion: { id: "2.0", type: "CHECKIN" },
    });

    await act(architect, "checkout", flow);
    await save();
    expect((await act(pipeline, "unlock", flow)).body).toMatchObject({ checkedInVersion: { id: "3.0" } });
    expect((await pipeline.published(inbound("Main"))).publishedVersion.id).toBe("4.0");
  });

  test("are published by the publish action, which takes the modules as they are then", async () => {
    const { architect } = await twoPeople();
    await architect.published(greeter({ say: "One" }));
    const flow = await architect.published(inbound("Main", [callOf()]));
    await architect.published(greeter({ say: "Two" }));
    expect((await act(architect, "publish", flow)).body.code).toBe("architect.flow.not.locked.by.user");
    await act(architect, "checkout", flow);
    const operation = await act(architect, "publish", flow, "&version=1.0");
    expect(operation.body).toMatchObject({ actionName: "PUBLISH", actionStatus: "SUCCESS" });
    expect(await architect.uses(flow.id, "2.0")).toEqual(["COMMONMODULEFLOW Greeter 2.0"]);
  });

  test("that cannot be published say why in the operation", async () => {
    const { architect } = await twoPeople();
    const flow = await architect.published(
      inbound("Main", ["transferToAcd: {name: T, targetQueue: {lit: {name: Sales}}}"]),
    );
    const queue = (await architect.ok("GET", "/api/v2/routing/queues?name=Sales")).entities[0];
    await architect.ok("DELETE", `/api/v2/routing/queues/${queue.id}?forceDelete=true`);
    await act(architect, "checkout", flow);
    expect((await act(architect, "publish", flow)).body).toMatchObject({
      actionStatus: "FAILURE",
      errorCode: "architect.flow.cannot.publish.missing.dependencies",
      errorMessage: expect.stringContaining("no matches ('targetQueue'"),
    });
  });

  test("whose variables are missing have a code of their own", async () => {
    const { architect } = await twoPeople();
    const flow = await architect.published(inbound("Main", ["decision: {name: D, condition: {exp: 'true'}}"]));
    const draft = await architect.ok("GET", `/api/v2/flows/${flow.id}/versions/1.0/configuration`);
    const [{ task }] = draft.inboundCall.tasks;
    task.actions[0].decision.condition.exp = "Flow.customer == NOT_SET";
    await act(architect, "checkout", flow);
    await architect.ok("POST", `/api/v2/flows/${flow.id}/versions`, draft);
    expect((await act(architect, "publish", flow)).body).toMatchObject({
      actionStatus: "FAILURE",
      errorCode: "architect.flow.variable.missing",
      errorMessage: expect.stringContaining(
        "'Flow.customer' at position 1 is not a valid function or variable reference.",
      ),
    });
  });
});

describe("renaming", () => {
  test("needs the lock, keeps the id, refuses a taken name", async () => {
    const { pipeline } = await twoPeople();
    const flow = await pipeline.published(inbound("Main"));
    await pipeline.published(inbound("Other"));
    const rename = (name: string) => pipeline.call("PUT", `/api/v2/flows/${flow.id}`, { name, description: "renamed" });
    expect((await rename("New")).body.code).toBe("architect.flow.not.locked.by.user");
    await act(pipeline, "checkout", flow);
    expect(await rename("other")).toMatchObject({ status: 409, body: { code: "architect.flow.already.exists" } });
    expect((await rename("New")).body).toMatchObject({ id: flow.id, name: "New", description: "renamed" });
    await act(pipeline, "checkin", flow);
    expect((await pipeline.ok("GET", "/api/v2/flows?name=main&type=inboundcall")).total).toBe(0);
    const again = await pipeline.published(inbound("New"));
    expect(again).toMatchObject({ id: flow.id, publishedVersion: { id: "2.0" } });
  });
});

describe("creating", () => {
  test.each([
    [{ type: "INBOUNDCALL" }, 400, "architect.flow.validate.failed.missing.name"],
    [{ name: "A" }, 400, "architect.flow.validate.failed.missing.type"],
    [{ name: "a/b", type: "INBOUNDCALL" }, 400, "architect.flow.validate.failed.invalid.name.contains.slash"],
    [{ name: "a-debug", type: "INBOUNDCALL" }, 400, "architect.flow.validate.failed.invalid.name.contains.debug"],
    [{ name: "--", type: "INBOUNDCALL" }, 400, "architect.flow.validate.failed.invalid.name.no.alpha"],
    [{ name: "taken", type: "inboundcall" }, 409, "architect.flow.already.exists"],
  ])("%j is refused", async (body, status, code) => {
    const { pipeline } = await twoPeople();
    await pipeline.ok("POST", "/api/v2/flows", { name: "Taken", type: "INBOUNDCALL" });
    expect(await pipeline.call("POST", "/api/v2/flows", body)).toMatchObject({ status, body: { code } });
    expect((await pipeline.call("POST", "/api/v2/flows", { name: "Taken", type: "BOT" })).status).toBe(200);
  });
});

describe("deleting", () => {
  test("answers 410 afterwards, and the name is free", async () => {
    const { pipeline } = await twoPeople();
    const flow = await pipeline.published(inbound("Main"));
    expect(await pipeline.call("DELETE", `/api/v2/flows/${flow.id}`)).toMatchObject({ status: 204, text: "" });
    for (const method of ["GET", "DELETE"]) {
      expect(await pipeline.call(method, `/api/v2/flows/${flow.id}`)).toMatchObject({
        status: 410,
        body: { code: "architect.flow.deleted", message: "Flow has been deleted." },
      });
    }
    expect((await pipeline.ok("GET", `/api/v2/flows/${flow.id}?deleted=true`)).deleted).toBe(true);
    expect((await pipeline.ok("GET", "/api/v2/flows?deleted=true")).total).toBe(1);
    const again = await pipeline.published(inbound("Main"));
    expect(again.id).not.toBe(flow.id);
    expect(again.publishedVersion.id).toBe("1.0");
  });

  test("is refused while published or checked-in flows use the flow, naming them", async () => {
    const { pipeline } = await twoPeople();
    const module = await pipeline.published(greeter());
    const caller = await pipeline.published(inbound("Main", [callOf()]));
    expect(await pipeline.call("DELETE", `/api/v2/flows/${module.id}`)).toMatchObject({
      status: 409,
      body: {
        code: "architect.dependency.object.in.use",
        details: [{ fieldName: "INBOUNDCALLFLOW", entityId: caller.id, entityName: "Main" }],
      },
    });
    await pipeline.published(inbound("Main"));
    expect((await pipeline.call("DELETE", `/api/v2/flows/${module.id}`)).status).toBe(204);
  });

  test("takes flows that use each other together, all or none", async () => {
    const { pipeline, architect } = await twoPeople();
    const to = (name: string) => [`transferToFlow: {name: T, targetFlow: {name: ${name}}}`];
    const a = await pipeline.published(inbound("A", to("B")), { createStubs: true });
    const b = await pipeline.published(inbound("B", to("A")));
    expect((await pipeline.call("DELETE", `/api/v2/flows/${a.id}`)).status).toBe(409);
    expect((await pipeline.call("DELETE", `/api/v2/flows/${b.id}`)).status).toBe(409);

    await act(architect, "checkout", b);
    expect((await pipeline.call("DELETE", `/api/v2/flows?id=${a.id},${b.id}`)).status).toBe(405);
    expect((await pipeline.ok("GET", "/api/v2/flows")).total).toBe(2);
    await act(architect, "checkin", b);

    expect(await pipeline.call("DELETE", `/api/v2/flows?id=${a.id},${b.id},gone`)).toMatchObject({
      status: 200,
      body: { actionName: "DELETE", actionStatus: "SUCCESS", complete: true },
    });
    expect((await pipeline.ok("GET", "/api/v2/flows")).total).toBe(0);
    expect((await pipeline.call("DELETE", "/api/v2/flows")).status).toBe(400);
  });

  test("is refused while an IVR uses the flow", async () => {
    const { pipeline } = await twoPeople();
    const flow = await pipeline.published(inbound("Main"));
    const ivr = await pipeline.ok("POST", "/api/v2/architect/ivrs", {
      name: "Hotline",
      dnis: ["+13175550100"],
      openHoursFlow: { id: flow.id },
    });
    const code = "architect.flow.cannot.delete.used.in.ivr.configs";
    expect(await pipeline.call("DELETE", `/api/v2/flows/${flow.id}`)).toMatchObject({
      status: 409,
      body: {
        code,
        details: [{ errorCode: code, fieldName: "IVRCONFIGURATION", entityId: ivr.id, entityName: "Hotline" }],
      },
    });
    expect(await act(pipeline, "deactivate", flow)).toMatchObject({
      status: 409,
      body: { code: "architect.flow.cannot.deactivate.used.in.ivr.configs" },
    });
    await pipeline.ok("DELETE", `/api/v2/architect/ivrs/${ivr.id}`);
    expect((await act(pipeline, "deactivate", flow)).body.active).toBe(false);
    expect((await pipeline.call("DELETE", `/api/v2/flows/${flow.id}`)).status).toBe(204);
  });

  test("of a queue or data action is refused while flows use it", async () => {
    const { pipeline } = await twoPeople();
    const flow = await pipeline.published(
      inbound("Main", [
        "transferToAcd: {name: T, targetQueue: {lit: {name: sales}}}",
        "callData: {name: C, category: {CRM: {dataAction: {Verify PIN: {inputs: {pin: {lit: a}}}}}}}",
      ]),
    );
    expect((await pipeline.uses(flow.id, "1.0")).sort()).toEqual(["DATAACTION Verify PIN", "QUEUE Sales"]);
    const queue = (await pipeline.ok("GET", "/api/v2/routing/queues?name=Sales")).entities[0];
    const refused = await pipeline.call("DELETE", `/api/v2/routing/queues/${queue.id}`);
    expect(refused.status).toBeGreaterThanOrEqual(400);
    expect(JSON.stringify(refused.body)).toContain("Main");
  });
});

describe("permissions", () => {
  test("that are missing are named", async () => {
    const { url } = await started({
      seedText:
        "clients: [{id: reader, secret: reader, permissions: ['architect:flow:view', 'architect:flow:search']}]",
    });
    const reader = await OrganisationClient.connect(url, "reader", "reader");
    const flow = await (await OrganisationClient.connect(url)).published(inbound("Main"));
    expect((await reader.call("GET", `/api/v2/flows/${flow.id}`)).status).toBe(200);
    for (const [method, path, permission] of [
      ["POST", "/api/v2/flows/jobs", "architect:job:create"],
      ["DELETE", `/api/v2/flows/${flow.id}`, "architect:flow:delete"],
      ["POST", `/api/v2/flows/actions/unlock?flow=${flow.id}`, "architect:flow:unlock"],
      ["GET", "/api/v2/architect/dependencytracking/build", "architect:dependencyTracking:view"],
    ] as const) {
      expect(await reader.call(method, path)).toMatchObject({
        status: 403,
        body: { code: "missing.permissions", messageParams: { permissions: permission } },
      });
    }
  });
});

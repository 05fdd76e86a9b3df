import { join } from "node:path";
import { errorsOf, OrganisationClient } from "../../harness/organisation-client.ts";
import { endAll, started, storeFolder } from "../support/organisation.ts";
import { TestClock } from "../support/test-clock.ts";
import { callOf, greeter, inbound, SEED } from "./documents.ts";

afterEach(endAll);

describe("jobs that take their time", () => {
  test("have their effect when the time is over, not before", async () => {
    const time = new TestClock("2026-03-01T08:00:00Z");
    const api = (await started({ clock: time, jobDurationMs: 3000 })).client;
    const id = await api.upload(inbound("Main"));
    time.advance(2999);
    expect(await api.job(id)).toMatchObject({ status: "Started", messages: [] });
    expect((await api.ok("GET", "/api/v2/flows")).total).toBe(0);
    time.advance(1);
    expect((await api.ok("GET", "/api/v2/flows")).total).toBe(1);
    expect((await api.job(id)).status).toBe("Success");
    const flow = (await api.ok("GET", "/api/v2/flows")).entities[0];
    expect(flow.publishedVersion.datePublished).toBe("2026-03-01T08:00:03.000Z");
  });

  test("take what they embed as it is at their end", async () => {
    const time = new TestClock("2026-03-01T08:00:00Z");
    const api = (await started({ clock: time, jobDurationMs: 1000 })).client;
    const module = await api.upload(greeter());
    time.advance(500);
    const caller = await api.upload(inbound("Main", [callOf()]));
    time.advance(10_000);
    const { flow } = await api.job(caller);
    expect((await api.job(module)).status).toBe("Success");
    expect(await api.uses(flow?.id ?? "", "1.0")).toEqual(["COMMONMODULEFLOW Greeter 1.0"]);
  });

  test.each([0, 1000])(
    "end in the order of their uploads, however they were registered: after %i ms",
    async (jobDurationMs) => {
      const time = new TestClock("2026-03-01T08:00:00Z");
      const organisation = await started({ clock: time, jobDurationMs });
      const api = organisation.client;
      const waiting = (text: string) =>
        `inqueueCall:\n  name: Waiting\n  description: ${text}\n  defaultLanguage: en-us\n`;
      const jobs = [];
      for (let n = 0; n < 4; n++) jobs.push(await api.ok("POST", "/api/v2/flows/jobs"));
      for (const [index, { presignedUrl, headers }] of jobs.toReversed().entries())
        expect((await fetch(presignedUrl, { method: "PUT", headers, body: waiting(`number ${index}`) })).status).toBe(
          200,
        );
      time.advance(1000);
      const ends = await Promise.all(jobs.map(({ id }) => api.job(id)));
      expect(ends.map(({ status }) => status)).toEqual(jobs.map(() => "Success"));
      const { entities } = await api.ok("GET", "/api/v2/flows");
      expect(entities).toMatchObject([{ description: "number 3", publishedVersion: { id: "4.0" } }]);
      const queue = await api.ok("POST", "/api/v2/routing/queues", {
        name: "Sales 2",
        queueFlow: { id: entities[0].id },
      });
      expect(queue.queueFlow).toEqual({ id: entities[0].id });
    },
  );

  test("keep their effect when the request that came upon them is refused", async () => {
    const time = new TestClock("2026-03-01T08:00:00Z");
    const api = (await started({ clock: time, jobDurationMs: 1000 })).client;
    const id = await api.upload(inbound("Main"));
    time.advance(1000);
    expect(await api.call("POST", "/api/v2/flows", { name: "Main", type: "INBOUNDCALL" })).toMatchObject({
      status: 409,
      body: { code: "architect.flow.already.exists" },
    });
    expect((await api.job(id)).status).toBe("Success");
    const log = (await (await fetch(`${api.url}/_local/requests`)).json()) as { entities: object[] };
    expect(log.entities).toContainEqual(
      expect.objectContaining({ status: 409, error: expect.stringContaining("already exists") }),
    );
  });

  test("stay at their end when the clock is set back", async () => {
    const time = new TestClock("2026-03-01T08:00:00Z");
    const api = (await started({ clock: time, jobDurationMs: 1000 })).client;
    const id = await api.upload(inbound("Main"));
    time.advance(1000);
    const ended = await api.job(id);
    expect(ended.status).toBe("Success");
    time.advance(-1);
    expect(await api.job(id)).toEqual(ended);
  });

  test("of an export give their address when they are over", async () => {
    const time = new TestClock("2026-03-01T08:00:00Z");
    const api = (await started({ clock: time, jobDurationMs: 1000 })).client;
    const published = await api.upload(inbound("Main"));
    time.advance(1000);
    const flowId = (await api.job(published)).flow?.id;
    const { id, status } = await api.ok("POST", "/api/v2/flows/export/jobs", { flows: [{ flow: { id: flowId } }] });
    expect(status).toBe("Started");
    expect(await api.ok("GET", `/api/v2/flows/export/jobs/${id}`)).not.toHaveProperty("downloadUrl");
    time.advance(1000);
    expect((await api.ok("GET", `/api/v2/flows/export/jobs/${id}`)).downloadUrl).toMatch(/^http/);
  });
});

describe("two servers on one file", () => {
  test("tell one truth: tokens, jobs, versions, locks", async () => {
    const file = join(storeFolder(), "organisation.sqlite");
    const time = new TestClock("2026-03-01T08:00:00Z");
    const one = (await started({ file, seedText: SEED, clock: time, jobDurationMs: 1000 })).client;
    const second = await started({ file, seedText: SEED, clock: time, jobDurationMs: 1000 });
    const two = await OrganisationClient.connect(second.url, "architect", "architect");

    const job = await one.upload(greeter());
    expect((await two.job(job)).status).toBe("Started");
    time.advance(1000);
    const [a, b] = await Promise.all([two.job(job), one.job(job)]);
    expect(a).toEqual(b);
    expect(a.status).toBe("Success");

    const jobs = await Promise.all(
      [one, two, one, two].map((api, n) => api.upload(inbound(`Flow ${n % 2}`, [callOf()]))),
    );
    time.advance(1000);
    const states = await Promise.all(jobs.map((id) => two.job(id)));
    expect(states.map((state) => state.status)).toEqual(["Success", "Success", "Success", "Success"]);
    const { entities } = await one.ok("GET", "/api/v2/flows?type=inboundcall&sortBy=name");
    expect(
      entities.map((f: { name: string; publishedVersion: { id: string } }) => `${f.name} ${f.publishedVersion.id}`),
    ).toEqual(["Flow 0 2.0", "Flow 1 2.0"]);

    await two.ok("POST", `/api/v2/flows/actions/checkout?flow=${entities[0].id}`);
    const locked = await one.upload(inbound("Flow 0"));
    time.advance(1000);
    expect(errorsOf(await one.job(locked))[0]).toMatch(/is locked by another entity/);
  });
});

import { callDocument, moduleDocument } from "../harness/documents.ts";
import { errorOf } from "../harness/scene.ts";
import { LateOrganisation } from "./late-run.ts";

/** Seconds and paces are a real organisation's, on a clock that runs faster (late-run.ts). */

const organisation = new LateOrganisation();
beforeAll(() => organisation.start());
afterEach(() => organisation.reset());
afterAll(() => organisation.close());

const versionOf = async (id: string) => (await organisation.flow(id)).publishedVersion?.id;
const names = ["Sales", "Support", "Claims"] as const;

test.each([
  ["by id", { id: 2 }],
  ["by id, by lists", { id: 2, list: 2 }],
  ["of every kind", { id: 5, list: 5, search: 5, dependencies: 5 }],
])(
  "reads %s are seconds late: a module and its callers are published once, and a refresh finds nothing",
  async (_, lags) => {
    await organisation.late(lags);
    const first = organisation.run();
    const up = async (run: typeof first, text: string) => {
      await run.up("handler", moduleDocument({ text }));
      const modules = run.module("handler", "Error handler");
      const caller = (name: string) => run.up(name, callDocument({ name, module: "Error handler" }), modules);
      return Promise.all(names.map(caller));
    };
    expect(await up(first, "One.")).toEqual(["create", "create", "create"]);
    const second = organisation.run(first);
    expect(await up(second, "Two.")).toEqual(["update", "update", "update"]);

    for (const key of ["handler", ...names]) {
      const { id, outputs } = second.known(key);
      expect(outputs).toMatchObject({ publishedVersion: "2.0", digest: expect.stringMatching(/^[0-9a-f]{64}$/) });
      if (key !== "handler") expect(outputs["modulesHeld"]).toEqual({ "Error handler": "2.0" });
      await organisation.inTime();
      expect(await versionOf(id)).toBe("2.0");
    }
    const known = structuredClone([...second.state.values()].map(({ outputs }) => outputs));
    const third = organisation.run(second);
    await Promise.all(["handler", ...names].map((key) => third.refresh(key)));
    expect([...third.state.values()].map(({ outputs }) => outputs)).toEqual(known);
    expect([...first.warned, ...second.warned, ...third.warned]).toEqual([]);
    expect([...first.said, ...second.said].filter((said) => /taken over/.test(said))).toEqual([]);
  },
);

test("flows that wait are looked up together", async () => {
  const many = Array.from({ length: 12 }, (_, n) => `Line ${n}`);
  const first = organisation.run();
  await Promise.all(many.map((name) => first.up(name, callDocument({ name }))));
  await organisation.late({ id: 4, list: 4 });
  const run = organisation.run(first);
  const calls = await organisation.requestsOf(() =>
    Promise.all(many.map((name) => run.up(name, callDocument({ name, text: "Two." })))),
  );
  const lookups = calls.filter((call) => call === "GET /api/v2/flows/lookup").length;
  const alone = calls.filter((call) => /^GET \/api\/v2\/flows\/[0-9a-f-]{36}$/.test(call)).length;
  expect(lookups).toBeGreaterThan(0);
  expect(lookups + alone).toBeLessThan(many.length * 3);
});

test("an answer in time costs no further call", async () => {
  const run = organisation.run();
  await run.up("handler", moduleDocument());
  const caller = () =>
    run.up("Sales", callDocument({ module: "Error handler" }), run.module("handler", "Error handler"));
  const known = (calls: string[]) => calls.map((call) => call.replace(/[0-9a-f-]{36}/g, "ID"));
  const polled = "GET /api/v2/flows/jobs/ID";
  const job = ["POST /api/v2/flows/jobs", "PUT /uploads/flows/jobs/ID", polled];
  const created = known(await organisation.requestsOf(caller));
  expect(created.filter((call, index) => call !== polled || created[index - 1] !== polled)).toEqual([
    "GET /api/v2/flows",
    ...job,
    "GET /api/v2/flows/ID",
    "GET /api/v2/architect/dependencytracking/consumedresources",
  ]);
  await run.up("handler", moduleDocument({ text: "Two." }));
  const updated = known(await organisation.requestsOf(caller));
  expect(updated.filter((call, index) => call !== polled || updated[index - 1] !== polled)).toEqual([
    "GET /api/v2/flows/ID",
    ...job,
    "GET /api/v2/flows/ID",
    "GET /api/v2/architect/dependencytracking/consumedresources",
  ]);
});

test("dependency tracking is 20 s late: the caller is published, and proven", async () => {
  await organisation.late({ dependencies: 20 });
  const run = organisation.run();
  await run.up("handler", moduleDocument());
  await run.up("Sales", callDocument({ module: "Error handler" }), run.module("handler", "Error handler"));
  expect(run.known("Sales").outputs).toMatchObject({
    publishedVersion: "1.0",
    modulesHeld: { "Error handler": "1.0" },
  });
  expect(run.shown).toContain("waiting: dependency tracking does not show the published version yet");
});

test("dependency tracking is minutes late: the caller stays to be republished, and the next update looks again before it publishes", async () => {
  await organisation.late({ dependencies: 600 });
  const run = organisation.run();
  await run.up("handler", moduleDocument());
  const text = callDocument({ module: "Error handler" });
  const error = await errorOf(() => run.up("Sales", text, run.module("handler", "Error handler")));
  expect(error.message).toMatch(
    /^'Sales' was published, but version 1\.0 holds no snapshot of the module 'Error handler' \(\S+\)\. The next update checks the flow again before it publishes anything\.$/,
  );
  const { id, outputs } = run.known("Sales");
  expect(outputs).toMatchObject({ digest: "", publishedVersion: "1.0" });

  await organisation.lateOnly(3, "dependencies");
  const next = organisation.run(run);
  expect(await next.up("Sales", text, next.module("handler", "Error handler"))).toBe("update");
  expect(next.known("Sales").outputs).toMatchObject({
    digest: expect.stringMatching(/^.{64}$/),
    modulesHeld: { "Error handler": "1.0" },
  });
  expect(await versionOf(id)).toBe("1.0");
  expect(await next.up("Sales", text, next.module("handler", "Error handler"))).toBe("same");
});

test.each([
  ["then in time", false],
  ["then late at the first look", true],
])("a flow that does not show its new version for a minute, %s: the next update takes it over", async (_, lateOnce) => {
  const first = organisation.run();
  await first.up("Sales", callDocument({ text: "One." }));
  await organisation.late({ id: 600, list: 600 });
  const text = callDocument({ text: "Two." });
  const error = await errorOf(() => first.up("Sales", text));
  expect(error.message).toContain("the platform still shows version 1.0. The next update checks the flow again");
  expect(first.known("Sales").outputs).toMatchObject({ digest: "", publishedVersion: "1.0" });

  await (lateOnce ? organisation.lateOnly(1, "id") : organisation.inTime());
  const next = organisation.run(first);
  expect(await next.up("Sales", text)).toBe("update");
  const { id, outputs } = next.known("Sales");
  expect(outputs).toMatchObject({ digest: expect.stringMatching(/^.{64}$/), publishedVersion: "2.0" });
  expect(next.said).toEqual([
    "An earlier run of this stack published version 2.0. It is taken over, and not published again.",
  ]);
  await organisation.inTime();
  expect(await versionOf(id)).toBe("2.0");
});

test("a new flow that the platform does not show for a minute is in the state, and taken over", async () => {
  await organisation.late({ id: 600, list: 600 });
  const run = organisation.run();
  const error = await errorOf(() => run.up("Sales", callDocument()));
  expect(error.message).toMatch(
    /^'Sales' was published, but the platform does not show the flow \S+\. The next update checks/,
  );
  await organisation.inTime();
  const next = organisation.run(run);
  expect(await next.up("Sales", callDocument())).toBe("update");
  expect(next.known("Sales")).toMatchObject({ id: run.known("Sales").id, outputs: { publishedVersion: "1.0" } });
});

import fc from "fast-check";
import { type Conditions, forecast, forecastText, type PlannedFlow } from "../../../packages/provider/run/forecast.ts";

const handler: PlannedFlow = { name: "Handler", isModule: true, after: [], requests: 4 };
const caller = (name: string): PlannedFlow => ({ name, isModule: false, after: ["Handler"], requests: 5 });
const callers = (n: number): PlannedFlow[] => Array.from({ length: n }, (_, index) => caller(`Caller ${index}`));
const usual: Conditions = { perMinute: 300, tokens: 1, parallel: 16, jobMs: 3000, requestMs: 200 };
const of = (flows: readonly PlannedFlow[], conditions: Partial<Conditions> = {}, otherRequests = 0) =>
  forecast({ flows, otherRequests }, { ...usual, ...conditions });

describe("a forecast", () => {
  test("of nothing is nothing", () => {
    expect(of([])).toEqual({ flows: 0, waves: [], requests: 0, milliseconds: 0 });
  });

  test("counts flows and requests, modules before their callers", () => {
    expect(of([...callers(105), handler])).toMatchObject({
      flows: 106,
      waves: [
        { modules: 1, others: 0 },
        { modules: 0, others: 105 },
      ],
      requests: 529,
    });
  });

  test.each<[string, readonly PlannedFlow[], [number, number][]]>([
    ["a module that is not published is waited for by nobody", callers(2), [[0, 2]]],
    ["flows without modules go with the modules", [handler, { ...caller("Alone"), after: [] }], [[1, 1]]],
    [
      "modules that call modules",
      [handler, { ...caller("Outer"), isModule: true }, { ...caller("Caller"), after: ["Outer", "handler"] }],
      [
        [1, 0],
        [1, 0],
        [0, 1],
      ],
    ],
    [
      "a cycle, whose flows are published as stubs first",
      [
        { ...caller("A"), after: ["B"] },
        { ...caller("B"), after: ["A"] },
      ],
      [
        [0, 1],
        [0, 1],
      ],
    ],
  ])("%s", (_case, flows, waves) => {
    expect(of(flows).waves).toEqual(waves.map(([modules, others]) => ({ modules, others })));
  });

  test.each<[string, number, Partial<Conditions>, number]>([
    // 4 requests and a job, then as many at a time as the engine works on.
    ["one after the other", 4, { parallel: 1, perMinute: 10_000 }, 3.8 + 4 * 4],
    ["all at once", 4, { parallel: 16, perMinute: 10_000 }, 3.8 + 4],
    ["in rounds", 32, { parallel: 16, perMinute: 10_000 }, 3.8 + 2 * 4],
    // 504 requests: 300 in the first minute, the rest in their share of the time.
    ["within the budget of a minute", 100, { parallel: 1000 }, 60 + (3.8 + 4) * (204 / 504)],
    ["slower than the budget anyway", 100, { parallel: 1 }, 3.8 + 100 * 4],
  ])("%s", (_case, n, conditions, expected) => {
    expect(of([handler, ...callers(n)], conditions).milliseconds / 1000).toBeCloseTo(expected, 1);
  });

  const conditions = fc.record({
    perMinute: fc.integer({ min: 1, max: 1000 }),
    parallel: fc.integer({ min: 1, max: 64 }),
    jobMs: fc.integer({ min: 0, max: 10_000 }),
    requestMs: fc.integer({ min: 0, max: 500 }),
  });

  test("more callers never take less", () => {
    fc.assert(
      fc.property(conditions, fc.nat(600), fc.nat(600), (given, fewer, more) => {
        const before = of([handler, ...callers(fewer)], given);
        const after = of([handler, ...callers(fewer + more)], given);
        expect(after.requests).toBeGreaterThanOrEqual(before.requests);
        expect(after.milliseconds).toBeGreaterThanOrEqual(before.milliseconds - 1e-6);
      }),
    );
  });

  test("a larger budget, faster jobs and more at a time never take longer", () => {
    fc.assert(
      fc.property(conditions, fc.nat(300), fc.nat(300), (given, n, step) => {
        const flows = [handler, ...callers(n)];
        const slow = of(flows, given).milliseconds;
        for (const better of [
          { perMinute: given.perMinute + step },
          { parallel: given.parallel + step },
          { jobMs: Math.max(0, given.jobMs - step) },
        ]) {
          expect(of(flows, { ...given, ...better }).milliseconds).toBeLessThanOrEqual(slow + 1e-6);
        }
      }),
    );
  });

  test("never more requests in a minute than are allowed", () => {
    fc.assert(
      fc.property(conditions, fc.nat(600), fc.nat(300), (given, n, others) => {
        const { requests, milliseconds } = of([handler, ...callers(n)], given, others);
        expect(requests).toBeLessThanOrEqual(given.perMinute * (Math.floor(milliseconds / 60_000 + 1e-9) + 1));
      }),
    );
  });
});

describe("what a person reads", () => {
  const text = (flows: readonly PlannedFlow[], given: Partial<Conditions & { jobsKnown: boolean }> = {}) => {
    const conditions = { ...usual, jobsKnown: false, ...given };
    return forecastText(of(flows, conditions), conditions);
  };

  test.each<[string, string]>([
    [
      text([handler, ...callers(105)]),
      "Publishes 106 flows: 1 common module, then 105 flows. About 530 requests and 1 min 15 s, " +
        "at 300 requests a minute, 16 flows at a time and 3 s per publish job (assumed).",
    ],
    [
      text(callers(25), { jobsKnown: true, jobMs: 1740 }),
      "Publishes 25 flows. About 130 requests and 5 s, at 300 requests a minute, 16 flows at a time and " +
        "1.7 s per publish job (measured).",
    ],
    [
      text(
        [1, 2, 3, 4].map((n) => ({ ...caller(`M${n}`), isModule: true, after: [`M${n - 1}`] })),
        { perMinute: 1 },
      ),
      "Publishes 4 flows in 4 waves, modules before their callers. About 20 requests and 19 min, at 1 request a minute and " +
        "3 s per publish job (assumed).",
    ],
  ])("%s", (shown, expected) => {
    expect(shown).toBe(expected);
  });
});

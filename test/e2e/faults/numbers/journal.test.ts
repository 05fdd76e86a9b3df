import type { Exchange } from "../proxy/proxy.ts";
import { broken, type Ivr, lineOf, writesToIvrs } from "./journal.ts";

const before: Ivr[] = [
  { id: "1", name: "Sales", numbers: ["A", "B"], flowId: "sales" },
  { id: "2", name: "Support", numbers: ["C"], flowId: "support" },
];
const led = new Map([
  ["A", "sales"],
  ["B", "sales"],
  ["C", "support"],
]);

function put(id: string, numbers: readonly string[], o: { status?: number; flow?: string } = {}): Exchange {
  const { status = 200, flow = id === "1" ? "sales" : "support" } = o;
  const entity = { id, name: id === "1" ? "Sales" : "Support", dnis: numbers, openHoursFlow: { id: flow } };
  const text = JSON.stringify(entity);
  return {
    method: "PUT",
    path: `/api/v2/architect/ivrs/${id}`,
    body: text,
    status,
    answer: status < 300 ? text : "{}",
  };
}

function problems(wanted: Record<string, string>, ...exchanges: readonly Exchange[]): string[] {
  const writes = writesToIvrs(before, exchanges);
  return broken({ before: led, wanted: new Map(Object.entries(wanted)), writes }).slice(0, -1);
}

/** The judge of the other suites: it must find what they would fail for. */
describe("the journal of writes to IVRs", () => {
  test("says what each write changed", () => {
    const get: Exchange = { method: "GET", path: "/api/v2/architect/ivrs", body: "", status: 200, answer: "{}" };
    const gone: Exchange = { method: "DELETE", path: "/api/v2/architect/ivrs/2", body: "", status: 204, answer: "" };
    const writes = writesToIvrs(before, [get, put("1", ["A"]), put("2", ["C", "B"], { status: 400 }), gone]);
    expect(writes.map(lineOf)).toEqual(["PUT Sales 200: loses B", "PUT Support 400", "DELETE Support 204: loses C"]);
  });

  test("a pair of writes is right", () => {
    expect(problems({ A: "sales", B: "support", C: "support" }, put("1", ["A"]), put("2", ["C", "B"]))).toEqual([]);
  });

  test("a number that is no longer wanted may go", () => {
    expect(problems({ A: "sales" }, put("1", ["A"]), put("2", []))).toEqual([]);
  });

  test("a number that is free for two writes is found", () => {
    expect(problems({ B: "support" }, put("1", ["A"]), put("1", ["A"]), put("2", ["C", "B"]))).toEqual([
      "B is free after write 1 and after the next one.",
    ]);
  });

  test("two numbers taken before either is given are found", () => {
    const found = problems(
      { B: "support", C: "sales" },
      put("1", ["A"]),
      put("2", []),
      put("1", ["A", "C"]),
      put("2", ["B"]),
    );
    expect(found).toEqual([
      "B is free after write 1 and after the next one.",
      "B is free after write 2 and after the next one.",
    ]);
  });

  test("a number that ends up free is found", () => {
    expect(problems({ B: "support" }, put("1", ["A"]))).toEqual(["B is free after write 1 and after the next one."]);
  });

  test("a number at a flow that is neither its old nor its new one is found", () => {
    expect(problems({ A: "sales" }, put("1", ["A", "B"], { flow: "other" }))).toEqual([
      "A leads to other after write 1: neither its old flow nor its new one.",
    ]);
  });
});

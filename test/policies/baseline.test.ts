import { writeFileSync } from "node:fs";
import { join } from "node:path";
import { baselineText, isListed, readBaseline } from "../../policies/baseline.ts";
import type { Violation } from "../../policies/violations.ts";
import { makeProject, removeProjects } from "../project/harness.ts";

afterEach(removeProjects);

describe("the baseline", () => {
  const violation: Violation = {
    flow: "claims",
    name: "Claims",
    origin: "export",
    node: "Handle-it",
    kind: "outcome is not tested",
    problem: "",
    remedy: "",
    file: "flows/claims.yaml",
    line: 10,
  };
  const stored = (text: string) => {
    const root = makeProject({});
    writeFileSync(join(root, "baseline.json"), text);
    return join(root, "baseline.json");
  };

  test("lists violations of exports by node and kind, whatever the line", () => {
    const text = baselineText([
      violation,
      { ...violation, flow: "a", node: undefined },
      { ...violation, origin: "definition" },
    ]);
    expect(JSON.parse(text)).toEqual({
      a: { "outcome is not tested": "flows/claims.yaml" },
      claims: { "Handle-it: outcome is not tested": "flows/claims.yaml" },
    });
    const baseline = readBaseline(stored(text));
    expect(isListed({ ...violation, line: 99 }, baseline)).toBe(true);
    expect(isListed({ ...violation, node: "Other" }, baseline)).toBe(false);
    expect(isListed({ ...violation, origin: "definition" }, baseline)).toBe(false);
    expect(isListed({ ...violation, flow: "constructor" }, baseline)).toBe(false);
  });

  test("is empty without a file, and refused when it is something else", () => {
    expect(readBaseline(join(makeProject({}), "baseline.json"))).toEqual({});
    expect(() => readBaseline(stored("{"))).toThrow(/is not JSON/);
    expect(() => readBaseline(stored('{"claims": "all"}'))).toThrow(/must map keys of flows/);
  });
});

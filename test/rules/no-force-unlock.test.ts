import { type FlowSubject, judgeFlow, strictest } from "@genesys-flows/rules";
import { subjectsIn } from "@genesys-flows/rules/testing";
import { caller, checkModule } from "../project/samples.ts";
import { ruleNamed } from "./rule-named.ts";

const rule = ruleNamed("no-force-unlock");

test.each<[string, FlowSubject["resource"], number]>([
  ["set", { forceUnlock: true }, 1],
  ["not set", { forceUnlock: false }, 0],
  ["absent", {}, 0],
  ["a resource that is not known", undefined, 0],
])("forceUnlock: %s", (_, resource, count) => {
  for (const subject of Object.values(subjectsIn(caller("Sales"), { check: checkModule }))) {
    const { key, origin, graph, parts, place, faultPlace } = subject;
    const { contractOf, placeOf } = subject;
    const known = { key, origin, graph, parts, place, faultPlace, contractOf, placeOf, ...(resource && { resource }) };
    expect(judgeFlow("flow", () => known, strictest([rule]))).toHaveLength(count);
  }
});

test("a flow that cannot be read is read once, and every rule says so", () => {
  let times = 0;
  const unreadable = (): FlowSubject => {
    times += 1;
    throw new Error("the file is gone");
  };
  const rules = [rule, ruleNamed("fault-handling")];
  const found = judgeFlow("flow", unreadable, strictest(rules));
  expect(found.map(({ code }) => code)).toEqual(rules.map(({ name }) => name));
  expect(found.map(({ message }) => message)).toEqual(rules.map(() => expect.stringContaining("the file is gone")));
  expect(times).toBe(1);
});

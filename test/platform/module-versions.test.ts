import type { FlowEntity } from "../../packages/platform/flows/entities.ts";
import { type AskedModule, isOlder, PublishedVersions } from "../../packages/platform/flows/late-flows.ts";
import { markLine } from "../../packages/platform/flows/mark.ts";
import type { FlowPlatform } from "../../packages/platform/flows/platform.ts";
import { platformPace } from "../../packages/platform/organisation/pace.ts";

const [OLD, NEW] = ["a".repeat(64), "b".repeat(64)];
const flow = (version?: string, digest?: string): FlowEntity => ({
  id: "m",
  name: "Handler",
  type: "COMMONMODULE",
  ...(version && { publishedVersion: { id: version } }),
  ...(digest && { description: markLine({ project: "p", stack: "s", key: "handler", digest }) }),
});

/** Versions by a platform that answers so, the last answer for ever. */
function versions(answers: readonly (FlowEntity | undefined)[]) {
  let asked = 0;
  const read = async () => answers[Math.min(asked++, answers.length - 1)];
  const flows = { read, readAlone: read } as unknown as FlowPlatform;
  const pace = { ...platformPace, late: { firstMs: 1, longestMs: 2, limitMs: 8 }, olderLimitMs: 8, doubtMs: [1, 1, 1] };
  const known = new PublishedVersions({ flows, pace }, new AbortController().signal);
  return { known, of: async (asked: AskedModule) => (await known.of([asked])).get("m"), asked: () => asked };
}

test.each<[string, (FlowEntity | undefined)[], Omit<AskedModule, "flowId">, string | undefined, number]>([
  ["in time", [flow("2.0", NEW)], { digest: NEW }, "2.0", 1],
  ["nobody's mark", [flow("2.0")], { digest: NEW }, "2.0", 1],
  ["not there at first", [undefined, flow("1.0", NEW)], { digest: NEW }, "1.0", 2],
  ["not published at first", [flow(), flow("1.0", NEW)], { digest: NEW }, "1.0", 2],
  ["the version before at first", [flow("1.0", OLD), flow("2.0", NEW)], { digest: NEW }, "2.0", 2],
  ["older than what a caller holds", [flow("9.0"), flow("9.0"), flow("10.0")], { atLeast: "10.0" }, "10.0", 3],
  ["another content for good", [flow("2.0", OLD)], { digest: NEW }, "2.0", 4],
  ["gone for good", [undefined], {}, undefined, 4],
])("the published version of a module: %s", async (_, answers, asked, expected, looks) => {
  const platform = versions(answers);
  expect(await platform.of({ flowId: "m", ...asked })).toBe(expected);
  expect(platform.asked()).toBe(looks);
});

test("is read once a run, unless somebody knows a newer one", async () => {
  const platform = versions([flow("1.0"), flow("2.0")]);
  expect(await platform.of({ flowId: "m" })).toBe("1.0");
  expect(await platform.of({ flowId: "m" })).toBe("1.0");
  expect(await platform.of({ flowId: "m", atLeast: "2.0" })).toBe("2.0");
  expect(platform.asked()).toBe(2);
  platform.known.record("m", "3.0");
  expect(await platform.of({ flowId: "m", atLeast: "2.0" })).toBe("3.0");
  expect(platform.asked()).toBe(2);
});

test.each([
  ["1.0", "2.0", true],
  ["2.0", "10.0", true],
  ["10.0", "9.0", false],
  ["2.0", "2.0", false],
  ["2.1", "2.10", true],
  [undefined, "1.0", true],
  ["1.0", undefined, false],
  ["", "", false],
])("%s is older than %s: %s", (version, than, expected) => {
  expect(isOlder(version, than)).toBe(expected);
});

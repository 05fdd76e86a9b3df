import { changeDigest } from "@genesys-flows/rules";
import { change, flow, found, updated } from "./changes.ts";

const RULE = "blast-radius";
const lines = (count: number) =>
  Array.from({ length: count }, (_, index) => flow(`line-${index}`, { numbers: [`+1317555${1000 + index}`] }));
const updates = (count: number) => lines(count).map((line) => updated(line));

test.each([
  [25, 0],
  [26, 1],
])("%d flows that exist: %d findings", (count, findings) => {
  expect(found(RULE, change(updates(count)))).toHaveLength(findings);
});

test("names what changes, and the lines that acknowledge it", () => {
  const flows = [
    ...updates(2),
    updated(flow("held"), { ownChange: false, takes: ["check"] }),
    updated(flow("gone"), { operation: "delete", flow: undefined }),
    updated(flow("new"), { operation: "create" }),
  ];
  const subject = change(flows, { acknowledged: ["aaaaaaaaaaaa"], movedNumbers: new Map([["+13175559999", "gone"]]) });
  expect(found(RULE, subject, { settings: { flows: 3 } })).toEqual([
    [
      "error -: The update changes 4 existing flows with 3 numbers: 2 changed, 1 republished for a module, 1 deleted. Without an acknowledgement, 3 flows and 25 numbers are allowed.",
      "Review the preview. If the change is intended, write under `config:` in Pulumi.prod.yaml:",
      '  genesys-flows:acknowledgedChanges: ["aaaaaaaaaaaa", "0123456789ab"]',
      "The digest identifies exactly this change. Remove it after the update.",
    ].join("\n"),
  ]);
});

test("numbers alone make it large, each counted once", () => {
  const two = change(updates(2), { movedNumbers: new Map([["+13175551000", "line-0"]]) });
  expect(found(RULE, two, { settings: { numbers: 2 } })).toEqual([]);
  expect(found(RULE, two, { settings: { numbers: 1 } })).toHaveLength(1);
});

test("creating a stack needs none; nor does an acknowledged change", () => {
  const made = lines(300).map((line) => updated(line, { operation: "create" }));
  expect(found(RULE, change(made))).toEqual([]);
  expect(found(RULE, change(updates(300), { acknowledged: ["0123456789ab"] }))).toEqual([]);
  expect(found(RULE, change(updates(300), { acknowledged: ["0123456789ac"] }))).toHaveLength(1);
});

describe("the digest of a change", () => {
  const one = { key: "a", operation: "update", digest: "d1", takes: { x: "1", y: "2" } };
  const two = { key: "b", operation: "delete", digest: "d2", takes: {} };
  const digest = changeDigest([one, two], new Map([["+1317", "b"]]));

  test("is short and the same in each run", () => {
    expect(digest).toMatch(/^[0-9a-f]{12}$/);
    expect(changeDigest([two, { ...one, takes: { y: "2", x: "1" } }], new Map([["+1317", "b"]]))).toBe(digest);
  });

  test.each([
    ["another document", [{ ...one, digest: "d3" }, two], new Map([["+1317", "b"]])],
    ["another operation", [{ ...one, operation: "create" }, two], new Map([["+1317", "b"]])],
    ["another version of a module", [{ ...one, takes: { x: "1", y: "3" } }, two], new Map([["+1317", "b"]])],
    ["a flow less", [one], new Map([["+1317", "b"]])],
    ["a number less", [one, two], new Map()],
  ])("is another for %s", (_, flows, numbers) => {
    expect(changeDigest(flows, numbers)).not.toBe(digest);
  });
});

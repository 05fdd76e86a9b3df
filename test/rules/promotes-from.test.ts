import { judgeProject } from "@genesys-flows/rules";
import { enforced, flow } from "./changes.ts";

const sales = flow("sales");
const claims = flow("claims");
const settings = { promotesFrom: "dev" };
const runs = (sourceDigests: Record<string, string>, stack = "dev") => ({ stack, sourceDigests });

const judged = (promoted: Parameters<typeof judgeProject>[0]["promoted"], o: object = settings, level?: "advisory") =>
  judgeProject(
    { stack: "prod", flows: [sales, claims], promoted },
    enforced("promotes-from", { settings: o, ...(level && { level }) }),
  ).map(({ severity, message }) => `${severity}: ${message}`);

test.each<[string, Parameters<typeof judgeProject>[0]["promoted"], string[]]>([
  ["that runs every source", runs({ sales: "source of sales", claims: "source of claims", more: "x" }), []],
  [
    "that runs another source, and not every flow",
    runs({ sales: "another source of sales" }),
    [
      'error: The flow "Sales" runs in dev from a different source (another sour) than here (source of sa).',
      'error: The flow "Claims" was not deployed to dev.',
    ],
  ],
  [
    "whose flow was changed, or did not reach it",
    runs({ sales: "", claims: "source of claims" }),
    ['error: The flow "Sales" runs in dev from a source other than its file.'],
  ],
  ["that nobody looked at", undefined, []],
  ["that could not be read", "Its state is locked.", ["error: The rule could not be checked: Its state is locked."]],
  [
    "that is another one",
    runs({}, "test"),
    ["error: The rule could not be checked: The digests passed to this run belong to the stack test, not to dev."],
  ],
])("a stack %s", (_what, promoted, expected) => {
  expect(judged(promoted)).toEqual(expected);
  expect(judged(promoted, settings, "advisory")).toEqual(expected.map((text) => text.replace("error", "warning")));
});

test("judges queues and files of the program, each at its place", () => {
  const declared = [
    { key: "queue:Sales", title: 'queue "Sales"', digest: "digest of sales" },
    { key: "queue:New", title: 'queue "New"', digest: "digest of new" },
    { key: "file:index.ts", title: "program index.ts", digest: "digest of the program", file: "index.ts" },
  ];
  const sourceDigests = { "queue:Sales": "digest of sales", "file:index.ts": "an earlier digest", "queue:Old": "x" };
  const found = judgeProject(
    { stack: "prod", flows: [], declared, promoted: runs(sourceDigests) },
    enforced("promotes-from", { settings }),
  );
  expect(found.map(({ message, location }) => [message, location?.file])).toEqual([
    ['The queue "New" was not deployed to dev.', undefined],
    ["The program index.ts (digest of th) differs from the one deployed to dev (an earlier d).", "index.ts"],
  ]);
});

test("judges nothing without a stack to promote from", () => {
  expect(judged(runs({}), {})).toEqual([]);
});

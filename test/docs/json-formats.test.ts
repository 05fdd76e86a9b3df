import { readFileSync } from "node:fs";
import { commandLine } from "../flowctl/program.ts";
import { inCheckout } from "../harness/checkout.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller, checkModule, stack } from "../project/samples.ts";

// docs/json-formats.md against what commands print: a key that no row has, and a row that no output has. The exit codes are those of docs/commands.md.

afterAll(removeProjects);

const page = readFileSync(inCheckout("docs/json-formats.md"), "utf8");

const project = () =>
  makeProject({
    "Pulumi.yaml": "name: example\nruntime: nodejs\n",
    "Pulumi.dev.yaml": stack("genesyscloud:region: local"),
    "flows/check.yaml": checkModule,
    "flows/sales.yaml": caller("Sales"),
    "flows/sales.test.yaml": "flow: sales\nconversations:\n  fails:\n    - hears: Nothing like this.\n",
    "old/check.yaml": checkModule,
    "old/sales.yaml": caller("Sales").replace("Goodbye.", "See you."),
  });

test.each([
  ["check", ["check"], 0],
  ["test", ["test"], 1],
  ["test --random", ["test", "sales", "--random", "3"], 0],
  ["evaluate", ["evaluate", "1/0"], 1],
  ["evaluate", ["evaluate", "1"], 0],
  ["diff", ["diff", "old/sales.yaml", "flows/sales.yaml"], 1],
  ["show", ["show", "check", "--offline"], 0],
  ["search", ["search", "Goodbye"], 0],
  ["policies", ["policies"], 0],
  ["hours", ["hours"], 0],
  ["verify", ["verify"], 1],
  ["doctor", ["doctor"], 0],
  ["Commands that change source", ["remove-call", "check", "--into", "sales", "--dry-run"], 0],
])("the keys of %s: %j, and its exit code %i", async (section, args, expected) => {
  const { code, out } = await commandLine(project(), ...args, "--format", "json");
  expect(code).toBe(expected);
  const printed = keysOf(JSON.parse(out));
  const rows = rowsOf(section);
  expect(rows.length).toBeGreaterThan(1);
  expect(printed.filter((key) => !rows.some((row) => row.key === key))).toEqual([]);
  expect(rows.filter(({ key, isOptional }) => !isOptional && !printed.includes(key))).toEqual([]);
});

test("the keys of a finding", async () => {
  const { out } = await commandLine(project(), "check", "--format", "json");
  const [finding = {}] = JSON.parse(out).findings;
  const keys = rowsOf("A finding").map(({ key }) => key);
  expect(Object.keys(finding).length).toBeGreaterThan(3);
  expect(Object.keys(finding).filter((key) => !keys.includes(key))).toEqual([]);
});

test("the example of evaluate", async () => {
  const [, shown = ""] = /```json\n(.*)\n```/.exec(page) ?? [];
  const { out } = await commandLine(project(), "evaluate", 'Substring("abc", 1, 1)', "--format", "json");
  expect(JSON.parse(out)).toEqual(JSON.parse(shown));
});

interface Row {
  readonly key: string;
  readonly isOptional: boolean;
}

/** The keys of a section's table. */
function rowsOf(section: string): Row[] {
  const text = page.split(/^## /m).find((part) => part.startsWith(`${section}\n`)) ?? "";
  return [...text.matchAll(/^\| (`[^|]+) \| (.*) \|$/gm)].flatMap(([, keys = "", value = ""]) =>
    [...keys.matchAll(/`([^`]+)`/g)].map(([, key = ""]) => ({ key, isOptional: value.startsWith("optional") })),
  );
}

/** `findings[].code`: keys, and those of the objects in them. A finding has a section of its own, names are data. */
function keysOf(value: object): string[] {
  return Object.entries(value).flatMap(([key, inner]) => {
    const list: unknown[] = Array.isArray(inner) ? inner : [inner];
    const at = Array.isArray(inner) ? `${key}[]` : key;
    const objects = list.filter((one): one is object => typeof one === "object" && one !== null && !Array.isArray(one));
    const isFinding = objects.some((one) => "severity" in one);
    const keys = isFinding ? [] : objects.flatMap((one) => Object.keys(one).map((name) => `${at}.${name}`));
    return [key, ...new Set(keys)];
  });
}

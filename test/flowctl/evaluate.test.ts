import { Readable } from "node:stream";
import { runCommands } from "@genesys-flows/cli";
import { program } from "../../packages/flowctl/cli.ts";
import { commandLine } from "./program.ts";

const root = import.meta.dirname;

test("an expression has its text on the standard output", async () => {
  expect(await commandLine(root, "evaluate", 'Substring("abc", 1, 1)')).toEqual({ code: 0, out: "b\n", err: "" });
  expect((await commandLine(root, "evaluate", "=5.0 / 2")).out).toBe("2.5\n");
});

test("--set gives variables: expressions, texts, and what the platform has as a text", async () => {
  const set = ["--set", "Task.count=7", "--set", "Task.name=Ann Lee", "--set", "Call.Ani=13175550199"];
  const { out } = await commandLine(root, "evaluate", "Task.name + Call.Ani + ToString(Task.count + 1)", ...set);
  expect(out).toBe("Ann Lee131755501998\n");
});

test("--at is the time, --format json one object", async () => {
  const { out } = await commandLine(
    root,
    "evaluate",
    "GetCurrentDateTimeUtc()",
    "--at",
    "2026-12-24T10:00Z",
    "--format",
    "json",
  );
  const answer = { expression: "GetCurrentDateTimeUtc()", type: "dateTime" };
  expect(JSON.parse(out)).toEqual({ ...answer, value: "2026-12-24T10:00:00Z", text: "2026-12-24T10:00:00Z" });
});

test("what has no value ends with 1, with the place under it", async () => {
  const { code, out, err } = await commandLine(root, "evaluate", "1 + 2 / 0");
  expect({ code, out }).toEqual({ code: 1, out: "" });
  expect(err).toBe("1 + 2 / 0\n    ^^^^^ Division by zero is not possible.\n");
});

test("--channel refuses variables of another one", async () => {
  const { code, err } = await commandLine(
    root,
    "evaluate",
    "Call.Ani",
    "--channel",
    "inboundEmail",
    "--set",
    "Call.Ani=1",
  );
  expect(code).toBe(1);
  expect(err).toContain("'Call.Ani' never has a value in this inbound email flow");
});

test("an assumption is named", async () => {
  const { err } = await commandLine(root, "evaluate", "WeekNum(MakeDateTime(2009, 12, 31))");
  expect(err).toContain("Assumed (weeks-are-iso): ");
});

test("- answers each line of the standard input", async () => {
  const said: string[] = [];
  const writers = { root, out: (text: string) => void said.push(text), err: () => undefined };
  const input = Readable.from(['1 + 1\n"中"\r\n', "Foo(\n\nNOT_SET"]);
  expect(await runCommands(program, ["evaluate", "-", "--format", "json"], { ...writers, input })).toBe(1);
  const answers = said
    .join("")
    .trimEnd()
    .split("\n")
    .map((line) => JSON.parse(line) as Record<string, unknown>);
  expect(answers).toEqual([
    { expression: "1 + 1", type: "integer", value: 2, text: "2" },
    { expression: '"中"', type: "string", value: "中", text: "中" },
    { expression: "Foo(", error: expect.any(String), from: 3, to: 4 },
    { expression: "", error: "The expression is empty.", from: 0, to: 0 },
    { expression: "NOT_SET", type: "NOT_SET", value: null, text: "NOT_SET" },
  ]);
});

test("wrong use names every mistake", async () => {
  const { code, err } = await commandLine(root, "evaluate", "1", "--channel", "fax", "--at", "soon", "--set", "pin");
  expect(code).toBe(2);
  for (const text of ["Unknown flow type 'fax'", "'soon' is not a time", "'pin' is not an assignment"])
    expect(err).toContain(text);
});

import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { assertStateIsWhole, restoreState } from "../../packages/wrapper/state/restore-state.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

const folder = temporaryFolder();
const stack = (name = "dev") => ({
  project: folder(),
  state: path.join(folder(), ".genesys", "state"),
  projectName: "genesys-flows",
  stack: name,
});
const place = (...parts: string[]) => path.join(stack().state, ".pulumi", ...parts);
const stacks = (file = "") => place("stacks", "genesys-flows", file);
const backups = (file = "") => place("backups", "genesys-flows", "dev", file);
const mark = () => path.join(folder(), ".genesys", "unfinished", "dev.json");

/** A state as the CLI writes it. */
function stateOf(time: string, o: { stack?: string } = {}): string {
  const latest = { manifest: { time }, resources: [] };
  return JSON.stringify({ version: 3, checkpoint: { stack: o.stack ?? "organization/genesys-flows/dev", latest } });
}

const WHOLE = stateOf("2026-01-02T03:04:05.123456789Z");

beforeEach(() => {
  for (const made of [stacks(), backups()]) mkdirSync(made, { recursive: true });
});

/** What `work` prints to standard error. */
function printed(work: () => void): string {
  const spy = jest.spyOn(process.stderr, "write").mockReturnValue(true);
  try {
    work();
    return spy.mock.calls.map(([text]) => String(text)).join("");
  } finally {
    spy.mockRestore();
  }
}

const damages: [string, string, (file: string) => void][] = [
  ["cut", "is truncated", (file) => writeFileSync(file, WHOLE.slice(0, 80))],
  ["of zero bytes", "is empty", (file) => writeFileSync(file, "")],
  ["of spaces", "is empty", (file) => writeFileSync(file, " \n")],
  ["a text", "is not the state of a stack", (file) => writeFileSync(file, "hello")],
  ["another JSON", "is not the state of a stack", (file) => writeFileSync(file, "{}")],
  ["a JSON null", "is not the state of a stack", (file) => writeFileSync(file, "null")],
  ["a folder", "is a folder", (file) => mkdirSync(file)],
];

describe.each(damages)("a state that is %s", (_name, why, damage) => {
  test("is restored from its backup, kept, and marked so that the next run reads the live state", () => {
    damage(stacks("dev.json"));
    writeFileSync(stacks("dev.json.bak"), WHOLE);
    writeFileSync(stacks("dev.json.attrs"), '{"md5":"of the damaged one"}');

    const text = printed(() => restoreState(stack()));

    expect(text).toContain(`${stacks("dev.json")} ${why}.`);
    expect(text).toContain(`${stacks("dev.json.bak")} (2026-01-02T03:04:05.123456789Z)`);
    expect(readFileSync(stacks("dev.json"), "utf8")).toBe(WHOLE);
    expect(JSON.parse(readFileSync(mark(), "utf8"))).toMatchObject({ command: "restore" });
    const [kept, ...others] = readdirSync(stacks()).filter((file) => file.startsWith("dev.json.damaged-"));
    expect(others).toEqual([]);
    expect(text).toContain(stacks(kept));
    expect(readdirSync(stacks()).sort()).toEqual(["dev.json", "dev.json.bak", kept]);
  });

  test("is left unchanged by a command that reads, which prints the command that restores it", () => {
    damage(stacks("dev.json"));
    writeFileSync(stacks("dev.json.bak"), WHOLE);
    expect(() => assertStateIsWhole(stack())).toThrow(
      expect.objectContaining({
        name: "SetUpError",
        message: expect.stringMatching(
          /dev\.json (was|is) .*\n.*dev\.json\.bak .*npm run pulumi -- refresh --stack dev$/,
        ),
      }),
    );
    expect(existsSync(mark())).toBe(false);
  });

  test("is refused without an intact copy, with the commands that create a new state", () => {
    damage(stacks("dev.json"));
    writeFileSync(stacks("dev.json.bak"), "{");
    for (const work of [restoreState, assertStateIsWhole]) {
      expect(() => work(stack())).toThrow(
        expect.objectContaining({
          name: "SetUpError",
          message: [
            `The state of dev cannot be read: ${stacks("dev.json")} ${why}, and no copy of it is intact (${stacks("dev.json.bak")}). Nothing was done.`,
            "Create a new state, which adopts the declared objects that exist in the organisation:",
            `  mv ${stacks("dev.json")} ${stacks("dev.json.damaged")}`,
            `  mv ${stacks("dev.json.bak")} ${stacks("dev.json.bak.damaged")}`,
            "  npm run flowctl -- adopt --declared --stack dev",
            "  npm start",
          ].join("\n"),
        }),
      );
    }
    expect(existsSync(mark())).toBe(false);
  });
});

test("of several copies, the one with the newest state is restored; those of other stacks are not", () => {
  writeFileSync(stacks("dev.json"), "");
  writeFileSync(stacks("dev.json.bak"), WHOLE);
  const newest = stateOf("2026-01-02T03:04:06Z");
  writeFileSync(backups("dev.1.json"), stateOf("2026-01-01T00:00:00Z"));
  writeFileSync(backups("dev.2.json"), newest);
  writeFileSync(backups("dev.3.json"), newest.slice(0, -1));
  writeFileSync(backups("dev.4.json"), stateOf("2027-01-01T00:00:00Z", { stack: "organization/genesys-flows/prod" }));
  printed(() => restoreState(stack()));
  expect(readFileSync(stacks("dev.json"), "utf8")).toBe(newest);
});

test("an intact state stays, and so does a missing one: `stack rm` leaves only a .bak", () => {
  writeFileSync(stacks("dev.json.bak"), WHOLE);
  expect(printed(() => restoreState(stack()))).toBe("");
  expect(existsSync(stacks("dev.json"))).toBe(false);
  writeFileSync(stacks("dev.json"), WHOLE);
  expect(printed(() => restoreState(stack()))).toBe("");
  expect(existsSync(mark())).toBe(false);
});

test("another stack than dev is created by its own commands", () => {
  writeFileSync(stacks("prod.json"), "");
  expect(() => restoreState(stack("prod"))).toThrow(
    /no copy of it exists.*\n.*\n {2}mv .*prod\.json .*\n {2}npm run pulumi -- stack init prod --no-select\n {2}npm run flowctl -- adopt --declared --stack prod\n {2}npm run pulumi -- up --stack prod$/,
  );
});

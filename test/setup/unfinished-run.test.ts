import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { type MarkedEnding, runMarked } from "../../packages/wrapper/runs/marked-run.ts";
import { minute } from "../../packages/wrapper/system/say.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

/** A process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["--version"]).pid;
const hostname = os.hostname();
const time = "2026-01-02T03:04:05.000Z";
const line = `The last update of dev did not complete (2026-01-02 03:04 UTC): reading the live state first (--refresh).\n`;

describe("the mark of a run that may be changing the organisation", () => {
  const folder = temporaryFolder();
  const marks = () => path.join(folder(), ".genesys", "unfinished");
  const mark = () => path.join(marks(), "dev.json");
  const read = () => JSON.parse(readFileSync(mark(), "utf8"));
  const earlier = (run: object | string = { pid: deadPid(), hostname, time, command: "up" }) => {
    mkdirSync(marks(), { recursive: true });
    writeFileSync(mark(), typeof run === "string" ? run : JSON.stringify(run));
  };
  /** Runs a command; returns the CLI's arguments, the output, and whether the mark existed and exists. */
  const run = async (
    command: string,
    ending: MarkedEnding | Error = { code: 0, signal: null },
    env: Record<string, string> = {},
  ) => {
    let said = "";
    let args = "";
    let marked = false;
    const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
    try {
      const given = { project: folder(), stack: "dev", args: command.split(" "), env };
      await runMarked(given, async (cli) => {
        args = cli.join(" ");
        marked = existsSync(mark());
        if (ending instanceof Error) throw ending;
        return ending;
      });
    } finally {
      stderr.mockRestore();
    }
    return { args, said, marked, left: existsSync(mark()) };
  };

  test.each([
    ["up --yes", true],
    ["--stack dev update", true],
    ["destroy", true],
    ["down", true],
    ["dn", true],
    ["refresh --yes", false],
    ["preview", false],
    ["destroy --preview-only", false],
    ["up --help", false],
    ["import", false],
    ["stack", false],
  ])("%s: is there while the CLI runs: %s; gone when that ended well", async (command, marked) => {
    expect(await run(command)).toEqual({ args: command, said: "", marked, left: false });
    expect(existsSync(marks()) ? readdirSync(marks()) : []).toEqual([]);
  });

  test("contains process, time and command, but no arguments", async () => {
    const before = Date.now();
    await run("up --config token=secret", { code: 1, signal: null });
    expect(read()).toEqual({ pid: process.pid, hostname, time: expect.any(String), command: "up" });
    expect(Date.parse(read().time)).toBeGreaterThanOrEqual(before);
    expect(readdirSync(marks())).toEqual(["dev.json"]);
  });

  test.each<[string, { code: number; signal: NodeJS.Signals | null }]>([
    ["an error", { code: 1, signal: null }],
    ["a signal", { code: 1, signal: "SIGKILL" }],
  ])("stays after %s, and the next run reads the live state until one has succeeded", async (_, ending) => {
    expect((await run("up", ending)).left).toBe(true);
    const first = read();
    const next = await run("destroy --yes", ending);
    expect(next).toMatchObject({ args: "destroy --refresh --yes", left: true });
    expect(next.said).toContain(`(${minute(first.time)})`);
    expect(read()).toEqual(first);
    expect(await run("up -s dev -- x")).toMatchObject({ args: "up --refresh -s dev -- x", left: false });
    expect(await run("up")).toEqual({ args: "up", said: "", marked: true, left: false });
  });

  test("is removed when the engine refused the run before it began, and that of an earlier run stays", async () => {
    const refused = { code: 255, signal: null, hasBegun: false };
    expect((await run("up", refused)).left).toBe(false);
    earlier();
    expect((await run("up", refused)).left).toBe(true);
  });

  test.each<[string, Record<string, string>, string, boolean]>([
    ["up --yes", {}, "up --refresh --yes", false],
    ["--stack dev update", {}, "--stack dev update --refresh", false],
    ["preview", {}, "preview --refresh", true],
    ["destroy --preview-only", {}, "destroy --refresh --preview-only", true],
    ["up --target urn", {}, "up --refresh --target urn", true],
    ["up -t urn", {}, "up --refresh -t urn", true],
    ["up --exclude urn", {}, "up --refresh --exclude urn", true],
  ])("of an earlier run: %s with %j becomes %s, and the mark stays: %s", async (command, env, args, left) => {
    earlier();
    expect(await run(command, undefined, env)).toEqual({ args, said: line, marked: true, left });
  });

  test.each<[string, Record<string, string>, boolean]>([
    ["up --refresh", {}, false],
    ["up -yr", {}, false],
    ["up -r=true --target urn", {}, true],
    ["up --refresh=false", {}, true],
    ["up -r=false", {}, true],
    ["up", { PULUMI_OPTION_REFRESH: "false" }, true],
    ["up", { PULUMI_OPTION_REFRESH: "true" }, false],
    ["preview --refresh=false", {}, true],
    ["refresh", {}, false],
    ["refresh --preview-only", {}, true],
    ["refresh --target urn", {}, true],
    ["up --help", {}, true],
    ["import", {}, true],
    ["stack output", {}, true],
  ])("of an earlier run: %s with %j is left as it is, and the mark stays: %s", async (command, env, left) => {
    earlier();
    expect(await run(command, undefined, env)).toEqual({ args: command, said: "", marked: true, left });
  });

  test("a refresh that fails keeps a mark, and makes none", async () => {
    expect((await run("refresh", { code: 1, signal: null })).left).toBe(false);
    earlier();
    expect((await run("refresh", { code: 1, signal: null })).left).toBe(true);
  });

  test("of a run that is still running: a preview does not refresh; of one on another machine: it does", async () => {
    earlier({ pid: process.pid, hostname, time });
    expect(await run("preview")).toEqual({ args: "preview", said: "", marked: true, left: true });
    earlier({ pid: process.pid, hostname: `${hostname}-2`, time });
    expect(await run("preview")).toEqual({ args: "preview --refresh", said: line, marked: true, left: true });
  });

  test.each(["{", "", "null"])("a mark that says nothing counts: %j", async (text) => {
    earlier(text);
    expect(await run("up")).toEqual({
      args: "up --refresh",
      said: "The last update of dev did not complete: reading the live state first (--refresh).\n",
      marked: true,
      left: false,
    });
  });

  test("a CLI that cannot be started changes nothing", async () => {
    await expect(run("up", new Error("ENOENT"))).rejects.toThrow("ENOENT");
    expect(existsSync(mark())).toBe(false);
    earlier();
    await expect(run("up", new Error("ENOENT"))).rejects.toThrow("ENOENT");
    expect(existsSync(mark())).toBe(true);
  });

  test("each stack has its own", async () => {
    earlier();
    const given = { project: folder(), stack: "prod", args: ["up"], env: {} };
    await runMarked(given, async (args) => {
      expect(args).toEqual(["up"]);
      expect(readdirSync(marks())).toEqual(["dev.json", "prod.json"]);
      return { code: 0, signal: null };
    });
    expect(readdirSync(marks())).toEqual(["dev.json"]);
  });

  describe("notes of what was created", () => {
    const notes = () => path.join(folder(), ".genesys", "creating", "dev");
    const note = () => {
      mkdirSync(notes(), { recursive: true });
      writeFileSync(path.join(notes(), "a.json"), "{");
    };
    /** Runs the CLI, which writes a note or finds one. @returns whether it is left, and the CLI's extra variables */
    const left = async (command: string, o: { code?: number; earlier?: boolean } = {}) => {
      let variables: object = {};
      const stderr = jest.spyOn(process.stderr, "write").mockImplementation(() => true);
      if (o.earlier) note();
      try {
        await runMarked({ project: folder(), stack: "dev", args: command.split(" "), env: {} }, async (_args, env) => {
          variables = env;
          note();
          return { code: o.code ?? 0, signal: null };
        });
      } finally {
        stderr.mockRestore();
      }
      return [existsSync(notes()), variables, existsSync(mark())];
    };
    const recovery = { GENESYS_FLOWS_RECOVERY: "true" };

    test("are removed when the update succeeded", async () => {
      expect(await left("up --yes")).toEqual([false, {}, false]);
    });

    test("stay after a failure; the next update recovers, unless it is limited to some resources", async () => {
      expect(await left("up --yes", { code: 1 })).toEqual([true, {}, true]);
      earlier(); // of a process that has ended
      expect(await left("preview")).toEqual([true, recovery, true]);
      expect(await left("up --target a")).toEqual([true, {}, true]);
      expect(await left("up --refresh=false")).toEqual([true, {}, true]);
      expect(await left("up --yes")).toEqual([false, recovery, false]);
    });

    test("of a run that left no mark stay", async () => {
      expect(await left("up --yes", { earlier: true })).toEqual([true, {}, false]);
    });

    test("stay for the next update when everything was destroyed", async () => {
      earlier();
      expect(await left("destroy --yes", { earlier: true })).toEqual([true, recovery, true]);
      expect(await left("up --yes")).toEqual([false, recovery, false]);
    });
  });
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import { existsSync, mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { clearInterruptedRun } from "../../packages/wrapper/runs/interrupted-run.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { program } from "./program.ts";

const hostname = os.hostname();
/** A process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["--version"]).pid;
const urn = "urn:pulumi:dev::flows::genesys-flows:index:InboundFlow$genesyscloud:index/flow:Flow::sales";

describe("what an interrupted run left on a stack", () => {
  const folder = temporaryFolder();
  const at = (...parts: string[]) => path.join(folder(), ...parts);
  const locks = (stack = "dev") => at(".pulumi", "locks", "organization", "flows", stack);
  const lock = (name: string, holder: object | string, stack = "dev") => {
    mkdirSync(locks(stack), { recursive: true });
    const text = typeof holder === "string" ? holder : JSON.stringify({ username: "ann", ...holder });
    writeFileSync(path.join(locks(stack), `${name}.json`), text);
  };
  const deployment = (...types: string[]) => ({
    resources: [],
    pending_operations: types.map((type) => ({ type, resource: { urn } })),
  });
  const state = (...types: string[]) => {
    mkdirSync(at(".pulumi", "stacks", "flows"), { recursive: true });
    const file = at(".pulumi", "stacks", "flows", "dev.json");
    writeFileSync(file, JSON.stringify({ version: 3, checkpoint: { latest: deployment(...types) } }));
    writeFileSync(at("exported.json"), JSON.stringify({ version: 3, deployment: deployment(...types) }));
  };
  const imported = () => JSON.parse(readFileSync(at("imported.json"), "utf8"));
  /** Runs it with a stand-in for the CLI, which is refused while a lock exists; returns what it prints. */
  const clear = async (importing = `cp "$4" ${at("imported.json")}`, patienceMs = 0): Promise<string> => {
    const cli = program(
      at("pulumi"),
      `case "$1 $2" in
        "stack export") cat ${at("exported.json")} ;;
        "stack import") ls ${locks()}/*.json >/dev/null 2>&1 && { echo locked >&2; exit 1; }; ${importing} ;;
      esac`,
    );
    let said = "";
    const stderr = jest.spyOn(process.stderr, "write").mockImplementation((text) => {
      said += text;
      return true;
    });
    try {
      const env = { PATH: process.env.PATH };
      const of = { project: folder(), stack: "dev", projectName: "flows", state: folder() };
      await clearInterruptedRun({ cli, env, ...of, patience: { waitMs: patienceMs, pollMs: 1 } });
      return said;
    } finally {
      stderr.mockRestore();
    }
  };

  test("nothing: nothing is printed", async () => {
    expect(await clear()).toBe("");
    state("updating");
    expect(await clear()).toBe("");
  });

  test("its lock is removed, with that of another interrupted run, but none of another stack", async () => {
    const pid = deadPid();
    lock("a", { pid, hostname, timestamp: "2026-01-02T03:04:05Z" });
    lock("b", { pid, hostname });
    lock("c", { pid, hostname }, "prod");
    const said = await clear();
    expect(said).toContain(
      `Removed the lock of an interrupted run: process ${pid} of ann on ${hostname}, since 2026-01-02 03:04 UTC\n`,
    );
    expect([readdirSync(locks()), readdirSync(locks("prod"))]).toEqual([[], ["c.json"]]);
    const mark = JSON.parse(readFileSync(at(".genesys", "unfinished", "dev.json"), "utf8"));
    expect(mark).toEqual({ pid, hostname, time: "2026-01-02T03:04:05Z" });
  });

  test("its incomplete files are removed too, also in the folder of locks", async () => {
    const stacks = at(".pulumi", "stacks", "flows");
    state();
    mkdirSync(locks(), { recursive: true });
    writeFileSync(path.join(stacks, "dev.json.attrs"), "");
    writeFileSync(path.join(locks(), "a.json.18c2f0.tmp"), '{"pid":');
    expect(await clear()).toBe(
      [path.join(stacks, "dev.json.attrs"), path.join(locks(), "a.json.18c2f0.tmp")]
        .map((file) => `Removed an incomplete file of an interrupted run: ${file}\n`)
        .join(""),
    );
    expect([readdirSync(stacks), readdirSync(locks())]).toEqual([["dev.json"], []]);
  });

  test("it waits for a run on this machine that is still running", async () => {
    const living = spawn(process.execPath, ["--eval", "setInterval(() => {}, 1000)"], { stdio: "ignore" });
    lock("a", { pid: living.pid, hostname });
    const printed = jest.fn();
    const cleared = clear(undefined, 60_000).then((said) => printed(said));
    await Promise.all([once(living, "exit"), living.kill("SIGKILL")]);
    await cleared;
    const who = `process ${living.pid} of ann on ${hostname}`;
    expect(printed.mock.calls[0]?.[0]).toMatch(
      new RegExp(
        `^(The stack dev is locked by ${who}, which is still running. This command waits for at most 1 min 00 s\\.\n)?Removed the lock of an interrupted run: ${who}\n$`,
      ),
    );
    expect(readdirSync(locks())).toEqual([]);
  });

  test("it waits for a CLI that the killed command had just started, although it has no lock yet", async () => {
    mkdirSync(at(".genesys", "locks"), { recursive: true });
    const note = at(".genesys", "locks", "dev.engine.json");
    writeFileSync(note, JSON.stringify({ pid: process.pid, hostname, timestamp: new Date().toISOString() }));
    await expect(clear()).rejects.toThrow(`The stack dev is locked by process ${process.pid} on ${hostname}, since `);
    writeFileSync(note, JSON.stringify({ pid: deadPid(), hostname, timestamp: "2026-01-02T03:04:05Z" }));
    expect(await clear()).toBe("");
  });

  test("its pending creates are removed from the state, and nothing else", async () => {
    lock("a", { pid: deadPid(), hostname });
    state("creating", "updating");
    expect(await clear()).toContain(
      "This run was creating flow:Flow sales. The update adopts the objects that exist.\n",
    );
    expect(imported()).toEqual({ version: 3, deployment: deployment("updating") });
    expect(readdirSync(at(".genesys"))).toEqual(["unfinished"]);
  });

  test("the CLI refuses the state: its reason, and what to do", async () => {
    lock("a", { pid: deadPid(), hostname });
    state("creating");
    await expect(clear("echo no >&2; exit 3")).rejects.toThrow(
      /^The state of dev lists objects that an interrupted run was creating\. These objects could not be removed from the state \(pulumi stack import\):\nno\n.*npm run pulumi -- refresh --clear-pending-creates --stack dev$/,
    );
  });

  test("pending creates without the lock of an ended local run stay, and a message says so", async () => {
    state("creating");
    expect(await clear()).toMatch(
      /^An interrupted run was creating flow:Flow sales\. The run may still be active on another machine, so the state still lists these objects\. .* refresh --clear-pending-creates --stack dev\n$/,
    );
    expect([existsSync(at("imported.json")), existsSync(at(".genesys"))]).toEqual([false, false]);
  });

  test.each<[string, () => object | string, string]>([
    ["a living process", () => ({ pid: process.pid, hostname }), `process ${process.pid} of ann on ${hostname}`],
    ["another host", () => ({ pid: 4711, hostname: "build-7" }), "process 4711 of ann on build-7"],
    ["nobody", () => "{", "process (unknown) on an unknown host"],
  ])(
    "a lock that names %s stays, with a dead one and all pending creates, and that is said",
    async (_, holder, who) => {
      lock("a", { pid: deadPid(), hostname });
      lock("b", holder());
      state("creating");
      await expect(clear()).rejects.toThrow(
        `The stack dev is locked by ${who}. Nothing was done.\nWait until that process ends, then retry. If you are sure that no other run is using dev, remove the lock: npm run pulumi -- cancel --stack dev`,
      );
      expect(readdirSync(locks())).toEqual(["a.json", "b.json"]);
      expect([existsSync(at("imported.json")), existsSync(at(".genesys"))]).toEqual([false, false]);
    },
  );
});

import { spawn, spawnSync } from "node:child_process";
import { once } from "node:events";
import os from "node:os";
import { isGone, type LivingProcess, livingProcess, secondsOf } from "../../packages/wrapper/system/process-life.ts";

const hostname = os.hostname();
/** A process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["--version"]).pid;
const programs = ["pulumi"];

describe("whether the process in a lock has ended", () => {
  test.each<[string, () => { pid?: number; hostname?: string }, boolean]>([
    ["it runs here", () => ({ pid: process.pid, hostname }), false],
    ["it ran here and has ended", () => ({ pid: deadPid(), hostname }), true],
    ["it ran on another host", () => ({ pid: deadPid(), hostname: `${hostname}-2` }), false],
    ["the lock does not say which process", () => ({ hostname }), false],
    ["the lock does not say which host", () => ({ pid: deadPid() }), false],
    ["it belongs to another user", () => ({ pid: 1, hostname }), false],
    ["the lock names a group of processes", () => ({ pid: -1, hostname }), false],
  ])("%s", (_, noted, gone) => {
    expect(isGone(noted(), { programs })).toBe(gone);
  });

  const began = Date.parse("2026-01-02T03:04:05Z");
  const process_ = (now: Partial<LivingProcess>) => () => ({ ended: false, startedAt: began, program: "bash", ...now });
  test.each<[string, Partial<LivingProcess>, boolean]>([
    ["its zombie is left", { ended: true }, true],
    ["another program has its id since", { startedAt: began + 60_000 }, true],
    ["it began when the lock was written, by another name", { startedAt: began + 900 }, false],
    [
      "the clock was set: its own program seems to have begun later",
      { startedAt: began + 60_000, program: "pulumi" },
      false,
    ],
    ["a program of unknown age", { startedAt: 0, program: "" }, false],
  ])("%s", (_, now, gone) => {
    const noted = { pid: 4711, hostname, timestamp: "2026-01-02T03:04:05Z" };
    expect(isGone(noted, { programs, look: process_(now) })).toBe(gone);
  });

  test("a lock without a time: another program with its id is not known to be another", () => {
    expect(isGone({ pid: 4711, hostname }, { programs, look: process_({ startedAt: Date.now() }) })).toBe(false);
  });
});

describe("a process of this machine", () => {
  test("this one", () => {
    const now = livingProcess(process.pid);
    expect(now).toMatchObject({ ended: false });
    expect(now?.program).toMatch(/node|MainThread/);
    expect(Math.abs((now?.startedAt ?? 0) - (Date.now() - process.uptime() * 1000))).toBeLessThan(5000);
  });

  test("one that has ended", () => {
    expect(livingProcess(deadPid())).toBeUndefined();
  });

  // Its parent becomes a program that never reads the exit codes of its children.
  test("one that was killed, and whose parent never reads its exit code", async () => {
    const parent = spawn("sh", ["-c", "sleep 60 & echo $!; exec sleep 61"], { stdio: ["ignore", "pipe", "ignore"] });
    try {
      const [line] = await once(parent.stdout, "data");
      const pid = Number(String(line));
      const turn = () => new Promise((resolve) => setImmediate(resolve));
      while (livingProcess(parent.pid ?? 0)?.program !== "sleep") await turn();
      process.kill(pid, "SIGKILL");
      const killed = { pid, hostname, timestamp: new Date().toISOString() };
      while (livingProcess(pid)?.ended === false) await turn();
      expect(isGone(killed, { programs })).toBe(true);
      expect(() => process.kill(pid, 0)).not.toThrow(); // a signal can still be sent to it
    } finally {
      parent.kill("SIGKILL");
    }
  });

  test.each([
    ["07", 7],
    ["02:03", 123],
    ["01:00:00", 3600],
    ["2-00:00:01", 172_801],
  ])("the age %s is %i seconds", (age, seconds) => {
    expect(secondsOf(age)).toBe(seconds);
  });
});

import { spawnSync } from "node:child_process";
import { existsSync, mkdirSync, readdirSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { removeDeadLocks } from "../../scripts/lib/dev-stack.ts";
import { isGone, withMachineLock } from "../../scripts/lib/machine-lock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

const hostname = os.hostname();
/** A process that has ended. */
const deadPid = () => spawnSync(process.execPath, ["--version"]).pid;

describe("whether the holder of a lock is gone", () => {
  test.each<[string, () => { pid?: number; hostname?: string }, boolean]>([
    ["it runs here", () => ({ pid: process.pid, hostname }), false],
    ["it ran here and has ended", () => ({ pid: deadPid(), hostname }), true],
    ["it ran on another host", () => ({ pid: deadPid(), hostname: `${hostname}-2` }), false],
    ["the lock does not say which process", () => ({ hostname }), false],
    ["the lock does not say which host", () => ({ pid: deadPid() }), false],
    ["it belongs to another user", () => ({ pid: 1, hostname }), false],
  ])("%s", (_, holder, gone) => {
    expect(isGone(holder())).toBe(gone);
  });
});

describe("locks on the stack dev", () => {
  const folder = temporaryFolder();
  const locks = (stack: string) => path.join(folder(), ".pulumi", "locks", "organization", "genesys-flows", stack);
  const lock = (stack: string, name: string, holder: object) => {
    mkdirSync(locks(stack), { recursive: true });
    writeFileSync(path.join(locks(stack), `${name}.json`), JSON.stringify({ username: "me", ...holder }));
  };

  test("only those of runs that were killed are removed", () => {
    lock("dev", "dead", { pid: deadPid(), hostname });
    lock("dev", "running", { pid: process.pid, hostname });
    lock("dev", "elsewhere", { pid: deadPid(), hostname: `${hostname}-2` });
    lock("prod", "dead", { pid: deadPid(), hostname });
    expect(removeDeadLocks(folder(), "genesys-flows")).toEqual(["dead.json"]);
    expect(readdirSync(locks("dev")).sort()).toEqual(["elsewhere.json", "running.json"]);
    expect(readdirSync(locks("prod"))).toEqual(["dead.json"]);
  });

  test("there are none", () => {
    expect(removeDeadLocks(folder(), "genesys-flows")).toEqual([]);
  });
});

describe("one at a time on this machine", () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), "build.lock");

  test("the second waits for the first, and is told whom for", async () => {
    const order: string[] = [];
    const waitedFor: number[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };
    const options = { pollMs: 1, onWait: (pid: number) => waitedFor.push(pid) };
    await Promise.all([withMachineLock(file(), options, work("a")), withMachineLock(file(), options, work("b"))]);
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
    expect(waitedFor).toEqual([process.pid]);
    expect(readdirSync(folder())).toEqual([]);
  });

  test("the lock of a process that died is taken over", async () => {
    writeFileSync(file(), JSON.stringify({ pid: deadPid(), hostname }));
    expect(await withMachineLock(file(), {}, async () => "done")).toBe("done");
  });

  test("work that fails gives the lock back", async () => {
    await expect(withMachineLock(file(), {}, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(existsSync(file())).toBe(false);
  });
});

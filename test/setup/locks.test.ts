import { spawn } from "node:child_process";
import { once } from "node:events";
import { readdirSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import { ifNotLocked, withMachineLock } from "../../packages/wrapper/system/machine-lock.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("one at a time on this machine", () => {
  const folder = temporaryFolder();
  const file = () => path.join(folder(), "build.lock");

  test("the second waits for the first, and learns its process id", async () => {
    const order: string[] = [];
    const waitedFor: (number | undefined)[] = [];
    const work = (name: string) => async () => {
      order.push(`${name} begins`);
      await new Promise((resolve) => setImmediate(resolve));
      order.push(`${name} ends`);
    };
    const options = { pollMs: 1, onWait: (pid?: number) => waitedFor.push(pid) };
    await Promise.all([withMachineLock(file(), options, work("a")), withMachineLock(file(), options, work("b"))]);
    expect(order).toEqual(["a begins", "a ends", "b begins", "b ends"]);
    expect(waitedFor).toEqual([process.pid]);
    expect(readdirSync(folder())).toEqual(["build.lock"]);
  });

  test("work that does not wait is skipped while another process has the lock", async () => {
    const done: string[] = [];
    const attempt = () => ifNotLocked(file(), async () => done.push("work"));
    await withMachineLock(file(), {}, async () => expect(await attempt()).toBeUndefined());
    expect(done).toEqual([]);
    expect(await attempt()).toBe(1);
  });

  test("several take over the lock of a process that was killed, one after the other", async () => {
    const lock = pathToFileURL(path.resolve(import.meta.dirname, "../../packages/wrapper/system/machine-lock.ts")).href;
    const script = `import { withMachineLock } from ${JSON.stringify(lock)};
      await withMachineLock(${JSON.stringify(file())}, {}, () => new Promise((never) => {
        setInterval(() => never, 1000); // else the lock is collected with the promise that nothing can settle
        process.stdout.write("held");
      }));`;
    const holder = spawn(process.execPath, ["--input-type=module", "--eval", script], {
      stdio: ["ignore", "pipe", "inherit"],
    });
    await once(holder.stdout, "data");
    const waitsFor = Promise.withResolvers<number | undefined>();
    let working = 0;
    const most: number[] = [];
    const waiters = Array.from({ length: 5 }, () =>
      withMachineLock(file(), { pollMs: 1, onWait: waitsFor.resolve }, async () => {
        most.push(++working);
        await new Promise((resolve) => setImmediate(resolve));
        working--;
      }),
    );
    expect(await waitsFor.promise).toBe(holder.pid);
    expect(most).toEqual([]);
    holder.kill("SIGKILL");
    await Promise.all(waiters);
    expect(most).toEqual([1, 1, 1, 1, 1]);
  });

  test("work that fails releases the lock", async () => {
    await expect(withMachineLock(file(), {}, () => Promise.reject(new Error("broken")))).rejects.toThrow("broken");
    expect(await withMachineLock(file(), {}, async () => "done")).toBe("done");
  });
});

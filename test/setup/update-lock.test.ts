import { existsSync, writeFileSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { withUpdateLock, writesState } from "../../scripts/lib/update-lock.ts";
import { temporaryFolder } from "./temporary-folder.ts";

describe("one writer a stack", () => {
  const folder = temporaryFolder();

  test("a second update waits until the first has ended, and is told whom it waits for", async () => {
    const project = folder();
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const told = Promise.withResolvers<number>();
    const one = withUpdateLock({ project, stack: "dev" }, async () => {
      order.push("first begins");
      await first.promise;
      order.push("first ends");
    });
    const two = withUpdateLock({ project, stack: "dev", onWait: told.resolve, pollMs: 1 }, async () => {
      order.push("second");
    });
    expect(await told.promise).toBe(process.pid);
    first.resolve();
    await Promise.all([one, two]);
    expect(order).toEqual(["first begins", "first ends", "second"]);
  });

  test("another stack does not wait", async () => {
    const project = folder();
    await withUpdateLock({ project, stack: "dev" }, () => withUpdateLock({ project, stack: "prod" }, async () => {}));
    expect(existsSync(path.join(project, ".genesys", "locks", "dev.json"))).toBe(false);
  });

  test("the lock of a process that was killed is taken over, and given back after a failure", async () => {
    const project = folder();
    await withUpdateLock({ project, stack: "dev" }, async () => {});
    const file = path.join(project, ".genesys", "locks", "dev.json");
    writeFileSync(file, JSON.stringify({ pid: 2 ** 22 + 1, hostname: os.hostname() }));
    const failing = withUpdateLock({ project, stack: "dev" }, () => Promise.reject(new Error("failed")));
    await expect(failing).rejects.toThrow("failed");
    expect(existsSync(file)).toBe(false);
  });

  test.each([
    [["up", "--yes"], true],
    [["--stack", "dev", "destroy"], true],
    [["refresh", "--preview-only"], false],
    [["up", "--help"], false],
    [["preview"], false],
    [["stack", "import"], false],
  ])("%j writes: %s", (args, writes) => {
    expect(writesState(args)).toBe(writes);
  });
});

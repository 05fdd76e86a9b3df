import { existsSync, writeFileSync } from "node:fs";
import path from "node:path";
import { ifNotUpdated, withUpdateLock, writesState } from "../../packages/wrapper/runs/stack-lock.ts";
import { forAudience } from "../../packages/wrapper/system/audience.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("one writer per stack", () => {
  const folder = temporaryFolder();

  test("a second update waits until the first has ended, and learns its process id", async () => {
    const project = folder();
    const order: string[] = [];
    const first = Promise.withResolvers<void>();
    const waitsFor = Promise.withResolvers<number | undefined>();
    const one = withUpdateLock({ project, stack: "dev" }, async () => {
      order.push("first begins");
      await first.promise;
      order.push("first ends");
    });
    const two = withUpdateLock({ project, stack: "dev", onWait: waitsFor.resolve, pollMs: 1 }, async () => {
      order.push("second");
    });
    expect(await waitsFor.promise).toBe(process.pid);
    first.resolve();
    await Promise.all([one, two]);
    expect(order).toEqual(["first begins", "first ends", "second"]);
  });

  test("a program that waits for the lock is told so, and its signal ends the waiting", async () => {
    const project = folder();
    const stop = new AbortController();
    const said: string[] = [];
    const audience = { say: (line: string) => said.push(line), report() {}, signal: stop.signal };
    const work = jest.fn();
    await withUpdateLock({ project, stack: "dev" }, async () => {
      const second = forAudience(audience, () => withUpdateLock({ project, stack: "dev" }, work));
      stop.abort(new Error("not now"));
      await expect(second).rejects.toThrow("not now");
    });
    expect([said, work.mock.calls]).toEqual([[expect.stringContaining("This command waits for it.")], []]);
  });

  test("an update from another checkout waits, where both have one state in a folder", async () => {
    const files = (checkout: string) => {
      const project = path.join(folder(), checkout);
      return { project, stack: "prod", projectName: "example", state: folder() };
    };
    const order: string[] = [];
    const waitsFor = Promise.withResolvers<number | undefined>();
    const two = withUpdateLock({ ...files("a"), files: files("a") }, async () => {
      const waiting = withUpdateLock(
        { ...files("b"), files: files("b"), onWait: waitsFor.resolve, pollMs: 1 },
        async () => void order.push("second"),
      );
      expect(await waitsFor.promise).toBe(process.pid);
      await ifNotUpdated({ ...files("b"), files: files("b") }, async () => void order.push("not now"));
      order.push("first ends");
      return { waiting };
    });
    await (await two).waiting;
    expect(order).toEqual(["first ends", "second"]);
  });

  test("a folder that does not exist, or cannot be written, has no lock beside the state", async () => {
    const of = { project: folder(), stack: "prod" };
    const missing = { ...of, projectName: "example", state: path.join(folder(), "missing") };
    expect(await withUpdateLock({ ...of, files: missing }, async () => "worked")).toBe("worked");
    expect(existsSync(missing.state)).toBe(false);
    writeFileSync(path.join(folder(), ".genesys-flows"), "a file");
    expect(await withUpdateLock({ ...of, files: { ...missing, state: folder() } }, async () => "worked")).toBe(
      "worked",
    );
  });

  test("another stack does not wait", async () => {
    const project = folder();
    const order: string[] = [];
    await withUpdateLock({ project, stack: "dev" }, async () => {
      await withUpdateLock({ project, stack: "prod" }, async () => void order.push("prod"));
      order.push("dev");
    });
    expect(order).toEqual(["prod", "dev"]);
  });

  test.each([
    [["up", "--yes"], true],
    [["--stack", "dev", "destroy"], true],
    [["refresh", "--preview-only"], false],
    [["up", "--help"], false],
    [["up", "-m", "--help"], true],
    [["--message", "x", "preview"], false],
    [["preview"], false],
    [["stack", "import"], true],
    [["state", "rm", "urn"], true],
    [["state", "get"], false],
    [["stack", "ls"], false],
    [["cancel"], false],
  ])("%j writes: %s", (args, writes) => {
    expect(writesState(args)).toBe(writes);
  });
});

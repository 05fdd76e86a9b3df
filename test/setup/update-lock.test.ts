import { withUpdateLock, writesState } from "../../scripts/lib/runs/update-lock.ts";
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

import { spawnSync } from "node:child_process";
import { checkout, inCheckout } from "../harness/checkout.ts";

// Node itself loads the provider here.
jest.setTimeout(60_000);

/** Modules of the provider before its first operation: 334 when this was written, 576 with the flow kernel and its libraries. */
const MOST_MODULES = 345;

test("the provider starts without the kernel, and without the client of the platform", () => {
  const program = `
    import "./packages/provider/rpc/serve.ts";
    import { createProvider } from "./packages/provider/provider.ts";
    createProvider({ signal: new AbortController().signal });
    process.exit();
  `;
  const counter = inCheckout("test/harness/loaded-modules.cjs");
  const args = ["--require", counter, "--input-type=module", "-e", program];
  const { stdout, stderr, status } = spawnSync(process.execPath, args, { cwd: checkout, encoding: "utf8" });
  expect({ status, stderr }).toEqual({ status: 0, stderr: "" });
  const modules = JSON.parse(stdout) as string[];
  const heavy = modules.filter((file) =>
    /\/(yaml|purecloud-platform-client-v2|packages\/local-org|architect\/(definition|lift|compile))\//.test(file),
  );
  expect(heavy).toEqual([]);
  expect(modules.length).toBeGreaterThan(100);
  expect(modules.length).toBeLessThanOrEqual(MOST_MODULES);
});

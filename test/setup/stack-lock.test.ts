import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connectionOf, lockKey } from "../../packages/wrapper/runs/database-lock.ts";
import { withStackLock } from "../../packages/wrapper/runs/stack-lock.ts";

let project: string;
let said: string;
beforeEach(() => {
  project = mkdtempSync(path.join(tmpdir(), "stack-lock-"));
  writeFileSync(path.join(project, "Pulumi.yaml"), "name: example\nruntime: nodejs\n");
  said = "";
  jest.spyOn(process.stderr, "write").mockImplementation((text) => {
    said += String(text);
    return true;
  });
});
afterEach(() => {
  jest.restoreAllMocks();
  rmSync(project, { recursive: true, force: true });
});

const worked = (url: string | undefined) =>
  withStackLock(
    { project, stack: "prod", env: url === undefined ? {} : { PULUMI_BACKEND_URL: url } },
    async () => "worked",
  );

describe("the lock on a stack", () => {
  test.each(["s3://bucket?region=eu-central-1", "gs://bucket", "azblob://container"])(
    "says that %s has none, and works",
    async (url) => {
      expect(await worked(url)).toBe("worked");
      expect(said).toContain("The state is in an object store, which has no lock.");
      expect(said).toContain("Nothing prevents two updates of prod at the same time");
    },
  );

  test.each([undefined, "file:///state", "https://api.pulumi.com"])("is silent for %s", async (url) => {
    expect([await worked(url), said]).toEqual(["worked", ""]);
  });

  test.each([
    "postgres://flows:very%20secret@127.0.0.1:1/pulumi",
    // The driver repeats what it cannot read.
    "postgres://flows:very%20secret@very%20secret:1/pulumi",
    "postgres://flows:very%20secret@127.0.0.1:1/pulumi?sslrootcert=/very secret/ca.pem",
  ])("says that a database cannot be reached, without its password: %#", async (url) => {
    expect(await worked(url)).toBe("worked");
    expect(said).toContain("The lock in the database could not be acquired: ");
    expect(said).not.toMatch(/very(%20| )secret/);
  });

  test.each([
    ["postgres://u:p@h/d", { rejectUnauthorized: false }],
    ["postgres://u:p@h/d?sslmode=require&table=states", { rejectUnauthorized: false }],
    ["postgres://u:p@h/d?sslmode=verify-full", { rejectUnauthorized: true }],
    ["postgres://u:p@h/d?sslmode=disable", false],
  ])("connects as the engine does: %s", (url, ssl) => {
    expect(connectionOf(url)).toEqual({ connectionString: "postgres://u:p@h/d", ssl });
  });

  test("is another one for each stack and project, and the same on each machine", () => {
    const keys = [
      { project: "a", stack: "prod" },
      { project: "a", stack: "dev" },
      { project: "b", stack: "prod" },
    ].map(lockKey);
    expect(new Set(keys).size).toBe(3);
    expect(lockKey({ project: "a", stack: "prod" })).toBe(keys[0]);
    for (const key of keys) expect(BigInt.asIntN(64, key)).toBe(key);
  });
});

import { installationGap, type Lock } from "../../packages/wrapper/system/installed-packages.mjs";

const lock = (packages: Lock["packages"]): Lock => ({ packages: { "": { version: "0.1.0" }, ...packages } });
const wanted = lock({ "node_modules/zod": { version: "4.0.0", integrity: "sha512-a" } });

describe("whether node_modules matches package-lock.json", () => {
  test.each<[string, Lock | undefined, Lock | undefined, string | undefined]>([
    ["it does", wanted, wanted, undefined],
    ["there is no lock file", undefined, undefined, undefined],
    ["nothing is installed, or npm ci was interrupted", wanted, undefined, "node_modules is missing or incomplete"],
    ["a package is missing", wanted, lock({}), "node_modules/zod is missing"],
    [
      "a package has another version",
      wanted,
      lock({ "node_modules/zod": { version: "3.0.0", integrity: "sha512-a" } }),
      "node_modules/zod is version 3.0.0, but package-lock.json requires 4.0.0",
    ],
    [
      "npm noted a version as a package writes it",
      wanted,
      lock({ "node_modules/zod": { version: "v4.0.0", integrity: "sha512-a" } }),
      undefined,
    ],
    [
      "npm knew no hash of what it installed, or the lock file has none",
      lock({ "node_modules/a": { version: "1.0.0" }, "node_modules/b": { version: "1.0.0", integrity: "sha512-b" } }),
      lock({ "node_modules/a": { version: "1.0.0", integrity: "sha512-a" }, "node_modules/b": { version: "1.0.0" } }),
      undefined,
    ],
    [
      "a package has other content",
      wanted,
      lock({ "node_modules/zod": { version: "4.0.0", integrity: "sha512-b" } }),
      "node_modules/zod does not match package-lock.json",
    ],
    [
      "a workspace was installed as a copy",
      lock({ "node_modules/@genesys-flows/architect": { resolved: "packages/architect", link: true } }),
      lock({ "node_modules/@genesys-flows/architect": { resolved: "packages/architect" } }),
      "node_modules/@genesys-flows/architect does not match package-lock.json",
    ],
    [
      "a package of another platform is left out",
      lock({ "node_modules/x-darwin": { optional: true } }),
      lock({}),
      undefined,
    ],
    ["a package that nothing wants any more is left over", lock({}), wanted, undefined],
  ])("%s", (_, wantedLock, installed, gap) => {
    expect(installationGap({ wanted: wantedLock, installed })).toBe(gap);
  });
});

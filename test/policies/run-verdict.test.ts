import {
  chmodSync,
  existsSync,
  mkdirSync,
  readFileSync,
  renameSync,
  symlinkSync,
  utimesSync,
  writeFileSync,
} from "node:fs";
import { join } from "node:path";
import { policyConfigOf, readGate } from "../../packages/policies/gate/index.ts";
import {
  type JudgedBy,
  newRunSecret,
  readRunVerdict,
  verdictFile,
  writeRunVerdict,
} from "../../packages/policies/run-verdict.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { caller } from "../project/samples.ts";
import { type Found, started } from "./started-pack.ts";

// The pack is a process of its own.
jest.setTimeout(60_000);
afterAll(removeProjects);

const RULE = "module-call-transitions";
const secret = newRunSecret();
const judgedBy: JudgedBy = {
  stack: "dev",
  policies: { [RULE]: { enforcementLevel: "mandatory" }, naming: { enforcementLevel: "mandatory", most: 1 } },
  today: "2027-01-31",
};
const sales = { key: "sales", digest: "d1", forceUnlock: false };

describe("what the program of a run found nothing in", () => {
  /** The folder and the file, once the program wrote that it found nothing in `sales`. */
  function written() {
    const folder = makeProject({});
    writeRunVerdict({ folder, secret }, judgedBy, [sales]);
    return { folder, file: verdictFile(folder, secret) };
  }

  test("is known by flow, document and setting, once, and in any order of the rules", () => {
    const { folder, file } = written();
    const policies = Object.fromEntries(Object.entries(judgedBy.policies).reverse());
    const isClean = readRunVerdict({ folder, secret }, { ...judgedBy, policies });
    expect(isClean?.(sales)).toBe(true);
    expect(isClean?.({ ...sales, key: "support" })).toBe(false);
    expect(isClean?.({ ...sales, digest: "d2" })).toBe(false);
    expect(isClean?.({ ...sales, forceUnlock: true })).toBe(false);
    expect(existsSync(file)).toBe(false);
  });

  test.each<[string, Partial<JudgedBy>]>([
    ["stack", { stack: "prod" }],
    ["day", { today: "2027-02-01" }],
    ["level", { policies: { ...judgedBy.policies, [RULE]: { enforcementLevel: "advisory" } } }],
    ["setting", { policies: { ...judgedBy.policies, naming: { enforcementLevel: "mandatory", most: 2 } } }],
    ["rule", { policies: { ...judgedBy.policies, more: { enforcementLevel: "mandatory" } } }],
  ])("is not known to a pack with another %s", (_, other) => {
    const { folder } = written();
    expect(readRunVerdict({ folder, secret }, { ...judgedBy, ...other })).toBeUndefined();
  });

  test.each([[newRunSecret()], ["run"], [""], [undefined]])("is not known with the secret %s", (other) => {
    const { folder } = written();
    expect(readRunVerdict({ folder, secret: other }, judgedBy)).toBeUndefined();
  });

  const kept = (file: string) => {
    renameSync(file, `${file}.kept`);
    return `${file}.kept`;
  };
  const edit = (file: string, from: string | RegExp, to: string) =>
    writeFileSync(file, readFileSync(file, "utf8").replace(from, to));
  test.each<[string, (file: string) => void]>([
    ["edited", (file) => edit(file, "sales", "support")],
    ["without its signature", (file) => edit(file, /^.*/, "")],
    ["cut", (file) => writeFileSync(file, "")],
    ["older than the pack", (file) => utimesSync(file, 1, 1)],
    ["one that others can read", (file) => chmodSync(file, 0o644)],
    ["a link", (file) => symlinkSync(kept(file), file)],
    [
      "a folder",
      (file) => {
        kept(file);
        mkdirSync(file);
      },
    ],
  ])("is not known where the file is %s", (_, change) => {
    const { folder, file } = written();
    change(file);
    expect(readRunVerdict({ folder, secret }, judgedBy)).toBeUndefined();
  });

  test("is written nowhere where the folder cannot be written, which stops nothing", () => {
    const folder = join(makeProject({ file: "" }), "file");
    writeRunVerdict({ folder, secret }, judgedBy, [sales]);
    expect(readRunVerdict({ folder, secret }, judgedBy)).toBeUndefined();
  });
});

describe("a flow that violates a rule, and of which its file says that the program found nothing", () => {
  const bad = caller("Sales").replace(", error: bye", "");
  const violation = [expect.objectContaining({ policy: RULE, text: expect.stringContaining("(flow sales") })];

  /** The engine's configuration of every rule at its strictest, and what the program writes of it. */
  async function strictest() {
    const policies = policyConfigOf(await readGate({ folder: makeProject({}) }));
    const configured = Object.entries(policies).map(([name, { enforcementLevel: _, ...settings }]) => [
      name,
      { level: 1, settings },
    ]);
    const by: JudgedBy = { stack: "dev", policies, today: new Date().toISOString().slice(0, 10) };
    return { by, configured: Object.fromEntries(configured) };
  }

  interface Case {
    readonly env?: Readonly<Record<string, string>>;
    /** Whether the file was there before the pack started. */
    readonly planted?: boolean;
    readonly resource?: object;
    /** Whether the pack lies in another folder than the program. */
    readonly elsewhere?: boolean;
  }

  /** What the pack reports of it: nothing is the sign that the pack believes the file. */
  async function reported({ env = {}, planted, resource: more, elsewhere }: Case): Promise<Found[]> {
    const { by, configured } = await strictest();
    const own = { GENESYS_FLOWS_RUN: secret, ...env };
    const plain = await started({}, own);
    const packs = [plain];
    try {
      const resourceOf = await plain.compile({ sales: bad });
      const digest = resourceOf("sales").properties.digest as string;
      const write = (folder: string) =>
        writeRunVerdict({ folder, secret }, by, [{ key: "sales", digest, forceUnlock: false }]);
      if (planted || elsewhere)
        packs.unshift(await started({}, { ...own, PWD: plain.root }, planted ? write : undefined));
      const [asked] = packs as [typeof plain];
      await asked.configure(configured);
      if (!planted) write(join(plain.root, "policies"));
      return (await asked.judged(resourceOf("sales", more))).filter(({ policy }) => policy === RULE);
    } finally {
      await Promise.all(packs.map(({ pack }) => pack.stop()));
    }
  }

  test("is not judged again by the pack of the same run", async () => {
    expect(await reported({})).toEqual([]);
  });

  test.each<[string, Case]>([
    ["by a pack that no wrapper started", { env: { GENESYS_FLOWS_RUN: "" } }],
    ["by a pack in another folder, as a trusted checkout or Pulumi Cloud has it", { elsewhere: true }],
    ["where the file was in the project before the pack started", { planted: true }],
    ["where the resource has another setting", { resource: { forceUnlock: true } }],
    ["where the engine shows no digest, as of a resource that no flow file describes", { resource: { digest: null } }],
  ])("is judged %s", async (_, o) => {
    expect(await reported(o)).toEqual(violation);
  });
});

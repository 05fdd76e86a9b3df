import { globSync, readFileSync } from "node:fs";
import path from "node:path";
import { githubCommands } from "@genesys-flows/pipeline";
import { parse } from "yaml";
import { ownCommands } from "../../packages/wrapper/pipeline/commands.ts";
import { inCheckout } from "../harness/checkout.ts";

interface Step {
  readonly uses?: string;
  readonly run?: string;
  readonly with?: Readonly<Record<string, unknown>>;
}
interface Job {
  readonly if?: string;
  readonly needs?: string;
  readonly uses?: string;
  readonly environment?: string;
  readonly permissions?: Readonly<Record<string, string>>;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly "timeout-minutes"?: number;
  readonly steps?: readonly Step[];
}
interface Workflow {
  readonly on: string | Readonly<Record<string, unknown>>;
  readonly permissions: unknown;
  readonly concurrency?: { readonly "cancel-in-progress": boolean };
  readonly jobs: Readonly<Record<string, Job>>;
}

const folder = inCheckout(".github", "workflows");
const files = globSync("*.yml", { cwd: folder }).sort();
const workflows = files.map((file) => {
  const text = readFileSync(path.join(folder, file), "utf8");
  return { file, text, data: parse(text) as Workflow };
});
const action = readFileSync(inCheckout("action.yml"), "utf8");
const { inputs, runs } = parse(action) as {
  readonly inputs: Readonly<Record<string, { readonly default?: string; readonly description: string }>>;
  readonly runs: { readonly steps: readonly (Step & { readonly if?: string })[] };
};
const steps = [
  ...workflows.flatMap(({ file, data }) =>
    Object.entries(data.jobs).flatMap(([job, { steps: own = [] }]) => own.map((step) => ({ file, job, step }))),
  ),
  ...runs.steps.map((step) => ({ file: "action.yml", job: "runs", step })),
];

/** What a workflow may do, beyond what actionlint knows. */
describe("the workflows", () => {
  test("name actions by commit", () => {
    const used = [...workflows.map(({ text }) => text), action].flatMap((text) => [
      ...text.matchAll(/uses: (\S+)(.*)/g),
    ]);
    const foreign = used.filter(([, name]) => !name?.startsWith("./"));
    expect(foreign.length).toBeGreaterThan(10);
    for (const [line] of foreign) expect(line).toMatch(/^uses: [\w-]+\/[\w-]+@[0-9a-f]{40} # v\d+\.\d+\.\d+$/);
  });

  test("have a token that only reads, but for the jobs that write comments, issues, releases and the site", () => {
    for (const { data } of workflows) expect(data.permissions).toEqual({ contents: "read" });
    const writing = workflows.flatMap(({ file, data }) =>
      Object.entries(data.jobs).flatMap(([job, { permissions = {} }]) =>
        Object.entries(permissions)
          .filter(([, level]) => level !== "read")
          .map(([scope]) => `${file} ${job} ${scope}`),
      ),
    );
    expect(writing).toEqual([
      "comment.yml comment pull-requests",
      "drift.yml issue issues",
      "release.yml publish id-token",
      "release.yml announce contents",
      "release.yml site contents",
    ]);
  });

  test("give credentials to no code that nobody approved", () => {
    const withSecrets = workflows.filter(({ text }) => text.includes("secrets"));
    expect(withSecrets.map(({ file }) => file)).toEqual([
      "deploy-stack.yml",
      "deploy.yml",
      "drift.yml",
      "preview-real.yml",
    ]);
    const real = workflows.find(({ file }) => file === "preview-real.yml")?.data.jobs["preview"];
    expect(real?.environment).toBe("prod-preview");
    expect(real?.if).toContain("head.repo.full_name == github.repository");
    for (const { data, file } of workflows.filter(({ text }) => text.includes("${{ secrets."))) {
      const open = Object.values(data.jobs).filter(
        (job) => JSON.stringify(job).includes("${{ secrets.") && job.environment === undefined,
      );
      expect([file, open]).toEqual([file, []]);
    }
    // The default branch's code, never that of the pull request.
    const comment = steps.filter(
      ({ file, step }) => file === "comment.yml" && step.uses?.startsWith("actions/checkout@"),
    );
    expect(comment.map(({ step }) => step.with?.["ref"])).toEqual([undefined]);
    for (const { data } of workflows) expect(JSON.stringify(data.on)).not.toContain("pull_request_target");
  });

  test("restore no cache, which pull requests can write, in a job with credentials or a token that writes", () => {
    const caching = workflows.flatMap(({ file, data }) =>
      Object.entries(data.jobs)
        .filter(([, { steps: own = [] }]) =>
          own.some(({ uses, with: inputs }) => inputs?.["cache"] !== undefined || uses?.startsWith("actions/cache")),
        )
        .map(([job, { environment, permissions }]) => ({ job: `${file} ${job}`, environment, permissions })),
    );
    expect(caching.map(({ job }) => job)).toEqual(["ci.yml everything", "preview.yml check", "preview.yml stand-in"]);
    for (const { environment, permissions } of caching)
      expect([environment, permissions]).toEqual([undefined, undefined]);
    // The action caches only where a step asks for it.
    expect(inputs["cache"]?.default).toBe("false");
    const cached = runs.steps.filter(
      ({ uses, with: own }) => own?.["cache"] !== undefined || uses?.startsWith("actions/cache"),
    );
    for (const step of cached) expect(`${step.if} ${step.with?.["cache"]}`).toContain("inputs.cache == 'true'");
    expect(cached).toHaveLength(3);
  });

  test("call the action with commands that it has, each of which has its steps", () => {
    const called = steps.filter(({ step }) => step.uses === "./").map(({ step }) => String(step.with?.["command"]));
    const known = ["set-up", "check", "preview", "preview-real", "plan", "apply", "drift", "verify"];
    expect([...new Set(called)].sort()).toEqual([...known].sort());
    for (const command of known) expect(inputs["command"]?.description).toMatch(new RegExp(`\\b${command}\\b`));
    const asked = runs.steps.flatMap((step) => [...(step.if ?? "").matchAll(/inputs\.command == '([\w-]+)'/g)]);
    expect([...new Set(asked.map(([, command]) => command))].sort()).toEqual(
      known.filter((command) => command !== "set-up").sort(),
    );
  });

  test("hand over what is in hidden folders", () => {
    const hidden = steps.filter(({ step }) => {
      return step.uses?.startsWith("actions/upload-artifact@") && /(^|\/)\./.test(String(step.with?.["path"]));
    });
    expect(hidden.length).toBeGreaterThan(3);
    for (const { step } of hidden) expect(step.with?.["include-hidden-files"]).toBe(true);
  });

  test("put no text of an event into a script, and keep no token in a checkout", () => {
    for (const { step } of steps) expect(step.run ?? "").not.toContain("${{");
    for (const { step } of steps.filter(({ step: { uses } }) => uses?.startsWith("actions/checkout@")))
      expect(step.with?.["persist-credentials"]).toBe(false);
  });

  test("run what exists: scripts of package.json, commands of the pipeline, with their flags", () => {
    const { scripts } = JSON.parse(readFileSync(inCheckout("package.json"), "utf8")) as { scripts: object };
    const table = [...ownCommands, ...githubCommands];
    const runs = steps.flatMap(({ step }) => [...(step.run ?? "").matchAll(/npm run -s (\S+)(?: -- (\S+)(.*))?/g)]);
    expect(runs.length).toBeGreaterThan(8);
    const known = new Set(Object.keys(scripts));
    for (const [line, script = "", command, rest = ""] of runs) {
      expect([line, known.has(script)]).toEqual([line, true]);
      if (script !== "pipeline") continue;
      const row = table.find(({ usage }) => usage.split(" ")[0] === command);
      const flags = row?.options?.map(([flag]) => flag.split(" ")[0]) ?? [];
      const given = [...rest.matchAll(/(?<=\s)--[\w-]+/g)].map(([flag]) => flag).filter((flag) => flag !== "--verify");
      expect([line, row === undefined, given.filter((flag) => !flags.includes(flag))]).toEqual([line, false, []]);
    }
  });

  test("publish a tag's own archives after an approval, without the code of the repository or a secret", () => {
    const release = workflows.find(({ file }) => file === "release.yml");
    expect(release?.data.on).toEqual({ push: { tags: ["v*.*.*"] } });
    expect(release?.text).not.toContain("secrets.");
    const { build, publish, announce } = release?.data.jobs ?? {};
    expect([build?.environment, publish?.environment, build?.permissions]).toEqual([undefined, "release", undefined]);
    expect([publish?.needs, announce?.needs]).toEqual(["build", "publish"]);
    for (const { steps: own = [] } of [publish, announce].flatMap((job) => job ?? []))
      expect(own.flatMap(({ uses }) => uses ?? []).filter((uses) => /checkout@|^\.\//.test(uses))).toEqual([]);
    const [compares = -1, publishes = -1] = ["sha256sum --check --strict SHA256SUMS", "npm publish --provenance"].map(
      (command) => publish?.steps?.findIndex(({ run }) => run?.includes(command)),
    );
    expect(compares).toBeGreaterThan(0);
    expect(publishes).toBeGreaterThan(compares);
  });

  test("deploy one run at a time, and cancel none", () => {
    const deploy = workflows.find(({ file }) => file === "deploy.yml")?.data.jobs ?? {};
    expect(Object.values(deploy).map((job) => job.concurrency?.["cancel-in-progress"])).toEqual(
      Object.keys(deploy).map(() => false),
    );
    const jobs = workflows.flatMap(({ data }) => Object.values(data.jobs)).filter(({ uses }) => uses === undefined);
    for (const job of jobs) expect(job["timeout-minutes"]).toBeGreaterThan(0);
  });
});

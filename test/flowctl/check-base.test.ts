import { readWorkflows, workflowFindings } from "../../packages/policies/base/workflows.ts";
import { inCheckout } from "../harness/checkout.ts";
import { after, exportedCaller, filledDefault } from "../policies/samples.ts";
import { removeProjects } from "../project/harness.ts";
import { checkModule, stack } from "../project/samples.ts";
import { commandLine } from "./program.ts";
import { onlyRules, Repository } from "./repository.ts";

afterEach(removeProjects);

const WORKFLOW = ".github/workflows/deploy.yml";
const workflow = `on: push
permissions:
  contents: read
jobs:
  check:
    runs-on: ubuntu-latest
    steps:
      - run: npm run -s flowctl -- check --all-stacks
  deploy:
    if: github.ref == 'refs/heads/main'
    runs-on: ubuntu-latest
    environment: prod
    steps:
      - uses: actions/checkout@11d5960a326750d5838078e36cf38b85af677262 # v4.4.0
        with: {persist-credentials: false}
      - uses: ./
        with: {command: plan}
      - run: npm run -s pipeline -- apply --stack prod
`;
const base = {
  "Pulumi.yaml": "name: example\n",
  "Pulumi.dev.yaml": stack("genesyscloud:region: local\ngenesys-flows:policyLevels: dev"),
  "policies/levels/dev.yaml": onlyRules("module-call-transitions"),
  "flows/check.yaml": checkModule,
  "flows/claims_v2-0.yaml": exportedCaller(after.switch(filledDefault)),
  [WORKFLOW]: workflow,
};
const exemption = "- {rule: module-call-transitions, flow: claims, reason: Later, owner: Desk, expires: 2100-01-31}\n";

/** What `check --base` says of a change: its lines with a place, without those on the flows. */
async function said(files: Record<string, string>, before: Record<string, string> = base) {
  const repository = new Repository(before);
  repository.git("checkout", "--quiet", "-b", "change");
  repository.commit(files);
  const { code, err } = await commandLine(repository.root, "check", "--base", "main");
  return {
    code,
    found: err.split("\n").filter((line) => /(lowered-level|added-exemption|loosened-workflow):/.test(line)),
  };
}

test("a change of flows takes nothing away", async () => {
  expect(await said({ "README.md": "# Flows\n" })).toEqual({ code: 0, found: [] });
});

test("a lowered level is reported at its line", async () => {
  const levels = base["policies/levels/dev.yaml"].replace(
    "module-call-transitions: mandatory",
    "module-call-transitions: advisory",
  );
  const { code, found } = await said({ "policies/levels/dev.yaml": levels });
  expect([code, found]).toEqual([
    0,
    [
      expect.stringMatching(
        /^policies\/levels\/dev\.yaml:\d+:1 warning lowered-level: The rule `module-call-transitions` is advisory; it was mandatory in main \(\w{12}\)\.$/,
      ),
    ],
  ]);
});

test("other levels of a stack are reported where the stack names them; stricter ones are not", async () => {
  const weak = base["policies/levels/dev.yaml"].replace(
    "module-call-transitions: mandatory",
    "module-call-transitions: disabled",
  );
  const files = { ...base, "policies/levels/weak.yaml": weak };
  const named = stack("genesyscloud:region: local\ngenesys-flows:policyLevels: weak");
  const { found } = await said({ "Pulumi.dev.yaml": named }, files);
  expect(found).toEqual([
    expect.stringMatching(/^Pulumi\.dev\.yaml:\d+:\d+ warning lowered-level: .*disabled; it was mandatory/),
  ]);
  const back = await said({ "Pulumi.dev.yaml": base["Pulumi.dev.yaml"] }, { ...files, "Pulumi.dev.yaml": named });
  expect(back.found).toEqual([]);
});

test("other settings of a rule are reported, unless they ask for more", async () => {
  const levels = base["policies/levels/dev.yaml"].trimEnd().replace(/^(flow-naming|shared-modules):.*\n?/gm, "");
  const { found } = await said(
    { "policies/levels/dev.yaml": `${levels}\nshared-modules: {protect: false}\n` },
    {
      ...base,
      "policies/levels/dev.yaml": `${levels}\n`,
    },
  );
  expect(found).toEqual([
    expect.stringContaining("The rule `shared-modules` has different settings: protect: true -> false"),
  ]);
  const naming = await said(
    { "policies/levels/dev.yaml": `${levels}\nflow-naming: {pattern: ".*"}\n` },
    {
      ...base,
      "policies/levels/dev.yaml": `${levels}\n`,
    },
  );
  expect(naming.found).toEqual([]);
});

test("a new exemption, or one that lasts longer, is reported with its owner and reason", async () => {
  const wrong = { ...base, "flows/claims_v2-0.yaml": exportedCaller(after.nothing) };
  const added = await said({ "policies/exemptions.yaml": exemption }, wrong);
  expect([added.code, added.found]).toEqual([
    0,
    [
      expect.stringMatching(
        /^policies\/exemptions\.yaml:1:4 warning added-exemption: The exemption of `claims` from `module-call-transitions` until 2100-01-31 is newer than main \(\w{12}\)\. Owner: Desk\. Reason: Later /,
      ),
    ],
  ]);
  const old = { ...wrong, "policies/exemptions.yaml": exemption };
  const longer = await said({ "policies/exemptions.yaml": exemption.replace("2100", "2101") }, old);
  expect(longer.found).toEqual([expect.stringContaining("until 2101-01-31")]);
  expect((await said({ "policies/exemptions.yaml": exemption.replace("2100", "2099") }, old)).found).toEqual([]);
});

test.each([
  [
    "a token with write access",
    ["contents: read", "contents: write"],
    "The workflow `deploy.yml` gives the workflow a token with write access to contents",
  ],
  [
    "an environment",
    ["    environment: prod\n", ""],
    "The workflow `deploy.yml` no longer runs the job `deploy` in the environment `prod`",
  ],
  [
    "a condition",
    ["    if: github.ref == 'refs/heads/main'\n", ""],
    "The workflow `deploy.yml` no longer runs the job `deploy` only if",
  ],
  [
    "a check",
    ["check --all-stacks", "check --all-stacks || true"],
    "The workflow `deploy.yml` no longer runs `npm run -s flowctl -- check --all-stacks` in",
  ],
  [
    "a secret",
    ["    environment: prod\n", "    environment: prod\n    env:\n      KEY: ${{ secrets.KEY }}\n"],
    "The workflow `deploy.yml` gives the job `deploy` the secret `KEY`",
  ],
  [
    "an action without a commit",
    [/@11d\w+ # v4.4.0/, "@main"],
    "The workflow `deploy.yml` uses `actions/checkout@main`, which is not pinned to a commit",
  ],
  [
    "the token in the checkout",
    ["{persist-credentials: false}", "{fetch-depth: 0}"],
    "The workflow `deploy.yml` keeps its token in the checkout of the job `deploy`",
  ],
  [
    "a trigger",
    ["on: push", "on: [push, pull_request_target]"],
    "The workflow `deploy.yml` runs code from pull requests with credentials",
  ],
  [
    "a cache",
    [
      "      - run: npm run -s pipeline",
      "      - uses: ./\n        with: {command: set-up, cache: true}\n      - run: npm run -s pipeline",
    ],
    "The workflow `deploy.yml` restores a cache in the job `deploy`",
  ],
  [
    "a command of the product's action",
    ["command: plan", "command: set-up"],
    "The workflow `deploy.yml` no longer runs `command: plan` in the job `deploy`",
  ],
  [
    "a failure",
    [
      "    runs-on: ubuntu-latest\n    environment",
      "    continue-on-error: true\n    runs-on: ubuntu-latest\n    environment",
    ],
    "The workflow `deploy.yml` lets the job `deploy` fail",
  ],
] as const)("a workflow that gets or loses %s is reported at its line", async (_, [from, to], expected) => {
  const { code, found } = await said({ [WORKFLOW]: workflow.replace(from, to) });
  expect([code, found]).toEqual([
    0,
    [expect.stringMatching(/^\.github\/workflows\/deploy\.yml:\d+:\d+ warning loosened-workflow: /)],
  ]);
  expect(found[0]).toContain(expected);
});

test("the shipped workflows can be compared, and a new one is compared with nothing", () => {
  const shipped = readWorkflows(inCheckout());
  expect(shipped.size).toBe(9);
  const at = { before: shipped, now: shipped, shown: "main" };
  expect(workflowFindings(at)).toEqual([]);
  const added = workflowFindings({ ...at, before: new Map() });
  expect(added.map(({ message }) => message)).toContain(
    "The workflow `deploy-stack.yml` gives the job `apply` the secret `GENESYSCLOUD_OAUTHCLIENT_SECRET`, unlike main.",
  );
});

test("a deleted workflow is one warning without a place, and says what it ran", async () => {
  const repository = new Repository(base);
  repository.git("checkout", "--quiet", "-b", "change");
  repository.git("rm", "--quiet", WORKFLOW);
  repository.git("commit", "--quiet", "--message", "Remove");
  const { err } = await commandLine(repository.root, "check", "--base", "main");
  expect(err.match(/loosened-workflow/g)).toHaveLength(1);
  expect(err).not.toContain(WORKFLOW);
  expect(err).toMatch(
    /^warning loosened-workflow: The workflow `deploy\.yml` was deleted, but exists in main \(\w{12}\)\. It ran: `npm run -s flowctl -- check --all-stacks`, `command: plan`, `npm run -s pipeline -- apply --stack prod`\./m,
  );
});

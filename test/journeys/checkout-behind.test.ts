import path from "node:path";
import type { Organisation } from "../e2e/harness/organisation.ts";
import { newFolder, removeFolder } from "../harness/temporary-folder.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/pin-authentication.yaml";
const PROMPT = /Please enter your four-digit PIN[^."]*/;

/** Journey 10: two clones of one project work on one stack, with its state and organisation in a shared folder (docs/state.md). */
describe("a second checkout that is behind the first", () => {
  let shared: string;
  let first: Checkout;
  let second: Checkout;
  let platform: Organisation;
  const env = () => ({ PULUMI_BACKEND_URL: `file://${path.join(shared, "state")}`, PLAN_PASSPHRASE: "of a test" });
  /** The first checkout deploys another prompt, from a commit of its own. */
  const deployed = async (prompt: string) => {
    first.edit(MODULE, PROMPT, prompt);
    const commit = await first.commit(prompt);
    await first.does("npm run pulumi -- up --stack dev --yes", { env: env() });
    return commit.slice(0, 12);
  };

  beforeAll(async () => {
    shared = newFolder("team");
    first = await Checkout.clone();
    await first.does(`mkdir ${path.join(shared, "state")}`);
    const organisation = path.join(shared, "organisation.sqlite");
    first.edit("Pulumi.dev.yaml", "region: local", `region: local\n  genesyscloud:localOrganisation: ${organisation}`);
    await first.commit("Share the organisation");
    second = await Checkout.clone({ of: first });
    await first.does("npm run pulumi -- stack init dev --no-select", { env: env() });
    await first.does("npm run pulumi -- up --stack dev --yes", { env: env() });
    platform = await first.organisation("dev", path.relative(first.root, organisation));
  });
  afterAll(async () => {
    await second?.dispose();
    await first?.dispose();
    removeFolder(shared);
  });

  test.each(["", " --skip-preview", " --refresh"])(
    "`up%s` of the same commit lists nothing of the first `up`",
    async (flags) => {
      const before = await platform.versions();
      const { stdout, output } = await second.does(`npm run pulumi -- up --stack dev --yes${flags}`, { env: env() });
      expect(stdout.match(/^.*\b(published|created|changes|updated)\b.*$/gm)).toEqual(
        expect.arrayContaining([expect.stringMatching(/^Nothing changes\./)]),
      );
      expect(stdout).not.toMatch(/were|will be/);
      expect(output).not.toContain("which your checkout does not contain");
      expect(await platform.versions()).toEqual(before);
    },
  );

  test("of two updates that start at the same moment, one waits", async () => {
    const before = await platform.versions();
    const up = "npm run pulumi -- up --stack dev --yes";
    const said = await Promise.all([first.does(up, { env: env() }), second.does(up, { env: env() })]);
    const waited = said.filter(({ stderr }) =>
      stderr.includes("is working on the stack dev. This command waits for it."),
    );
    expect(waited).toHaveLength(1);
    const { stderr } = await second.does("npm run pulumi -- preview --stack dev", { env: env() });
    expect(stderr).not.toContain("did not complete");
    expect(await platform.versions()).toEqual(before);
  });

  test("`preview` says that the last update came from a commit that the checkout does not contain", async () => {
    const commit = await deployed("Please enter your four-digit PIN now");
    const before = await platform.versions();
    expect(before).toMatchObject({ "PIN authentication": "2.0" });
    const { stdout, stderr } = await second.does("npm run pulumi -- preview --stack dev", { env: env() });
    expect(stderr).toContain(`The last update of dev came from commit ${commit} (`);
    expect(stderr).toContain("which your checkout does not contain. The commit is not in this repository.");
    expect(stdout).toContain("- Please enter your four-digit PIN now.");
    expect(await platform.versions()).toEqual(before);
  });

  test("`plan` refuses it, and accepts the commit after it was merged", async () => {
    const refused = await second.refuses("npm run pipeline -- plan --stack dev", { env: env() });
    expect(refused.stderr).toContain("which your checkout does not contain");
    expect(refused.stderr).toContain("No plan was made.");
    expect(await second.status()).toBe("");
    await second.git("pull", "--quiet");
    const { stdout, output } = await second.does("npm run pipeline -- plan --stack dev", { env: env() });
    expect(stdout).toContain("Nothing changes.");
    expect(output).not.toContain("which your checkout does not contain");
  });

  test("of two that diverged, `plan` replaces the commit that it is told to", async () => {
    const commit = await deployed("Please enter your four-digit PIN at once");
    await second.git("fetch", "--quiet");
    second.edit("flows/inbound/claims.options.yaml", /$/, "\n");
    await second.commit("Something else");
    const { stderr } = await second.refuses("npm run pipeline -- plan --stack dev", { env: env() });
    expect(stderr).toContain("which your checkout does not contain. The checkout and the commit have diverged.");
    const line = /npm run pipeline -- plan .*$/m.exec(stderr)?.[0] ?? "";
    expect(line).toMatch(new RegExp(`--supersedes ${commit}$`));
    const other = await second.refuses(line.replace(commit, "0123456789ab"), { env: env() });
    expect(other.stderr).toContain("No plan was made.");
    const { stdout } = await second.does(line, { env: env() });
    expect(stdout).toContain("1 module and 2 flows will be published");
  });

  test("`up` says it before it changes anything, and then does what its preview showed", async () => {
    const { output, stdout, stderr } = await second.does("npm run pulumi -- up --stack dev --yes", { env: env() });
    expect(stderr).toMatch(/which your checkout does not contain[\s\S]*Updating dev/);
    expect(stdout).toContain("1 module and 2 flows were published");
    expect(output).not.toContain("at once.\n      + Please enter your four-digit PIN at once");
    expect(await platform.versions()).toMatchObject({ "PIN authentication": "4.0", Sales: "4.0", Support: "4.0" });
  });
});

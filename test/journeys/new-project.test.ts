import { existsSync } from "node:fs";
import { NewProject } from "./new-project.ts";

jest.setTimeout(5 * 60_000);

const ORGANISATION = "11111111-2222-4333-8444-555555555555";

/** A team begins: what `npm create` makes, outside of this repository. */
describe("a new project", () => {
  const project = new NewProject("voice-flows");
  let created: Awaited<ReturnType<NewProject["create"]>>;
  beforeAll(async () => {
    created = await project.create(["--region", "us-east-1", "--organization-id", ORGANISATION]);
    if (created.code !== 0) throw new Error(created.stderr);
  });
  afterAll(() => project.dispose());

  test("has the name, the region and the organisation, and says what to do next", () => {
    expect(project.read("Pulumi.yaml")).toMatch(/^name: voice-flows$/m);
    expect(JSON.parse(project.read("package.json"))).toMatchObject({ name: "voice-flows" });
    expect(project.read("Pulumi.prod.yaml")).toMatch(/^ {2}genesyscloud:region: us-east-1$/m);
    expect(project.read("Pulumi.prod.yaml")).toMatch(
      new RegExp(`^ {2}genesyscloud:organizationId: ${ORGANISATION}$`, "m"),
    );
    expect(existsSync(project.path(".gitignore"))).toBe(true);
    expect(created.stdout).toMatch(/cd voice-flows\n +npm install\n +npm start .*\n +npm test /);
  });

  test("`npm start` deploys its example under its name", async () => {
    const { code, output } = await project.says("npm start");
    expect([code, output]).toEqual([0, expect.stringContaining("2 modules and 5 flows were published")]);
    expect(existsSync(project.path(".genesys/orgs/voice-flows-dev.sqlite"))).toBe(true);
    const again = await project.says("npm start");
    expect([again.code, again.output]).toEqual([0, expect.stringMatching(/^Nothing changes\.$/m)]);
  });

  test("`npm test` and the compiler pass, and the tests fail when a call loses its `error` transition", async () => {
    const [tested, compiled] = [await project.says("npm test"), await project.says("npx tsc")];
    expect([tested.code, tested.output]).toEqual([0, expect.stringMatching(/^Tests: +6 passed, 6 total$/m)]);
    expect(tested.output).toMatch(/^(\d+) of \1 conversations in 5 files passed\./m);
    expect(compiled).toEqual({ code: 0, output: "\n" });
    project.edit("flows/inbound/sales.yaml", ", error: apology}", "}");
    const broken = await project.says("npm test");
    expect(broken.code).toBe(1);
    expect(broken.output).toContain("sales: authenticate has no `error` transition for PIN authentication");
  });
});

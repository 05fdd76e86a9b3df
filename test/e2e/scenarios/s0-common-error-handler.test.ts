import { pageFiles } from "../../docs/page-files.ts";
import { changes } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import type { Organisation } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const page = pageFiles("scenarios/common-error-handler.md");

/** One common error handler, called by inbound flows A and B with a `completed` and an `error` transition. Files: docs/scenarios/common-error-handler.md. */
describe("S0: a common error handler for several inbound flows", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace(page);
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("conversations go as the page says", async () => {
    expect(await workspace.flowctl(["test"])).toContain("3 of 3 conversations in 1 file passed.");
  });

  test("both lines hold the handler, with the caller's number going in and the ticket coming out", async () => {
    await workspace.up();

    for (const line of ["Line A", "Line B"]) {
      expect(await platform.modulesHeld(line)).toEqual([
        expect.objectContaining({ name: "Common error handler", version: "1.0" }),
      ]);
      const published = await platform.body(line);
      const [call] = findAll(published, "callCommonModule");
      expect(call).toMatchObject({
        commonModule: {
          "Common error handler": {
            ver_latestPublished: {
              inputs: { "Common.callerNumber": { exp: "Call.Ani" } },
              outputs: { "Common.ticket": { var: "Flow.ticket" } },
            },
          },
        },
      });
    }
  });

  test("the call continues by outcome: `completed` by name, everything else as error", async () => {
    const published = await platform.body("Line A");
    const [choice] = findAll(published, "switch");
    const text = JSON.stringify(choice);

    expect(text).toContain("completed");
    expect(text).toContain("We could not note your call.");
  });

  test("the handler's outcome is an error until it says otherwise, and its output has a default", async () => {
    const published = await platform.body("Common error handler");
    const variables = findAll(published, "stringVariable") as { name: string; initialValue: unknown }[];

    expect(variables).toContainEqual(
      expect.objectContaining({ name: "Common.outcome", initialValue: { lit: "error" }, isOutput: true }),
    );
    expect(variables).toContainEqual(expect.objectContaining({ name: "Common.ticket", initialValue: { lit: "none" } }));
  });

  test("changing the handler once changes both lines", async () => {
    workspace.edit(
      "flows/modules/common-error-handler.yaml",
      "Please try again later.",
      "A colleague will call you back.",
    );

    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({ "common-error-handler": "update", "line-a": "update", "line-b": "update" });
    expect(published[0]).toBe("Common error handler");
    expect(published.slice(1).toSorted()).toEqual(["Line A", "Line B"]);
    for (const line of ["Line A", "Line B"]) {
      expect(await platform.modulesHeld(line)).toEqual([expect.objectContaining({ version: "2.0" })]);
    }
  });

  test("a handler that ends the conversation itself gets a warning with its place", async () => {
    workspace.edit(
      "flows/modules/common-error-handler.yaml",
      "on: {success: done}",
      "on: {success: done, failure: regret}",
    );
    workspace.edit(
      "flows/modules/common-error-handler.yaml",
      "  done: {end",
      '  regret: {playAudio: "Please call again.", then: hangUp}\n  hangUp: {disconnect: {}}\n  done: {end',
    );

    const result = await workspace.preview();

    const warnings = result.messages.filter((message) => message.severity === "warning");
    expect(warnings).toContainEqual(
      expect.objectContaining({
        message: expect.stringMatching(/flows\/modules\/common-error-handler\.yaml:\d+.*hangUp/s),
      }),
    );
  });
});

/** Every value below `key`, wherever it occurs. */
function findAll(value: unknown, key: string): unknown[] {
  if (value === null || typeof value !== "object") return [];
  return Object.entries(value).flatMap(([name, child]) => [...(name === key ? [child] : []), ...findAll(child, key)]);
}

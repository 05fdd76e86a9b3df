import { callerOfErrorHandler, flows, organisation } from "../fixtures/contact-centre.ts";
import { changes, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, publishJobsAmong, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MODULE = "flows/modules/common-error-handler.yaml";
const LEVELS = "genesys-flows:policyLevels";
const ACKNOWLEDGED = "genesys-flows:acknowledgedChanges";

/** A flow of another owner that calls the module. */
const legacy = (name: string) => `inboundCall:
  name: ${name}
  division: Home
  startUpRef: "/inboundCall/tasks/task[Main_10]"
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}, textToSpeech: {defaultEngine: {voice: Jill}}}}
  initialGreeting: {noValue: true}
  settingsErrorHandling: {errorHandling: {disconnect: {none: true}}, preHandlingAudio: {tts: We have a problem.}}
  tasks:
    - task:
        name: Main
        refId: Main_10
        actions:
          - callCommonModule:
              name: handle
              commonModule:
                Common error handler:
                  ver_latestPublished: {inputs: {Common.reason: {lit: Legacy}}}
          - disconnect: {name: bye}
`;

/** The rules on an update, in production: with the strictest levels. */
describe("a change of a shared module", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const pin = (text: string) => ({ "genesys-flows:flows": { claims: { pin: text } } });

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/claims.yaml": callerOfErrorHandler("Claims"),
        "inbound/sales.yaml": callerOfErrorHandler("Sales"),
      },
      organisation,
      config: { [LEVELS]: "prod" },
    });
    platform = await workspace.organisation();
    await workspace.up();
  });
  afterAll(() => workspace?.dispose());

  test("without a change, the end of a preview reads one listing, and offline nothing", async () => {
    const { requests } = await during(platform, () => workspace.preview());
    expect(lines(requests).filter((line) => line.startsWith("GET /api/v2/") && !line.endsWith("/me"))).toEqual([
      "GET /api/v2/flows",
    ]);
    const offline = await during(platform, () => workspace.preview({ env: { GENESYS_FLOWS_OFFLINE: "true" } }));
    expect(lines(offline.requests)).toEqual([]);
  });

  test("that every caller goes with is not refused, and asks once for other callers", async () => {
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    const { result, requests } = await during(platform, () => workspace.preview());
    expect(changes(result)).toEqual({ "common-error-handler": "update", claims: "update", sales: "update" });
    const consumers = lines(requests).filter((line) => line.includes("consumingresources"));
    expect(consumers).toHaveLength(1);
    expect(lines(requests).filter((line) => line.includes("export/jobs"))).toEqual([]);
    await workspace.up();
  });

  test("that breaks a pinned caller is refused in the preview", async () => {
    workspace.edit("flows/inbound/claims.yaml", "start:", "pin: {until: 2999-01-31, reason: The audit ends}\nstart:");
    workspace.edit(MODULE, "inputs: {reason: string}\n", "");
    workspace.edit("flows/inbound/sales.yaml", "    inputs: {reason: Sales}\n", "");
    workspace.edit("flows/inbound/claims.yaml", "    inputs: {reason: Claims}\n", "");
    const { result, requests } = await during(platform, () => workspace.upRefused());
    expect(result.output).toContain("The update would be refused");
    expect(result.output).toMatch(/flows\/modules\/common-error-handler\.yaml:1:1 error shared-modules/);
    expect(result.output).toContain('"Claims" (claims), which is pinned until 2999-01-31');
    expect(result.output).toContain("The input Common.reason is removed");
    expect(result.output).not.toContain('"Sales" (sales)');
    expect(lines(writesAmong(requests))).toEqual([]);
  });

  test("with the pin gone every caller goes with it, and the update is not refused", async () => {
    workspace.edit("flows/inbound/claims.yaml", /pin: .*\n/, "");
    await workspace.up();
    expect(await platform.versions()).toMatchObject({ "Common error handler": "3.0", Claims: "3.0", Sales: "3.0" });
  });

  test("names a caller outside the stack: a warning while the interface stays, refused when it breaks", async () => {
    workspace.edit(MODULE, "channels:", "inputs: {reason: string}\nchannels:");
    await workspace.up();
    await platform.publish(legacy("Legacy line"));
    workspace.edit(MODULE, "Please try again tomorrow.", "Please try again on Monday.");
    const stale = await workspace.preview();
    expect(stale.output).toContain("1 caller outside this stack keeps running the old version");
    expect(stale.output).toContain('"Legacy line" (INBOUNDCALLFLOW');

    workspace.edit(MODULE, "inputs: {reason: string}\n", "");
    const { result, requests } = await during(platform, () => workspace.previewRefused());
    expect(result.output).toMatch(/"Legacy line" \(INBOUNDCALLFLOW, .*\), which is outside this stack/);
    expect(lines(publishJobsAmong(requests))).toEqual([]);
    workspace.edit(MODULE, "channels:", "inputs: {reason: string}\nchannels:");
  });

  test("by somebody who cannot see other callers could not be checked, which is refused as well", async () => {
    await platform.client.addFaults({
      faults: [
        { when: { operation: "getArchitectDependencytrackingConsumingresources" }, do: { error: { status: 403 } } },
      ],
    });
    const result = await workspace.previewRefused();
    expect(result.output).toContain("could not be checked: its callers outside this stack could not be read");
    await platform.client.removeFaults();
  });

  test("a pin that ended is refused before anything is registered", async () => {
    workspace.edit("flows/inbound/claims.yaml", "start:", "pin: {until: 2026-01-31, reason: The audit ends}\nstart:");
    const { result, requests } = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(result.output).toContain("ended on 2026-01-31. Its reason was: The audit ends.");
    expect(lines(writesAmong(requests))).toEqual([]);
    workspace.edit("flows/inbound/claims.yaml", /pin: .*\n/, "");
  });

  test("Pulumi reads a date in the stack's file as a date, and so does the pin", async () => {
    workspace.configure({ [LEVELS]: "prod", ...pin("until-and-reason") });
    workspace.edit("Pulumi.dev.yaml", "pin: until-and-reason", "pin: {until: 2026-01-31, reason: The audit ends}");
    expect((await workspace.previewRefused()).output).toContain("ended on 2026-01-31");
    workspace.configure({ [LEVELS]: "prod" });
  });
});

/** What `protect` means for removals; the two steps are in docs/flow-files.md. */
describe("a module with callers", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const caller = "flows/inbound/claims.yaml";

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/claims.yaml": callerOfErrorHandler("Claims"),
      },
      organisation,
      config: { [LEVELS]: "prod" },
    });
    platform = await workspace.organisation();
    await workspace.up();
  });
  afterAll(() => workspace?.dispose());

  test("keeps its protection through a rename of its file", async () => {
    workspace.write(
      "flows/modules/error-handler.yaml",
      `${flows["modules/common-error-handler.yaml"]}formerly: [common-error-handler]\n`,
    );
    workspace.remove(MODULE);
    workspace.edit(caller, "callModule: common-error-handler", "callModule: error-handler");
    const result = await workspace.up();
    expect(Object.values(changes(result))).not.toContain("delete");
    expect(await protectedOnes()).toEqual(["error-handler"]);
  });

  test("is not deleted together with them, nor by `destroy`; the message names it", async () => {
    workspace.remove(caller);
    workspace.remove("flows/modules/error-handler.yaml");
    const { result, requests } = await during(platform, () => workspace.upRefused());
    expect(result.output).toMatch(/error-handler.*protect/s);
    expect(lines(writesAmong(requests))).toEqual([]);
    const destroyed = await workspace.pulumi(["destroy", "--yes", "--skip-preview", "--stack", "dev"]);
    expect(destroyed.code).not.toBe(0);
    expect(await platform.versions()).toHaveProperty("Common error handler");
  });

  test("goes in two steps: first its callers, then the module", async () => {
    workspace.write("flows/modules/error-handler.yaml", flows["modules/common-error-handler.yaml"]);
    await workspace.up();
    expect(await protectedOnes()).toEqual([]);
    expect(Object.keys(await platform.versions())).toEqual(["Common error handler"]);
    workspace.remove("flows/modules/error-handler.yaml");
    await workspace.up();
    expect(await platform.versions()).toEqual({});
  });

  test("is not protected by the levels of development", async () => {
    workspace.write(MODULE, flows["modules/common-error-handler.yaml"]);
    workspace.write(caller, callerOfErrorHandler("Claims"));
    workspace.configure({ [LEVELS]: "dev" });
    await workspace.up();
    expect(await protectedOnes()).toEqual([]);
    await workspace.destroy();
  });

  async function protectedOnes(): Promise<string[]> {
    const { resources } = await workspace.deployment();
    return resources.filter((resource) => "protect" in resource).map(({ urn }) => String(urn.split("::").at(-1)));
  }
});

describe("a large update", () => {
  let workspace: Workspace;
  const names = Array.from({ length: 26 }, (_, index) => `Line ${index + 1}`);

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        ...Object.fromEntries(
          names.map((name, index) => [`inbound/line-${index + 1}.yaml`, callerOfErrorHandler(name)]),
        ),
      },
      organisation,
      config: { [LEVELS]: "prod" },
    });
  });
  afterAll(() => workspace?.dispose());

  test("creates a stack without an acknowledgement, and needs one to change it: the digest of this change", async () => {
    await workspace.up();
    workspace.edit(MODULE, "Please try again later.", "Please try again tomorrow.");
    const [first, second] = [await workspace.previewRefused(), await workspace.previewRefused()];
    const line = /^\s*(genesys-flows:acknowledgedChanges: \["([0-9a-f]{12})"\])$/m;
    const [, , digest] = line.exec(first.output) ?? [];
    expect(digest).toBeDefined();
    expect(line.exec(second.output)?.[2]).toBe(digest);
    expect(first.output).toContain("The update changes 27 existing flows");

    workspace.configure({ [LEVELS]: "prod", [ACKNOWLEDGED]: [digest] });
    expect((await workspace.preview()).output).not.toContain("blast-radius");

    workspace.edit(MODULE, "Please try again tomorrow.", "Please try again on Monday.");
    expect((await workspace.previewRefused()).output).toContain("blast-radius");

    workspace.configure({ [LEVELS]: "dev" });
    expect((await workspace.preview()).output).toMatch(/warning blast-radius/);
  });
});

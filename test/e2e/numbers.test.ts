import type { LoggedRequest } from "@genesys-flows/local-org";
import { organisation } from "./fixtures/contact-centre.ts";
import { changes, IVR, lines } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const FIRST = "+13175550100";
const SECOND = "+13175550101";
const THIRD = "+13175550102";

function line(name: string, numbers: readonly string[]): string {
  return `inboundCall: ${name}
numbers: ${JSON.stringify(numbers)}
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: greet
nodes:
  greet: {playAudio: "Welcome to ${name}.", then: bye}
  bye: {disconnect: {}}
`;
}

/** Writes to IVRs: `PUT /api/v2/architect/ivrs/{id}` with the id's name. */
async function ivrWrites(platform: Organisation, requests: readonly LoggedRequest[]): Promise<string[]> {
  const names = await platform.ivrNames();
  return writesAmong(requests)
    .filter(({ path }) => path.startsWith("/api/v2/architect/ivrs"))
    .map(({ method, path }) => `${method} ${names.get(path.split("/").at(-1) ?? "") ?? ""}`.trim());
}

describe("numbers", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const sales = "flows/inbound/sales.yaml";
  const support = "flows/inbound/support.yaml";

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: { "inbound/sales.yaml": line("Sales", [FIRST, SECOND]), "inbound/support.yaml": line("Support", [THIRD]) },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  async function numbers(): Promise<Record<string, string[]>> {
    const ivrs = Object.entries(await platform.ivrs());
    return Object.fromEntries(ivrs.map(([name, ivr]) => [name, [...ivr.numbers].sort()]));
  }

  async function unchanged(): Promise<void> {
    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(lines(requests)).toEqual([]);
  }

  test("are given to their flows by the first update, and a refresh finds nothing to change", async () => {
    expect(await numbers()).toEqual({ Sales: [FIRST, SECOND], Support: [THIRD] });
    await unchanged();
    const refresh = await workspace.succeed(["refresh", "--yes", "--expect-no-changes", "--stack", "dev"]);
    expect(refresh.code).toBe(0);
  });

  test("move in one update, each by two adjacent writes; the preview says so", async () => {
    workspace.write(sales, line("Sales", [FIRST]));
    workspace.write(support, line("Support", [SECOND, THIRD]));

    expect((await workspace.preview()).output).toContain(`${SECOND} moves from Sales to Support`);
    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(await ivrWrites(platform, requests)).toEqual(["PUT Sales", "PUT Support"]);
    expect(await numbers()).toEqual({ Sales: [FIRST], Support: [SECOND, THIRD] });
    await unchanged();
  });

  test("swap in one update", async () => {
    workspace.write(sales, line("Sales", [THIRD]));
    workspace.write(support, line("Support", [FIRST, SECOND]));

    const { requests } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(await ivrWrites(platform, requests)).toEqual(["PUT Sales", "PUT Support", "PUT Support", "PUT Sales"]);
    expect(await numbers()).toEqual({ Sales: [THIRD], Support: [FIRST, SECOND] });
    await unchanged();
  });

  test("of a deleted flow go to a new one in one update", async () => {
    workspace.remove(support);
    workspace.write("flows/inbound/service.yaml", line("Service", [FIRST, SECOND]));

    const { result, requests } = await during(platform, () => workspace.up());

    expect(changes(result, IVR)).toEqual({ "service-ivr": "create", "support-ivr": "delete" });
    expect(await ivrWrites(platform, requests)).toEqual(["POST", "PUT", "PUT Service", "DELETE"]);
    expect(await numbers()).toEqual({ Sales: [THIRD], Service: [FIRST, SECOND] });
    await unchanged();
  });

  test("of an IVR of somebody else are not taken: the preview names it", async () => {
    const taken = "+13175550150";
    const flowId = await platform.publish(foreignFlow);
    await platform.architect.postArchitectIvrs({ name: "Front desk", dnis: [taken], openHoursFlow: { id: flowId } });
    workspace.write(sales, line("Sales", [THIRD, taken]));

    const refused = await workspace.previewRefused();
    expect(refused.output).toContain(`The number ${taken} is assigned to the IVR 'Front desk'`);
    expect(refused.output).toContain("flows/inbound/sales.yaml:2");

    const { requests } = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(lines(writesAmong(requests))).toEqual([]);
    expect(await numbers()).toMatchObject({ Sales: [THIRD], "Front desk": [taken] });
    workspace.write(sales, line("Sales", [THIRD]));
  });

  test("in no DID pool are refused by the preview, with file, line and pools", async () => {
    workspace.write(sales, line("Sales", [THIRD, "+13175559999"]));
    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toContain("The number +13175559999 is not in any DID pool");
    expect(result.output).toContain("+13175550100 to +13175550199");
    expect(result.output).toContain("flows/inbound/sales.yaml:2");
    expect(lines(writesAmong(requests))).toEqual([]);
    workspace.write(sales, line("Sales", [THIRD]));
  });

  test("that are taken out of a file lead nowhere, and those of a flow without any other leave no IVR", async () => {
    workspace.write("flows/inbound/service.yaml", line("Service", [FIRST]));
    await workspace.up({ skipPreview: true });
    expect(await numbers()).toEqual({ Sales: [THIRD], Service: [FIRST], "Front desk": ["+13175550150"] });

    workspace.edit("flows/inbound/service.yaml", /^numbers:.*\n/m, "");
    await workspace.up({ skipPreview: true });
    expect(await numbers()).toEqual({ Sales: [THIRD], "Front desk": ["+13175550150"] });
    await unchanged();
  });

  test("that somebody moved outside the stack come back after a refresh", async () => {
    const ivr = await platform.ivrNamed("Sales");
    await platform.architect.putArchitectIvr(String(ivr.id), { ...ivr, dnis: [] });

    await workspace.succeed(["refresh", "--yes", "--stack", "dev"]);
    await workspace.up({ skipPreview: true });

    expect(await numbers()).toMatchObject({ Sales: [THIRD] });
  });

  test("go with the stack", async () => {
    await workspace.destroy();
    expect(await numbers()).toEqual({ "Front desk": ["+13175550150"] });
  });
});

const foreignFlow = `inboundCall:
  name: Front desk
  division: Home
  startUpRef: /inboundCall/tasks/task[Task_1]
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}, textToSpeech: {defaultEngine: {voice: Jill}}}}
  initialGreeting: {noValue: true}
  settingsErrorHandling: {errorHandling: {disconnect: {none: true}}}
  tasks: [{task: {name: Main, refId: Task_1, actions: [{disconnect: {name: bye}}]}}]
`;

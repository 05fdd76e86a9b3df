import { buildReport, readEngineRun } from "@genesys-flows/report";
import { flows, organisation } from "./fixtures/contact-centre.ts";
import { changes, lines, QUEUE } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const greeting = (name: string, then = "bye: {disconnect: {}}", numbers = "") => `inboundCall: ${name}
${numbers}onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: greet
nodes:
  greet: {playAudio: "Welcome to ${name}.", then: bye}
  ${then}
`;

const transferTo = (flow: string) =>
  `bye: {transferToFlow: {flow: ${flow}}, on: {failure: sorry}}\n  sorry: {playAudio: Goodbye., then: over}\n  over: {disconnect: {}}`;

/** What leaves a stack while something still uses it. */
describe("a flow or queue that leaves the stack", () => {
  let workspace: Workspace;
  let platform: Organisation;
  const support = "flows/inbound/support.yaml";
  const supportText = greeting("Support", undefined, 'numbers: ["+13175550110"]\n');

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "queues.yaml": flows["queues.yaml"],
        "inbound/support.yaml": supportText,
        "inbound/front.yaml": greeting("Front", transferTo("Support")),
        "inbound/sales.yaml": greeting(
          "Sales",
          "bye: {transferToAcd: {queue: Sales}, on: {failure: sorry}}\n  sorry: {playAudio: Goodbye., then: over}\n  over: {disconnect: {}}",
        ),
      },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
  });
  afterAll(() => workspace?.dispose());

  test("and that this project still names is refused by the preview, with file and line", async () => {
    workspace.remove(support);
    const { result, requests } = await during(platform, () => workspace.upRefused());
    expect(result.output).toMatch(/flows\/inbound\/front\.yaml:\d+/);
    expect(result.output).toContain("'Support'");
    expect(lines(writesAmong(requests))).toEqual([]);

    const skipped = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(lines(writesAmong(skipped.requests))).toEqual([]);
    expect(await platform.ivrs()).toMatchObject({ Support: { numbers: ["+13175550110"] } });
    workspace.write(support, supportText);
  });

  test("and that something outside the project uses is refused by the preview, which lists the users", async () => {
    workspace.write("flows/inbound/front.yaml", greeting("Front"));
    await workspace.up({ skipPreview: true });
    await platform.publish(outside("Somebody else", "Support"));
    workspace.remove(support);

    const { result, requests } = await during(platform, () => workspace.upRefused());
    expect(result.output).toContain("The flow 'Support'");
    expect(result.output).toContain("INBOUNDCALLFLOW 'Somebody else'");
    expect(lines(writesAmong(requests))).toEqual([]);

    const skipped = await during(platform, () => workspace.upRefused({ skipPreview: true }));
    expect(lines(writesAmong(skipped.requests))).toEqual([]);
    expect(await platform.ivrs()).toMatchObject({ Support: { numbers: ["+13175550110"] } });
  });

  test("keeps its numbers when `destroy` cannot delete it", async () => {
    workspace.write(support, supportText);
    const result = await workspace.pulumi(["destroy", "--yes", "--skip-preview", "--stack", "dev"]);
    expect(result.code).not.toBe(0);
    expect(result.output).toContain("Somebody else");
    expect(await platform.ivrs()).toMatchObject({ Support: { numbers: ["+13175550110"] } });
    await workspace.up({ skipPreview: true });
  });

  test("goes with its numbers once nothing uses it any more", async () => {
    await platform.publish(outside("Somebody else", "Front"));
    workspace.remove(support);
    const { result } = await during(platform, () => workspace.up());
    expect(changes(result)).toEqual({ support: "delete" });
    expect(await platform.ivrs()).toEqual({});
  });

  test("a queue that a flow names is refused by the preview; nothing is published for it", async () => {
    workspace.remove("flows/queues.yaml");
    const { result, requests, published } = await during(platform, () => workspace.upRefused());
    expect(result.output).toMatch(/flows\/inbound\/sales\.yaml:\d+/);
    expect(result.output).toContain("the queue 'Sales'");
    expect(result.output).toContain("genesys-flows:external");
    expect(lines(writesAmong(requests))).toEqual([]);
    expect(published).toEqual([]);
  });

  test("a queue that is listed as external stays, is forgotten, and no flow is published; reports count no deletion", async () => {
    workspace.configure({ "genesys-flows:external": ["queue:Sales"] });
    const reported = async (...command: readonly string[]) => {
      const log = workspace.path(`${command[0]}.json`);
      const { published } = await during(platform, () =>
        workspace.succeed([...command, "--stack", "dev", "--event-log", log], { withoutEvents: true }),
      );
      return { published, report: await buildReport(readEngineRun(log), { root: workspace.root }) };
    };
    const { report: preview } = await reported("preview");
    const { report: update, published } = await reported("up", "--yes", "--skip-preview");
    expect(published).toEqual([]);
    for (const report of [preview, update]) {
      expect(report.verdict.deleted).toBe(0);
      expect(report.objects).toEqual([]);
      const stays = expect.stringMatching(
        /^The queue 'Sales'.* stays in the organisation \(genesys-flows:external\)\. /,
      );
      expect(report.messages).toEqual([{ severity: "info", text: stays, resource: "sales" }]);
    }
    expect(await platform.queues()).toContain("Sales");
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(lines(again.requests)).toEqual([]);
  });

  test("a queue that comes back by an import publishes nothing", async () => {
    workspace.configure({});
    const id = String((await platform.queueEntities()).find(({ name }) => name === "Sales")?.id);
    await workspace.succeed([
      "import",
      QUEUE,
      "sales",
      id,
      "--yes",
      "--protect=false",
      "--stack",
      "dev",
      "--generate-code=false",
    ]);
    workspace.write("flows/queues.yaml", flows["queues.yaml"]);
    const { published } = await during(platform, () => workspace.up());
    expect(published).toEqual([]);
    const again = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(lines(again.requests)).toEqual([]);
  });

  test("a file and a flow that are renamed together may be one flow: the preview says how to say so", async () => {
    workspace.remove("flows/inbound/front.yaml");
    workspace.write("flows/inbound/reception.yaml", greeting("Reception"));
    await platform.publish(outside("Somebody else", "Sales"));
    const { output } = await workspace.preview();
    expect(output).toContain("formerly: [front]");
    expect(output).toContain("flows/inbound/reception.yaml");
  });

  test("flows of a cycle are deleted together", async () => {
    workspace.write("flows/inbound/reception.yaml", greeting("Reception", transferTo("Night")));
    workspace.write(
      "flows/inbound/night.yaml",
      greeting("Night", transferTo("Reception"), 'numbers: ["+13175550120"]\n'),
    );
    await workspace.up({ skipPreview: true });
    workspace.remove("flows/inbound/reception.yaml");
    workspace.remove("flows/inbound/night.yaml");
    const { result } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(changes(result)).toEqual({ reception: "delete", night: "delete" });
    expect(await platform.ivrs()).toEqual({});
  });
});

function outside(name: string, target: string): string {
  return `inboundCall:
  name: ${name}
  division: Home
  startUpRef: /inboundCall/tasks/task[Task_1]
  defaultLanguage: en-us
  supportedLanguages: {en-us: {defaultLanguageSkill: {noValue: true}, textToSpeech: {defaultEngine: {voice: Jill}}}}
  initialGreeting: {noValue: true}
  settingsErrorHandling: {errorHandling: {disconnect: {none: true}}}
  tasks:
    - task:
        name: Main
        refId: Task_1
        actions:
          - transferToFlow: {name: other, targetFlow: {name: ${target}}}
          - disconnect: {name: bye}
`;
}

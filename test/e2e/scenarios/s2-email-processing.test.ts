import { pageFiles } from "../../docs/page-files.ts";
import { changes, differences, lines } from "../harness/assertions.ts";
import { during } from "../harness/during.ts";
import { type Organisation, writesAmong } from "../harness/organisation.ts";
import { createWorkspace, type Workspace } from "../harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const MAIL = "flows/inbound/customer-mail.yaml";
const { flows, organisation } = pageFiles("scenarios/email-processing.md");
const { "modules/email-processor-2.yaml": secondProcessor = "", ...firstFlows } = flows;
const mail = firstFlows["inbound/customer-mail.yaml"] as string;

/** An e-mail flow hands the body to a shared processor, continues by the result, and moves to another processor later. Files: docs/scenarios/email-processing.md. */
describe("S2: e-mail through a shared processor", () => {
  let workspace: Workspace;
  let platform: Organisation;

  beforeAll(async () => {
    workspace = await createWorkspace({ flows: firstFlows, organisation });
    platform = await workspace.organisation();
  });
  afterAll(() => workspace?.dispose());

  test("conversations go as the page says", async () => {
    expect(await workspace.flowctl(["test"])).toContain("3 of 3 conversations in 1 file passed.");
  });

  test("the body goes in, the result comes out, the flow continues by it", async () => {
    await workspace.up();

    const { id } = await platform.flow("E-mail processor");
    expect(await platform.modulesHeld("Customer mail")).toEqual([expect.objectContaining({ id, version: "1.0" })]);
    expect(await platform.queuesUsedBy("Customer mail")).toEqual(["Mail"]);
    const exported = await platform.export("Customer mail");
    expect(exported).toMatch(/Common\.emailBody:\s+exp: Email\.Message\.body/);
    expect(exported).toMatch(/Common\.processedResult:\s+var: Flow\.result/);
    expect(exported).toContain('Flow.result == "thanks"');
    expect(exported).toMatch(/errorHandling:\s+queue:\s+targetQueue:/);
  });

  test("the processor is improved in one place, and the flow has it", async () => {
    workspace.edit("flows/modules/email-processor.yaml", "timeout: {seconds: 10}", "timeout: {seconds: 20}");

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ "email-processor": "update", "customer-mail": "update" });
    expect(published).toEqual(["E-mail processor", "Customer mail"]);
    expect(await platform.modulesHeld("Customer mail")).toEqual([expect.objectContaining({ version: "2.0" })]);
  });

  test.each([
    ["an input of another name", "emailBody:", "body:", "unknown-input"],
    ["an input of another type", "=Email.Message.body", "[1, 2]", "type-mismatch"],
    ["an output of another name", "processedResult: Flow", "result: Flow", "unknown-output"],
  ])("%s is refused with file and line, before anything is asked", async (_, from, to, code) => {
    workspace.edit(MAIL, from, to);

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toMatch(new RegExp(`flows/inbound/customer-mail\\.yaml:\\d+:\\d+ error ${code}`));
    expect(requests).toEqual([]);
    workspace.write(MAIL, mail);
  });

  test("another processor is one line, and the preview says so", async () => {
    workspace.write("flows/modules/email-processor-2.yaml", secondProcessor);
    workspace.edit(MAIL, "callModule: email-processor", "callModule: email-processor-2");

    const { result, requests } = await during(platform, () => workspace.preview({ diff: true }));

    expect(changes(result)).toEqual({ "email-processor-2": "create", "customer-mail": "update" });
    expect(differences(result, "customer-mail").join("\n")).toContain("process");
    expect(result.output).toContain("email-processor-2");
    expect(lines(writesAmong(requests))).toEqual([]);
  });

  test("the flow holds the other processor after the update, the first stays for others", async () => {
    await workspace.up({ skipPreview: true });

    const { id } = await platform.flow("E-mail processor 2");
    expect(await platform.modulesHeld("Customer mail")).toEqual([expect.objectContaining({ id, version: "1.0" })]);
    expect((await platform.flow("E-mail processor")).version).toBe("2.0");
  });
});

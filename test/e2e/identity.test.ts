import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { openingHours } from "./fixtures/opening-hours.ts";
import { changes, differences, FLOW, lines } from "./harness/assertions.ts";
import { during } from "./harness/during.ts";
import { type Organisation, writesAmong } from "./harness/organisation.ts";
import { createWorkspace, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

/** A flow stays the same flow whatever its file name and folder (design §3, "Identity"). */
describe("the identity of a flow", () => {
  let workspace: Workspace;
  let platform: Organisation;
  let before: Record<string, string>;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        "inbound/complaints.yaml": callerOfErrorHandler("Complaints"),
        "exports/OpeningHours_v2-0.yaml": openingHours("We are open from nine to five."),
      },
      organisation,
    });
    platform = await workspace.organisation();
    await workspace.up({ skipPreview: true });
    before = { complaints: (await platform.flow("Complaints")).id, hours: (await platform.flow("OpeningHours")).id };
  });
  afterAll(() => workspace?.dispose());

  test("publishes an export from Architect as it is", async () => {
    const exported = await platform.export("OpeningHours");
    expect(exported).toContain("We are open from nine to five.");
    expect(await platform.modulesHeld("OpeningHours")).toEqual([
      expect.objectContaining({ name: "Common error handler", version: "1.0" }),
    ]);
  });

  test("a newer export in place of an older one is an update", async () => {
    workspace.remove("flows/exports/OpeningHours_v2-0.yaml");
    workspace.write("flows/exports/OpeningHours_v3-0.yaml", openingHours("We are open from eight to six."));

    const { result, published } = await during(platform, () => workspace.up());

    expect(changes(result)).toEqual({ OpeningHours: "update" });
    expect(differences(result, "OpeningHours")).not.toEqual([]);
    expect(published).toEqual(["OpeningHours"]);
    const flow = await platform.flow("OpeningHours");
    expect(flow.id).toBe(before["hours"]);
    expect(flow.version).toBe("2.0");
    expect(await platform.export("OpeningHours")).toContain("We are open from eight to six.");
  });

  test("a definition in another folder is the same flow, and nothing is published for it", async () => {
    const text = callerOfErrorHandler("Complaints");
    workspace.remove("flows/inbound/complaints.yaml");
    workspace.write("flows/customer-care/lines/complaints.yaml", text);

    const { result, published } = await during(platform, () => workspace.up());

    expect(Object.values(changes(result)).filter((op) => op !== "update")).toEqual([]);
    expect(published).toEqual([]);
    expect((await platform.flow("Complaints")).id).toBe(before["complaints"]);
  });

  test("a definition that moves and changes is an update of the same flow", async () => {
    workspace.remove("flows/customer-care/lines/complaints.yaml");
    workspace.write(
      "flows/inbound/complaints.yaml",
      callerOfErrorHandler("Complaints").replace("call again.", "try again."),
    );

    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ complaints: "update" });
    expect(published).toEqual(["Complaints"]);
    expect((await platform.flow("Complaints")).id).toBe(before["complaints"]);
    expect((await platform.flow("Complaints")).version).toBe("2.0");
  });

  test("another name is given to the same flow, in place", async () => {
    workspace.edit("flows/inbound/complaints.yaml", "inboundCall: Complaints", "inboundCall: Complaint line");

    const preview = await workspace.preview();
    expect(changes(preview)).toEqual({ complaints: "update" });
    expect(differences(preview, "complaints")).toContain("name");
    const { result, published } = await during(platform, () => workspace.up({ skipPreview: true }));

    expect(changes(result)).toEqual({ complaints: "update" });
    expect(published).toEqual(["Complaint line"]);
    expect((await platform.flow("Complaint line")).id).toBe(before["complaints"]);
    expect(Object.keys(await platform.versions())).not.toContain("Complaints");
  });

  test("another type is another flow: the new one is published before the old one and its number go", async () => {
    const text = `inboundCall: Reminder
numbers: ["+13175550107"]
onFault: {say: "We have a problem. Please call again.", then: disconnect}
start: goodbye
nodes:
  goodbye: {disconnect: {}}
`;
    workspace.write("flows/reminder.yaml", text);
    await workspace.up({ skipPreview: true });
    const old = await platform.flow("Reminder");
    const call = text.replace("inboundCall", "outboundCall").replace(/numbers.*\n/, "");
    workspace.write("flows/reminder.yaml", call);

    const { result, requests } = await during(platform, () => workspace.up({ skipPreview: true }));

    const operations = result.steps
      .filter((step) => step.type === FLOW && step.name === "reminder")
      .map(({ op }) => op);
    expect(operations).toEqual(["create-replacement", "replace", "delete-replaced"]);
    const changing = lines(writesAmong(requests)).filter((line) => /^(POST .*\/flows\/jobs$|DELETE )/.test(line));
    expect(changing).toEqual([
      "POST /api/v2/flows/jobs",
      expect.stringMatching(/^DELETE \/api\/v2\/architect\/ivrs\//),
      `DELETE /api/v2/flows/${old.id}`,
    ]);
    const now = await platform.flow("Reminder");
    expect(now.id).not.toBe(old.id);
    expect(String(now.type).toUpperCase()).toBe("OUTBOUNDCALL");
    workspace.remove("flows/reminder.yaml");
    await workspace.up({ skipPreview: true });
  });

  test("a pinned flow keeps its snapshot when its module changes, and catches up without the pin", async () => {
    const [file, module] = ["flows/inbound/complaints.yaml", "flows/modules/common-error-handler.yaml"];
    const { version } = await platform.flow("Complaint line");
    workspace.edit(file, "start: handle", "pin: true\nstart: handle");
    const pinned = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(pinned.published).toEqual([]);

    workspace.edit(module, "An error has occurred.", "Something went wrong.");
    const preview = await workspace.preview();
    expect(changes(preview)).toEqual({ "common-error-handler": "update", OpeningHours: "update" });
    expect(preview.output).toMatch(
      /Held back \(pin\): the flow keeps its snapshot of 'Common error handler' at version 1\.0/,
    );
    const { published } = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(published).toEqual(["Common error handler", "OpeningHours"]);
    expect((await platform.flow("Complaint line")).version).toBe(version);
    expect(await platform.modulesHeld("Complaint line")).toEqual([expect.objectContaining({ version: "1.0" })]);

    workspace.edit(file, "pin: true\n", "");
    const unpinned = await during(platform, () => workspace.up({ skipPreview: true }));
    expect(unpinned.published).toEqual(["Complaint line"]);
    expect(await platform.modulesHeld("Complaint line")).toEqual([expect.objectContaining({ version: "2.0" })]);
  });

  test("a module that somebody else calls stays, and the update says who does", async () => {
    const text = openingHours("Of another team.").replace("OpeningHours", "Team hours");
    const id = await platform.publish(text);
    for (const file of ["inbound/complaints", "exports/OpeningHours_v3-0", "modules/common-error-handler"]) {
      workspace.remove(`flows/${file}.yaml`);
    }
    const { result } = await during(platform, () => workspace.upRefused({ skipPreview: true }));

    expect(result.output).toContain("'Common error handler'");
    expect(result.output).toContain(`- INBOUNDCALLFLOW 'Team hours' (${id})`);
    const flowsOfStack = ["Common error handler", "Complaint line", "OpeningHours"];
    expect(Object.keys(await platform.versions())).toEqual([...flowsOfStack, "Team hours"]);
    await platform.architect.deleteFlow(id);
    const gone = { "common-error-handler": "delete", complaints: "delete", OpeningHours: "delete" };
    expect(changes(await workspace.up({ skipPreview: true }))).toEqual(gone);
    expect(await platform.versions()).toEqual({});
  });

  test("two files with one key are refused before anything runs, naming both", async () => {
    workspace.write("flows/inbound/complaints.yaml", callerOfErrorHandler("Complaints"));
    workspace.write("flows/elsewhere/complaints.yaml", callerOfErrorHandler("Other complaints"));

    const { result, requests } = await during(platform, () => workspace.upRefused());

    expect(result.output).toContain("flows/elsewhere/complaints.yaml");
    expect(result.output).toContain("flows/inbound/complaints.yaml");
    expect(requests).toEqual([]);
  });
});

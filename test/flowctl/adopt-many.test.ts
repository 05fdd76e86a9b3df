import { spawn } from "node:child_process";
import { globSync, readFileSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { flowTypes } from "@genesys-flows/architect";
import { parse } from "yaml";
import { existingFlows } from "../harness/existing-flows.ts";
import { ServedOrganisation } from "../harness/served-organisation.ts";
import { callOf, greeter } from "../local-org/flows/documents.ts";
import { makeProject, removeProjects } from "../project/harness.ts";
import { commandLine } from "./program.ts";

jest.setTimeout(10 * 60_000);

/** `ADOPT_FLOWS=500 ADOPT_KILLS=10` is the whole matrix. */
const FLOWS = Number(process.env["ADOPT_FLOWS"] ?? 60);
const KILLS = Number(process.env["ADOPT_KILLS"] ?? 3);
const MAIN = join(import.meta.dirname, "../../packages/flowctl/main.ts");

describe(`adopting ${FLOWS} flows`, () => {
  let root: string;
  let organisation: ServedOrganisation;
  const flows = existingFlows("Desk ", FLOWS);

  beforeAll(async () => {
    root = makeProject({
      "Pulumi.yaml": "name: example\n",
      "Pulumi.dev.yaml": "# Kept.\nconfig:\n  genesyscloud:region: local\n",
      "local/organisation.yaml":
        "organisation: {name: Test}\ndivisions: [{name: Other team}]\nsystemFlows: [{name: Default In-Queue Flow, type: inqueuecall}]\n",
    });
    organisation = new ServedOrganisation({ file: join(root, ".genesys/orgs/example-dev.sqlite") });
    const { client } = await organisation.start({ seed: join(root, "local/organisation.yaml") });
    for (const { text } of flows) await client.published(text);
  });
  afterAll(async () => {
    await organisation?.close();
    removeProjects();
  });

  const flowctl = (...args: string[]) => commandLine(root, ...args);
  const exportsKept = () => globSync(".genesys/exports/**/*.yaml", { cwd: root }).length;
  const files = () => globSync("flows/**/*.yaml", { cwd: root }).filter((file) => !file.includes(".options."));
  const imports = () =>
    Object.keys(
      (parse(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")).config["genesys-flows:flows"] ?? {}) as object,
    );
  const exportJobs = async (after: number) =>
    (await organisation.client.requests(after)).filter(
      ({ method, path }) => method === "POST" && path.endsWith("/export/jobs"),
    );

  test("--list shows each with its state, and the requests to come; it writes nothing", async () => {
    const { code, out, err } = await flowctl("adopt", "--all", "--list");
    expect([code, err]).toEqual([0, `${FLOWS} flows to export: about ${FLOWS * 3} requests.\n`]);
    expect(out).toMatch(/^skipped: 'Default In-Queue Flow' \(\S+\): it is a system flow, /);
    expect(out).toMatch(/\nkey +flow +type +version +published by +date +state +uses +used by\n-/);
    expect(out).toMatch(/\ndesk-call-01 +Desk call 01 +inboundcall +1\.0 +\S.* +20\d\d-\d\d-\d\d/);
    expect([files(), imports(), exportsKept()]).toEqual([[], [], 0]);
  });

  test("--type, --division", async () => {
    const of = async (...args: string[]) =>
      (await flowctl("adopt", "--list", ...args)).out.match(/^desk-\w+/gm)?.length ?? 0;
    expect(await of("--type", "workflow")).toBe(FLOWS / 5);
    expect(await of("--type", "WORKFLOW", "inboundChat", "--prefix", "desk")).toBe((2 * FLOWS) / 5);
    expect([await of("--division", "home"), await of("--division", "Other team")]).toEqual([FLOWS, 0]);
    expect(await flowctl("adopt", "--type", "inboundCal", "fax")).toMatchObject({
      code: 2,
      err: `Unknown type 'inboundCal'. Did you mean 'inboundCall'?\nUnknown type 'fax'. Types: ${Object.keys(flowTypes).join(", ")}.\n`,
    });
    expect(await flowctl("adopt", "--all", "--prefix", "x")).toMatchObject({ code: 2 });
  });

  test(`killed ${KILLS} times, it goes on where it was; nothing is half written, and no flow is exported twice`, async () => {
    const before = (await organisation.client.requests()).at(-1)?.seq ?? 0;
    for (let kill = 1; kill <= KILLS; kill++) {
      const child = spawn(process.execPath, [MAIN, "adopt", "--all"], { cwd: root, stdio: "ignore" });
      const ended = new Promise((resolve) => child.once("exit", resolve));
      const enough = Math.floor((FLOWS * kill) / (KILLS + 1));
      while (child.exitCode === null && exportsKept() < enough) await new Promise((resolve) => setTimeout(resolve, 5));
      child.kill("SIGKILL");
      await ended;
      expect(imports()).toEqual([]);
    }
    const { code, out } = await flowctl("adopt", "--all");
    expect([code, out.match(/^adopted: /gm)?.length]).toEqual([0, FLOWS]);
    expect([files().length, imports().length]).toEqual([FLOWS, FLOWS]);
    for (const { name, text } of flows.slice(0, 5)) {
      const file = files().find((one) => one.endsWith(`/${name.toLowerCase().replaceAll(" ", "-")}.yaml`)) ?? "";
      expect(readFileSync(join(root, file), "utf8")).toContain(name);
      expect(text).toContain(name);
    }
    expect(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")).toContain("# Kept.");
    // Four run at once: those of a killed run may be exported again.
    expect((await exportJobs(before)).length).toBeLessThanOrEqual(FLOWS + 4 * KILLS);
    expect(globSync("flows/**/*.tmp*", { cwd: root })).toEqual([]);
  });

  test("a second run takes what was published since, and leaves a file that was edited", async () => {
    expect((await flowctl("adopt", "--all")).out).toContain("There is nothing to adopt.");
    const { client } = organisation;
    const [first, second] = ["Desk call 01", "Desk message 01"].map(
      (wanted) => flows.find(({ name }) => name === wanted)?.text ?? "",
    ) as [string, string];
    await client.published(first.replace("This is", "Here is"));
    await client.published(second.replace("This is", "Here is"));
    const edited = join(root, "flows/messages/desk-message-01.yaml");
    const mine = `${readFileSync(edited, "utf8")}# mine\n`;
    writeFileSync(edited, mine);
    const refused = await flowctl("adopt", "--all");
    expect([refused.code, refused.err]).toEqual([
      1,
      expect.stringContaining(
        "flows/messages/desk-message-01.yaml has version 1.0 of 'Desk message 01' with changes, and version 2.0 is live.",
      ),
    ]);
    expect(refused.err).toContain("Nothing was written.");
    expect(readFileSync(edited, "utf8")).toBe(mine);
    const taken = await flowctl("adopt", "--prefix", "Desk call");
    expect([taken.code, taken.out]).toEqual([
      0,
      expect.stringMatching(/^adopted: desk-call-01, .*, version 2\.0, written to /m),
    ]);
    expect(readFileSync(join(root, "flows/inbound/desk-call-01.yaml"), "utf8")).toContain("Here is");
    expect(readFileSync(join(root, "Pulumi.dev.yaml"), "utf8")).toMatch(
      /desk-call-01:\n +import: \S+\n +importedVersion: "2\.0"/,
    );
  });

  test("what the flows use is offered, and comes along with --needed", async () => {
    const { client } = organisation;
    await client.published(greeter());
    const [caller] = existingFlows("Caller ", 1);
    const call = `- ${callOf("Greeter", "{inputs: {}, outputs: {}}")}\n`;
    await client.published((caller?.text ?? "").replace(/^( *)- playAudio:/m, `$1${call}$1- playAudio:`));
    const listed = await flowctl("adopt", "--prefix", "Caller", "--list");
    expect(listed.out).toContain(
      "They use flows that no stack manages. To adopt these as well, add --needed:\n  commonmodule 'Greeter' (",
    );
    expect((await flowctl("adopt", "--calls", "greeter", "--list")).out.match(/^caller-call-01 /gm)).toHaveLength(1);
    expect((await flowctl("adopt", "--calls", "Greetr", "--list")).err).toContain(
      "The organisation has no module 'Greetr'.",
    );
    const { code, out } = await flowctl("adopt", "--prefix", "Caller", "--needed");
    expect([code, out.match(/^adopted: \S+/gm)]).toEqual([0, ["adopted: caller-call-01,", "adopted: greeter,"]]);
  });
});

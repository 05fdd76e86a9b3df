import { readFileSync } from "node:fs";
import { join } from "node:path";
import { parseSeed, seedOrganisation, startLocalOrganisation } from "@genesys-flows/local-org";
import { Organisation, SEED } from "../support/organisation.ts";

/** The diagnostics of a seed that is refused. */
function problems(text: string): string[] {
  try {
    parseSeed(text, "local/organisation.yaml");
  } catch (error) {
    const { diagnostics } = error as { diagnostics: { message: string; location: { file: string; line: number } }[] };
    return diagnostics.map(({ message, location }) => `${location.file}:${location.line} ${message}`);
  }
  return [];
}

describe("a seed", () => {
  test("lists every bad entry at once, with file and line", () => {
    expect(
      problems(`organisation: {name: ""}
didPools:
  - {start: "5550100", end: "+13175550199"}
  - {start: "+13175550199", end: "+13175550100"}
queues:
  - name: Sales
    colour: red
  - {description: nameless}
integrations:
  - name: CRM
    dataActions:
      - {name: Verify, inputs: {pin: text}}
planets: []
`),
    ).toEqual([
      expect.stringMatching(/^local\/organisation.yaml:1 organisation.name: /),
      "local/organisation.yaml:3 didPools[0].start: must be a number in E.164 form, such as +13175550100",
      "local/organisation.yaml:4 didPools[1].end: must end at or after its start, with the same number of digits",
      "local/organisation.yaml:7 queues[0].colour: unknown key 'colour'",
      expect.stringMatching(/^local\/organisation.yaml:8 queues\[1\].name: /),
      expect.stringMatching(/^local\/organisation.yaml:12 integrations\[0\].dataActions\[0\].inputs.pin: /),
      "local/organisation.yaml:13 planets: unknown key 'planets'",
    ]);
  });

  test("lists contradictions", () => {
    expect(
      problems(`divisions: [{name: Sales}]
queues:
  - {name: One, division: sales}
  - {name: Two, division: Claims}
  - {name: ONE}
clients:
  - {id: a, secret: b, user: Nobody}
didPools:
  - {start: "+13175550100", end: "+13175550110"}
  - {start: "+13175550110", end: "+13175550120"}
`),
    ).toEqual([
      "local/organisation.yaml:5 queues[2].name: 'ONE' is already listed, as queues[0]",
      "local/organisation.yaml:4 queues[1].division: there is no division 'Claims'",
      "local/organisation.yaml:7 clients[0].user: there is no user 'Nobody'",
      "local/organisation.yaml:10 didPools[1]: overlaps with didPools[0]",
    ]);
  });

  test("that is not YAML is reported with its place", () => {
    expect(problems("queues: [\n  {name: x}")).toEqual([expect.stringMatching(/^local\/organisation.yaml:2 /)]);
  });

  test.each(["", "# nothing\n", "{}"])("may be empty: %p", (text) => {
    expect(parseSeed(text, "organisation.yaml")).toMatchObject({ organisation: { name: "Local Organisation" } });
  });

  test("the one of the example is valid", () => {
    const path = join(import.meta.dirname, "../../../local/organisation.yaml");
    const seed = parseSeed(readFileSync(path, "utf8"), path);
    expect(seed.integrations).toMatchObject([{ name: "CRM", dataActions: [{ name: "Verify PIN" }] }]);
  });
});

describe("seeding", () => {
  let organisation: Organisation;
  afterEach(() => organisation.end());
  const names = async (path: string, url?: string) =>
    (await organisation.call("GET", path, { url })).body.entities.map((entity: { name: string }) => entity.name);

  test("fills an empty store only, later additions come by seedOrganisation, twice is once", async () => {
    organisation = await new Organisation().start({ seedText: SEED });
    const { organisationId } = organisation.server;
    const seed = organisation.write(
      "later.yaml",
      SEED.replace(
        "queues: [{name: General Enquiries}]",
        "queues: [{name: GENERAL enquiries}, {name: Billing, division: Sales}]",
      )
        .replace("name: Test Organisation", "name: Renamed")
        .replace("{name: Verify PIN,", "{name: Find customer}, {name: Verify PIN,"),
    );
    const second = await organisation.serve({ seed });
    expect(second.organisationId).toBe(organisationId);
    expect(await names("/api/v2/routing/queues", second.url)).toEqual(["General Enquiries"]);
    expect(seedOrganisation({ file: organisation.file, seed })).toEqual([
      { kind: "dataAction", name: "CRM/Find customer" },
      { kind: "queue", name: "Billing" },
    ]);
    expect(await names("/api/v2/routing/queues")).toEqual(["Billing", "General Enquiries"]);
    expect(seedOrganisation({ file: organisation.file, seed })).toEqual([]);
    expect((await organisation.call("GET", "/api/v2/organizations/me")).body.name).toBe("Test Organisation");
  });

  test("seedOrganisation creates an organisation that does not exist", async () => {
    organisation = new Organisation();
    const seed = organisation.write("organisation.yaml", SEED);
    const additions = seedOrganisation({ file: organisation.file, seed });
    expect(additions).toContainEqual({ kind: "queue", name: "General Enquiries" });
    expect(additions).toContainEqual({ kind: "client", name: "local" });
    await organisation.serve();
    expect(await organisation.token("reader", "reader")).toEqual(expect.any(String));
  });

  test("without a seed there are an organisation of its own id, its home division and the client local", async () => {
    organisation = new Organisation();
    const server = await organisation.serve();
    const other = await startLocalOrganisation({ file: ":memory:" });
    expect(server.organisationId).not.toBe(other.organisationId);
    await other.close();
    const token = await organisation.token();
    const { body } = await organisation.call("GET", "/api/v2/authorization/divisions", { token });
    expect(body.entities).toMatchObject([{ name: "Home", homeDivision: true }]);
  });

  test("a bad seed leaves an empty store that a good one fills", async () => {
    organisation = new Organisation();
    const seed = organisation.write("bad.yaml", "queues: [{}]");
    await expect(organisation.serve({ seed })).rejects.toThrow(/bad\.yaml:1:\d+ error seed-entry: queues\[0\]\.name/);
    await expect(organisation.serve({ seed: join(organisation.folder, "none.yaml") })).rejects.toThrow(/seed-missing/);
    const good = organisation.write("good.yaml", SEED);
    await organisation.serve({ seed: good });
    expect(await organisation.token()).toEqual(expect.any(String));
  });

  test("an entry that conflicts with existing objects is refused, and nothing is added", async () => {
    organisation = await new Organisation().start({ seedText: SEED });
    const seed = organisation.write(
      "later.yaml",
      'queues: [{name: New}]\ndidPools: [{start: "+13175550110", end: "+13175550130"}]',
    );
    expect(() => seedOrganisation({ file: organisation.file, seed })).toThrow(/seed-conflict.*The numbers overlap/);
    expect(await names("/api/v2/routing/queues")).toEqual(["General Enquiries"]);
  });

  test("an id can be fixed", async () => {
    organisation = new Organisation();
    const id = "5f777167-63be-4c24-ad41-374155d9e28b";
    const seed = organisation.write("organisation.yaml", `organisation: {id: ${id}}`);
    expect((await organisation.serve({ seed })).organisationId).toBe(id);
  });
});

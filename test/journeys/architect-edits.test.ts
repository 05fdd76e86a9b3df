import { parseDocument } from "yaml";
import { editInArchitect } from "../e2e/drift/architect.ts";
import type { Organisation } from "../e2e/harness/organisation.ts";
import type { OrganisationClient } from "../harness/organisation-client.ts";
import { Checkout, type Said } from "./checkout.ts";

jest.setTimeout(8 * 60_000);

/** A person, and another OAuth client, as an entry of local/organisation.yaml: docs/local-org.md. */
const PEOPLE = `
users:
  - {name: Ann, email: ann@example.com}

clients:
  - {id: architect, name: Architect, secret: architect, user: Ann}
  - {id: maintenance, name: Nightly maintenance, secret: maintenance}
`;

/** Who publishes a flow in place of this stack, in which form its source is, and which sentence becomes which. */
const EDITS = [
  {
    title: "a person publishes a definition and removes the line about the stack",
    client: "architect",
    by: "Ann",
    name: "Sales",
    key: "sales",
    file: "flows/inbound/sales.yaml",
    said: ["We could not verify your PIN.", "Your PIN is not the right one."],
  },
  {
    title: "a script with the stack's own credentials publishes a definition and keeps the description",
    client: "local",
    by: "Local client",
    name: "Support",
    key: "support",
    file: "flows/inbound/support.yaml",
    said: ["Welcome to customer support.", "Welcome to our support."],
  },
  {
    title: "another OAuth client publishes an export and keeps the description",
    client: "maintenance",
    by: "Nightly maintenance",
    name: "Claims",
    key: "claims",
    file: "flows/inbound/claims_v2-0.yaml",
    said: ["Welcome to the claims line.", "Good morning. You have reached claims."],
  },
] as const;

/** Journey 5: somebody works in Architect on flows of the stack. docs/take.md and docs/verify.md, with the README's commands. */
describe("somebody publishes in Architect", () => {
  let checkout: Checkout;
  let platform: Organisation;
  const clients = new Map<string, OrganisationClient>();

  beforeAll(async () => {
    checkout = await Checkout.clone();
    checkout.write("local/organisation.yaml", checkout.read("local/organisation.yaml") + PEOPLE);
    await checkout.does("npm start");
    await checkout.commit("Name who works in Architect");
    platform = await checkout.organisation();
    for (const id of ["architect", "maintenance", "local"]) clients.set(id, await platform.connect(id, id));
  });
  afterAll(() => checkout?.dispose());

  /** Publishes a flow with another sentence as somebody else. A person also removes the last line of the description. */
  const published = async (client: string, name: string, [from, to]: readonly [string, string]) => {
    const before = await platform.export(name, "published");
    if (!before.includes(from)) throw new Error(`'${name}' does not say: ${from}`);
    const document = parseDocument(before.replace(from, to));
    const at = [Object.keys(document.toJSON() as object)[0], "description"];
    if (client === "architect") document.setIn(at, String(document.getIn(at)).replace(/\nmanaged by .*$/, ""));
    await clients.get(client)?.published(String(document));
  };
  /** What a caller meets: version and modules of each flow. */
  const facts = async () => {
    const own = (await platform.flows()).filter(({ name }) => !name.startsWith("Default "));
    const held = own.map(async ({ name, type }) =>
      String(type).toUpperCase() === "INBOUNDCALL" ? await platform.modulesHeld(name) : [],
    );
    const modules = await Promise.all(held);
    return own.map(({ id, name, publishedVersion }, index) => ({
      id,
      name,
      version: publishedVersion?.id,
      held: modules[index]?.map((module) => `${module.name} ${module.version}`),
    }));
  };
  /** The sentence about a change, from what the organisation has of it. */
  const sentence = async (name: string, from: string) => {
    const { publishedVersion: live } = await platform.flow(name);
    const by = (live?.createdBy ?? live?.createdByClient)?.name;
    const at = new Date(String(live?.datePublished)).toISOString();
    return `The flow '${name}' was changed outside this stack: published by ${by} at ${at}, version ${from} → ${live?.id}.`;
  };
  /** What a command said, with the lines that a terminal wraps. */
  const flat = ({ output }: Said) => output.replaceAll(/\s+/g, " ");
  const verified = () => checkout.says("npm run flowctl -- verify --stack dev");
  const everythingHolds = ({ output }: Said) => expect(output).toMatch(/: 7 of 7 flows are OK\./);

  test("at first everything holds", async () => {
    everythingHolds(await verified());
  });

  describe.each(EDITS)("$title", ({ client, by, name, key, file, said }) => {
    let before: Awaited<ReturnType<typeof facts>>;
    let was: string;
    let expected: string;
    beforeAll(async () => {
      was = (await platform.flow(name)).version;
      await published(client, name, said);
      before = await facts();
      expected = await sentence(name, was);
      expect(expected).toContain(`published by ${by} at `);
    });

    test("`preview`, `preview --refresh` and `verify` say who published it, when, and which version", async () => {
      const preview = await checkout.does("npm run pulumi -- preview");
      expect(preview.output).toMatch(/^Nothing changes; 1 flow was changed in Architect after the last update\.$/m);
      expect(flat(preview)).toContain(`${expected} This update leaves the change as it is.`);
      const refreshed = await checkout.does("npm run pulumi -- preview --refresh");
      expect(flat(refreshed)).toContain(expected);
      const verify = await checkout.refuses("npm run flowctl -- verify --stack dev");
      expect(verify.output).toContain(`BROKEN   ${key}: version: ${expected}`);
      expect(verify.output).toMatch(/: 6 of 7 flows are OK, 1 broken\./);
      expect(await facts()).toEqual(before);
    });

    test("`take` says the same, and changes only the sentence", async () => {
      const text = checkout.read(file);
      const shown = await checkout.does(`npm run flowctl -- take ${key} --stack dev`);
      expect(shown.output).toContain(expected);
      expect(await checkout.status()).toBe("");
      await checkout.does(`npm run flowctl -- take ${key} --write --stack dev`);
      expect(checkout.read(file)).toBe(text.replace(said[0], said[1]));
      expect(await checkout.git("diff", "--name-only")).toBe(`Pulumi.dev.yaml\n${file}`);
    });

    test("then `verify` holds, `up` publishes nothing, and what callers hear stays", async () => {
      everythingHolds(await verified());
      const live = (await platform.flow(name)).version;
      const planned = await checkout.does("npm run pulumi -- preview");
      expect(planned.output).toMatch(/^1 flow will be updated without being published, nothing deleted\.$/m);
      const refreshed = await checkout.does("npm run pulumi -- preview --refresh");
      expect(refreshed.output).toMatch(/^Nothing changes\. Preview of dev/m);
      expect(refreshed.output).not.toContain("outside this stack");
      const update = await checkout.does("npm run pulumi -- up --yes");
      expect(update.output).toMatch(/^1 flow was updated without being published, nothing deleted\.$/m);
      for (const one of [planned, update])
        expect(flat(one)).toContain(`taken from Architect: version ${live} is recorded, and the flow is not published`);
      expect(await facts()).toEqual(before);
      expect(await platform.export(name, "published")).toContain(said[1]);
      everythingHolds(await verified());
      const after = await checkout.does("npm run pulumi -- preview --refresh");
      expect(after.output).toMatch(/^Nothing changes\. Preview of dev/m);
      expect(after.output).not.toContain("outside this stack");
      await checkout.commit(`Take ${name}`);
    });
  });

  test("a module that another client published: `take` records it, and `up` publishes its callers alone", async () => {
    const [from, to] = ["on our side and we cannot", "on our side. We cannot"] as const;
    const [name, key, file] = [
      "Common error handler",
      "common-error-handler",
      "flows/modules/common-error-handler.yaml",
    ];
    await published("maintenance", name, [from, to]);
    const before = await facts();
    const verify = await checkout.refuses("npm run flowctl -- verify --stack dev");
    expect(verify.output).toContain(`BROKEN   ${key}: version: ${await sentence(name, "1.0")}`);
    expect(verify.output).toMatch(/BROKEN {3}sales: modules: It holds version 1\.0 of 'Common error handler'/);
    const text = checkout.read(file);
    await checkout.does(`npm run flowctl -- take ${key} --write --stack dev`);
    expect(checkout.read(file)).toBe(text.replace(from, to));
    const update = await checkout.does("npm run pulumi -- up --yes");
    expect(update.output).toMatch(
      /^3 flows were published, 1 flow was updated without being published, nothing deleted\.$/m,
    );
    const versions = (all: typeof before) => Object.fromEntries(all.map((flow) => [flow.name, flow.version]));
    const { [name]: module, "PIN authentication": other, ...callers } = versions(await facts());
    expect([module, other]).toEqual(["2.0", "1.0"]);
    const calls = before.filter(({ held }) => held?.some((one) => one.startsWith(name))).map((flow) => flow.name);
    expect(calls).toHaveLength(3);
    for (const [flow, version] of Object.entries(callers))
      expect({ flow, isNew: version !== versions(before)[flow] }).toEqual({ flow, isNew: calls.includes(flow) });
    for (const { held } of await facts())
      for (const one of held ?? []) if (one.startsWith(name)) expect(one).toBe(`${name} 2.0`);
    everythingHolds(await verified());
    await checkout.commit(`Take ${name}`);
  });

  test("a module that another client published: `up --refresh` publishes the source over it, and its callers get that version", async () => {
    const name = "PIN authentication";
    await published("maintenance", name, ["Please enter", "Kindly enter"]);
    const preview = await checkout.does("npm run pulumi -- preview --refresh");
    expect(preview.output).toMatch(/^1 module and 2 flows will be published\b/m);
    expect(preview.output).not.toContain("the record in the state");
    const update = await checkout.does("npm run pulumi -- up --refresh --yes");
    expect(update.output).toMatch(/^1 module and 2 flows were published\b/m);
    expect(update.output).not.toContain("Stale callers");
    const all = await facts();
    expect(all.find((flow) => flow.name === name)).toMatchObject({ version: "3.0" });
    const held = all.flatMap((flow) => flow.held ?? []).filter((one) => one.startsWith(name));
    expect(held).toEqual([`${name} 3.0`, `${name} 3.0`]);
    expect(await platform.export(name, "published")).toContain("Please enter");
    everythingHolds(await verified());
    expect((await checkout.does("npm run pulumi -- up --yes")).output).toMatch(/^Nothing changes\.$/m);
    expect(await checkout.status()).toBe("");
  });

  test("a draft alone changes nothing: it is named, and not taken", async () => {
    const before = await facts();
    await editInArchitect(platform, {
      flow: "Sales",
      change: "draft",
      replace: { "Thank you for calling. Goodbye.": "Bye." },
    });
    const preview = await checkout.does("npm run pulumi -- preview --refresh");
    expect(preview.output).toMatch(/^Nothing changes\./m);
    expect(flat(preview)).toContain("The flow 'Sales' is checked out by user Ann, with a draft");
    const verify = await checkout.does("npm run flowctl -- verify --stack dev");
    expect(verify.output).toContain("note     sales: lock: It is checked out by user Ann.");
    const saved = /Somebody saved version \d+\.0 of the flow at \S+Z but did not publish it\./;
    expect(verify.output).toMatch(new RegExp(`note {5}sales: draft: ${saved.source}`));
    const taken = await checkout.does("npm run flowctl -- take sales --write --stack dev");
    expect(taken.output).toMatch(new RegExp(`${saved.source} The draft is not taken\\.`));
    expect(await checkout.status()).toBe("");
    const update = await checkout.does("npm run pulumi -- up --yes");
    expect(update.output).toMatch(/^Nothing changes\.$/m);
    expect(await facts()).toEqual(before);
  });
});

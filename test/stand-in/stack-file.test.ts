import { mergedSeed, standInConfiguration } from "@genesys-flows/stand-in";

const files = { organisation: "/project/organisation.sqlite", seed: "/project/organisation.yaml" };

/** `Pulumi.<stack>.yaml` for a stand-in. */
describe("the configuration of a stand-in", () => {
  const configured = (text: string) => JSON.parse(standInConfiguration(text, files));

  test("keeps values and levels, and nothing that names objects of the real organisation", () => {
    const text = `
secretsprovider: awskms://alias/flows
encryptedkey: abc
config:
  genesyscloud:region: eu-central-1
  genesyscloud:organizationId: 00000000-0000-4000-8000-000000000001
  genesyscloud:gateway: {host: proxy.example.org}
  genesyscloud:oauthclientSecret: {secure: AAAA}
  genesys-flows:policyLevels: prod
  genesys-flows:values: {queue: Sales}
  genesys-flows:flows:
    claims: {import: 00000000-0000-4000-8000-000000000002, importedVersion: "7.0", pin: {until: 2999-01-31, reason: Campaign}}
  team:token: {secure: BBBB}
  team:nested: {list: [{secure: CCCC}, plain]}
`;
    expect(configured(text)).toEqual({
      config: {
        "genesys-flows:policyLevels": "prod",
        "genesys-flows:values": { queue: "Sales" },
        "genesys-flows:flows": { claims: { pin: { until: "2999-01-31", reason: "Campaign" } } },
        "team:token": "stand-in",
        "team:nested": { list: ["stand-in", "plain"] },
        "genesyscloud:region": "local",
        "genesyscloud:localOrganisation": files.organisation,
        "genesyscloud:localSeed": files.seed,
      },
    });
  });

  test.each(["", "config:\n", "config: {}\n", "# nothing\n"])("of an empty file names the organisation: %j", (text) => {
    expect(Object.keys(configured(text).config)).toEqual([
      "genesyscloud:region",
      "genesyscloud:localOrganisation",
      "genesyscloud:localSeed",
    ]);
  });
});

test("a merged seed keeps the first, and adds what it does not have", () => {
  const first = {
    organisation: { name: "Ours" },
    queues: [{ name: "Sales", description: "ours" }],
    didPools: [{ start: "+13175550100", end: "+13175550199" }],
    integrations: [{ name: "CRM", dataActions: [{ name: "Find", inputs: {} }] }],
    flows: [{ type: "commonModule", name: "Greeting" }],
  };
  const second = {
    organisation: { name: "Others" },
    queues: [{ name: "SALES" }, { name: "Claims" }],
    didPools: [
      { start: "+13175550120", end: "+13175550120" },
      { start: "+13175550200", end: "+13175550200" },
    ],
    integrations: [{ name: "CRM", dataActions: [{ name: "Find", inputs: { x: "string" } }, { name: "Store" }] }],
    flows: [{ type: "workflow", name: "Greeting" }],
    skills: [{ name: "Spanish" }],
  };
  expect(mergedSeed(first, second)).toEqual({
    organisation: { name: "Ours" },
    queues: [{ name: "Sales", description: "ours" }, { name: "Claims" }],
    didPools: [first.didPools[0], { start: "+13175550200", end: "+13175550200" }],
    integrations: [{ name: "CRM", dataActions: [{ name: "Find", inputs: {} }, { name: "Store" }] }],
    flows: [
      { type: "commonModule", name: "Greeting" },
      { type: "workflow", name: "Greeting" },
    ],
    skills: [{ name: "Spanish" }],
  });
});

import path from "node:path";
import { checkConfig, resolveSettings } from "@genesys-flows/platform";

const folder = path.resolve("/project");
const resolve = (inputs: Record<string, string>, environment: Record<string, string> = {}) =>
  resolveSettings(inputs, { environment, folder, project: "flows", stack: "dev" });

describe("where the organisation is", () => {
  test("an embedded one has a file of its own per stack", () => {
    expect(resolve({ region: "local" }).target).toEqual({
      kind: "embedded",
      file: path.join(folder, ".genesys/orgs/flows-dev.sqlite"),
      seed: path.join(folder, "local/organisation.yaml"),
      seedRequired: false,
    });
  });

  test("stacks may share one", () => {
    expect(resolve({ region: "local", localOrganisation: "shared.sqlite" }).target).toMatchObject({
      file: path.join(folder, "shared.sqlite"),
    });
  });

  test("credentials of a real organisation are never taken to the embedded one", () => {
    const { target } = resolve(
      { region: "local" },
      { GENESYSCLOUD_OAUTHCLIENT_ID: "a", GENESYSCLOUD_OAUTHCLIENT_SECRET: "b" },
    );
    expect(JSON.stringify(target)).not.toContain("credentials");
  });

  test("the environment comes first", () => {
    const inputs = { region: "us-east-1", oauthclientId: "config", oauthclientSecret: "config", organizationId: "o1" };
    const environment = {
      GENESYSCLOUD_REGION: "eu-central-1",
      GENESYSCLOUD_OAUTHCLIENT_ID: "environment",
      GENESYSCLOUD_OAUTHCLIENT_SECRET: "environment",
      GENESYSCLOUD_GATEWAY_HOST: "gate",
      GENESYSCLOUD_GATEWAY_PORT: "8080",
      GENESYSCLOUD_GATEWAY_PROTOCOL: "http",
    };
    expect(resolve(inputs, environment)).toEqual({
      organizationId: "o1",
      target: {
        kind: "platform",
        connection: {
          domain: "mypurecloud.de",
          credentials: { clientId: "environment", clientSecret: "environment" },
          gateway: { host: "gate", port: 8080, protocol: "http" },
        },
      },
      tokenPoolSize: 10,
    });
    expect(resolve(inputs, { GENESYSCLOUD_ACCESS_TOKEN: "token" }).target).toMatchObject({
      connection: { credentials: { token: "token" } },
    });
  });

  test("an object in a stack's configuration is JSON text", () => {
    const gateway = '{"host":"gate","port":8080,"protocol":"http"}';
    const inputs = { region: "us-east-1", gateway, accessToken: "token" };
    expect(resolve(inputs).target).toMatchObject({
      connection: { gateway: { host: "gate", port: 8080, protocol: "http" } },
    });
  });
});

describe("how many tokens a run may use", () => {
  const client = { region: "us-east-1", oauthclientId: "id", oauthclientSecret: "secret" };
  const variable = (value: string) => ({ GENESYSCLOUD_TOKEN_POOL_SIZE: value });

  test.each<[string, Record<string, string>, Record<string, string>, number]>([
    ["the default", {}, {}, 10],
    ["the configuration, as text", { tokenPoolSize: "3" }, {}, 3],
    ["the environment over the configuration", { tokenPoolSize: "3" }, variable("50"), 50],
    ["an empty variable", { tokenPoolSize: "1" }, variable(""), 1],
  ])("%s", (_case, inputs, environment, expected) => {
    expect(resolve({ ...client, ...inputs }, environment)).toMatchObject({ tokenPoolSize: expected });
    expect(resolve({ region: "local", ...inputs }, environment)).toMatchObject({ tokenPoolSize: expected });
    expect(checkConfig({ ...client, ...inputs }, environment)).toEqual([]);
  });

  test.each<[string, Record<string, string>, string]>([
    ["0", {}, "genesyscloud:tokenPoolSize is '0'. Set a whole number from 1 to 50."],
    ["51", {}, "genesyscloud:tokenPoolSize is '51'. Set a whole number from 1 to 50."],
    ["2.5", {}, "genesyscloud:tokenPoolSize is '2.5'. Set a whole number from 1 to 50."],
    ["-1", {}, "genesyscloud:tokenPoolSize is '-1'. Set a whole number from 1 to 50."],
    ["many", {}, "genesyscloud:tokenPoolSize is 'many'. Set a whole number from 1 to 50."],
    ["5", variable("1e1"), "GENESYSCLOUD_TOKEN_POOL_SIZE is '1e1'. Set a whole number from 1 to 50."],
  ])("not %s, with %j", (tokenPoolSize, environment, reason) => {
    const inputs = { ...client, tokenPoolSize };
    expect(checkConfig(inputs, environment)).toEqual([{ property: "tokenPoolSize", reason }]);
    expect(() => resolve(inputs, environment)).toThrow(reason);
  });

  test("an access token is one: a larger pool is reported, the default is not", () => {
    const token = { region: "us-east-1", accessToken: "token" };
    expect(resolve(token).note).toBeUndefined();
    expect(resolve({ ...token, tokenPoolSize: "1" }).note).toBeUndefined();
    expect(resolve({ ...client, tokenPoolSize: "5" }).note).toBeUndefined();
    expect(resolve({ ...token, tokenPoolSize: "5" }).note).toMatch(
      /^genesyscloud:tokenPoolSize is 5, but an access token is a single token, .*GENESYSCLOUD_OAUTHCLIENT_ID/,
    );
    expect(resolve(token, variable("4")).note).toMatch(/^GENESYSCLOUD_TOKEN_POOL_SIZE is 4, /);
  });
});

describe("mistakes say what to set", () => {
  test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    ["no region", {}, {}, /npm run pulumi -- config set genesyscloud:region.*GENESYSCLOUD_REGION.*local, us-east-1/],
    ["an unknown region", { region: "mars-1" }, {}, /'mars-1'.*Regions: local, us-east-1/],
    [
      "no credentials",
      { region: "us-east-1" },
      {},
      /GENESYSCLOUD_OAUTHCLIENT_ID and GENESYSCLOUD_OAUTHCLIENT_SECRET.*GENESYSCLOUD_ACCESS_TOKEN/,
    ],
    [
      "half of them",
      { region: "us-east-1" },
      { GENESYSCLOUD_OAUTHCLIENT_ID: "id" },
      /Set GENESYSCLOUD_OAUTHCLIENT_SECRET in/,
    ],
  ])("%s", (_name, inputs, environment, expected) => {
    expect(() => resolve(inputs, environment)).toThrow(expected);
  });

  test.each<[string, string]>([
    ["us-east1", "us-east-1"],
    ["EU-CENTRAL-1", "eu-central-1"],
    ["eu_west_2", "eu-west-2"],
    ["eu-central-11", "eu-central-1"],
    ["mypurecloud.de", "eu-central-1"],
    ["https://apps.usw2.pure.cloud/directory/", "us-west-2"],
    ["Local", "local"],
  ])("a wrong region, with the one that is probably meant: %s", (region, meant) => {
    expect(() => resolve({ region })).toThrow(
      `genesyscloud:region is '${region}', which is not a known region. Did you mean '${meant}'? Regions: local, us-east-1`,
    );
    expect(() => resolve({}, { GENESYSCLOUD_REGION: region })).toThrow(
      `GENESYSCLOUD_REGION is '${region}', which is not a known region. Did you mean '${meant}'?`,
    );
    expect(checkConfig({ region }, {})).toEqual([
      { property: "region", reason: expect.stringContaining(`Did you mean '${meant}'?`) },
    ]);
  });

  test("a region that is like none has no suggestion", () => {
    expect(() => resolve({ region: "mars" })).toThrow("is 'mars', which is not a known region. Regions: local,");
  });

  test.each<[Record<string, unknown>, string]>([
    [{ host: "https://gate.example" }, "its host is 'https://gate.example'; set only a name or an address"],
    [{ host: "gate:8080" }, "its host is 'gate:8080'; set only a name or an address"],
    [{ host: "gate", protocol: "ftp" }, "its protocol is 'ftp'; set https or http"],
    [{ host: "gate", port: "eighty" }, "its port is 'eighty'; set a number from 1 to 65535"],
    [{ host: "gate", port: 70_000 }, "its port is '70000'; set a number from 1 to 65535"],
    [
      { host: "gate", protocol: "x", port: "0" },
      "its protocol is 'x'; set https or http; its port is '0'; set a number from 1 to 65535",
    ],
  ])("a gateway that cannot be used: %j", (gateway, mistake) => {
    const inputs = { region: "us-east-1", accessToken: "token", gateway: JSON.stringify(gateway) };
    expect(() => resolve(inputs)).toThrow(`The gateway cannot be used: ${mistake}.`);
  });

  test.each(["[::1]", "127.0.0.1", "gate.example", "gäteway"])("a gateway of any name or address: %s", (host) => {
    const inputs = { region: "us-east-1", accessToken: "token", gateway: JSON.stringify({ host }) };
    expect(resolve(inputs).target).toMatchObject({ connection: { gateway: { host, protocol: "https" } } });
  });

  test("all of a configuration's mistakes at once", () => {
    const mistakes = checkConfig({ region: "mars-1", organisationId: "x", gateway: '{"port":80}', version: "1" }, {});
    expect(mistakes).toEqual([
      { property: "organisationId", reason: expect.stringContaining("is not a property") },
      { property: "region", reason: expect.stringContaining("Regions: local") },
      { property: "gateway.host", reason: "is missing" },
    ]);
  });
});

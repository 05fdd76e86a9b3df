import path from "node:path";
import { checkConfig, resolveSettings } from "../../packages/provider/config/settings.ts";

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

describe("mistakes say what to set", () => {
  test.each<[string, Record<string, string>, Record<string, string>, RegExp]>([
    ["no region", {}, {}, /pulumi config set genesyscloud:region.*GENESYSCLOUD_REGION.*local, us-east-1/],
    ["an unknown region", { region: "mars-1" }, {}, /'mars-1'.*Known are local, us-east-1/],
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
      /set GENESYSCLOUD_OAUTHCLIENT_SECRET in/,
    ],
  ])("%s", (_name, inputs, environment, expected) => {
    expect(() => resolve(inputs, environment)).toThrow(expected);
  });

  test("all of a configuration's mistakes at once", () => {
    const { failures } = checkConfig(
      { region: "mars-1", organisationId: "x", gateway: '{"port":80}', version: "1" },
      {},
    );
    expect(failures).toEqual([
      { property: "organisationId", reason: expect.stringContaining("is no property") },
      { property: "region", reason: expect.stringContaining("Known are local") },
      { property: "gateway.host", reason: "is missing" },
    ]);
  });
});

import { createServer, request as forward, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { OrganisationSession } from "../../packages/platform/organisation/organisation.ts";
import { embeddedPace, type Pace, platformPace, waitsOf } from "../../packages/platform/organisation/pace.ts";
import { SecretKeeper } from "../../packages/platform/organisation/secrets.ts";
import { TestOrganisation } from "../provider/harness/organisation.ts";

let organisation: TestOrganisation;
let proxy: Server;
beforeAll(async () => {
  organisation = await new TestOrganisation().start();
  // A gateway on this machine to an organisation that does not say that it is an embedded one.
  proxy = createServer((incoming, outgoing) => {
    const { method, url, headers } = incoming;
    const onward = forward({ host: "127.0.0.1", port: organisation.server.port, method, path: url, headers });
    onward.on("response", async (answer) => {
      let text = "";
      for await (const chunk of answer) text += chunk;
      const body = text.replace('"embeddedOrganisation":true,', "");
      outgoing.writeHead(answer.statusCode ?? 500, { "content-type": "application/json" }).end(body);
    });
    incoming.pipe(onward);
  });
  await new Promise<void>((resolve) => proxy.listen(0, "127.0.0.1", resolve));
});
afterAll(async () => {
  proxy.closeAllConnections();
  await new Promise((resolve) => proxy.close(resolve));
  await organisation.close();
});

async function paceAt(port: number): Promise<Pace> {
  const session = new OrganisationSession({
    settings: () => ({
      target: {
        kind: "platform",
        connection: {
          gateway: { protocol: "http", host: "127.0.0.1", port },
          credentials: { clientId: "ci-client", clientSecret: "ci-client-secret-3141592653" },
        },
      },
      organizationId: organisation.server.organisationId,
      stack: "dev",
      tokenPoolSize: 1,
    }),
    folder: organisation.folder,
    signal: new AbortController().signal,
    secrets: new SecretKeeper(),
  });
  const { pace } = await session.open();
  await session.close();
  return pace;
}

test("the pace follows what the organisation says of itself, not its address", async () => {
  expect(await paceAt(organisation.server.port)).toBe(embeddedPace);
  expect(await paceAt((proxy.address() as AddressInfo).port)).toBe(platformPace);
});

test.each([
  ["a real organisation", platformPace],
  ["the embedded one", embeddedPace],
])("what may be late is looked at for a minute, ever less often: %s", (_, { late }) => {
  const waits = waitsOf(late);
  expect(waits.reduce((sum, wait) => sum + wait, 0)).toBe(60_000);
  expect(Math.max(...waits)).toBe(late.longestMs);
  expect(waits.length).toBeLessThan(16);
});

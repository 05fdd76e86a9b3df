import { X509Certificate } from "node:crypto";
import { readFileSync } from "node:fs";
import { get } from "node:https";
import { contextOf } from "@genesys-flows/cli";
import { serverCertificate } from "../../../packages/flowctl/commands/org/certificate.ts";
import { ServedOrganisation } from "../../harness/served-organisation.ts";
import { newFolder, removeFolder } from "../../harness/temporary-folder.ts";

// An organisation that is served as a region would be: HTTPS, an OAuth client of its own, roles.

let organisation: ServedOrganisation;
let folder: string;
beforeEach(async () => {
  folder = newFolder("region");
  organisation = await new ServedOrganisation().start({
    seedText: `organisation: {name: Region}
roles: [{name: Reader, permissions: ["routing:queue:view", "telephony:*"]}]
clients:
  - {id: reader, secret: reader, roles: [reader], permissions: ["architect:flow:view"]}
`,
  });
});
afterEach(async () => {
  await organisation.close();
  removeFolder(folder);
});

const context = () => contextOf({ root: folder, out: () => {}, err: () => {} });

function asked(url: string, o: { ca?: string; path?: string; headers?: Record<string, string> } = {}): Promise<number> {
  return new Promise((resolve, reject) => {
    get(
      new URL(o.path ?? "/", url),
      { ...(o.ca && { ca: o.ca }), headers: o.headers ?? {}, agent: false },
      (answer) => {
        answer.resume().once("end", () => resolve(answer.statusCode ?? 0));
      },
    ).once("error", reject);
  });
}

test("a client that trusts the test authority gets an answer by address and by name; another one does not", async () => {
  const { cert, key, authority = "" } = serverCertificate({}, context());
  const { url, port } = await organisation.serve({ tls: { cert, key } });
  expect(url).toBe(`https://127.0.0.1:${port}`);
  const ca = readFileSync(authority, "utf8");
  expect(await asked(url, { ca })).toBe(200);
  expect(await asked(`https://localhost:${port}`, { ca })).toBe(200);
  await expect(asked(url)).rejects.toMatchObject({ code: "UNABLE_TO_VERIFY_LEAF_SIGNATURE" });
});

test("the authority stays while its certificate is good, and is made again when it is not", () => {
  const first = serverCertificate({}, context());
  expect(serverCertificate({}, context())).toEqual(first);
  const other = newFolder("region");
  try {
    const foreign = serverCertificate({}, contextOf({ root: other, out: () => {}, err: () => {} }));
    expect(new X509Certificate(foreign.cert).verify(new X509Certificate(first.cert).publicKey)).toBe(false);
  } finally {
    removeFolder(other);
  }
});

test("an own client has every permission, and keeps its secret unless it gets another", async () => {
  const { ownClient: made } = await organisation.serve({ ownClient: { id: "deploy" } });
  expect(made).toEqual({ id: "deploy", secret: expect.stringMatching(/^[\w-]{32}$/) });
  const { ownClient: again } = await organisation.serve({ ownClient: { id: "deploy" } });
  expect(again).toEqual(made);
  const { ownClient: given } = await organisation.serve({ ownClient: { id: "deploy", secret: "given" } });
  expect(given).toEqual({ id: "deploy", secret: "given" });
  const client = await organisation.connect("deploy", "given");
  await client.ok("GET", "/api/v2/routing/queues");
  await expect(organisation.connect("deploy", made?.secret ?? "")).rejects.toThrow();
});

test("the roles of a caller, with their permissions as policies", async () => {
  const reader = await organisation.connect("reader", "reader");
  const { name, grants } = await reader.ok("GET", "/api/v2/authorization/subjects/me");
  expect(name).toBe("reader");
  expect(grants.map((grant: { role: object; division: object }) => [grant.role, grant.division])).toEqual([
    [
      expect.objectContaining({
        name: "Reader",
        policies: [
          { domain: "routing", entityName: "queue", actions: ["view"] },
          { domain: "telephony", entityName: "*", actions: ["*"] },
        ],
      }),
      expect.objectContaining({ name: "Home" }),
    ],
    [
      expect.objectContaining({
        name: "Role of reader",
        policies: [{ domain: "architect", entityName: "flow", actions: ["view"] }],
      }),
      expect.anything(),
    ],
  ]);
  const all = await organisation.client.ok("GET", "/api/v2/authorization/subjects/me");
  expect(all.grants[0].role.policies).toEqual([{ domain: "*", entityName: "*", actions: ["*"] }]);
});

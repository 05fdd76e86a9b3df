import { Organisation } from "../support/organisation.ts";
import { DRAFTS } from "./endpoints.ts";
import { Walk } from "./walk.ts";

// A data action is drafted, gets its function, is checked and published: as the vendor's Terraform provider does it
// (its `createFunctionDataActionDraft`).

const SEED = `
organisation: {name: Drafted}
integrations: [{name: CRM, dataActions: [{name: Find, url: "https://crm.example.com/find", method: GET}]}]
clients:
  - {id: local, secret: local}
  - {id: reader, secret: reader, permissions: ["routing:queue:view"]}
`;

const actions = "/api/v2/integrations/actions";
const missing: [number, string] = [404, "not.found"];
const conflict: [number, string] = [409, "general.conflict"];
const schema = { type: "object", properties: { id: { type: "string" } } };
const contract = { input: { inputSchema: schema }, output: { successSchema: schema } };
let organisation: Organisation;
let walk: Walk;
let integrationId: string;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  walk = new Walk(organisation);
  integrationId = (await organisation.call("GET", "/api/v2/integrations")).body.entities[0].id;
});
afterAll(() => organisation.end());

test("a new action with a function: drafted, uploaded, described, published", async () => {
  const body = { name: "Run", category: "Functions", integrationId, contract, config: {} };
  const made = await walk.ok("postIntegrationsActionsDrafts", "POST", `${actions}/drafts`, { body });
  const bad = { body: { ...body, integrationId: "none" } };
  await walk.refused("postIntegrationsActionsDrafts", "POST", `${actions}/drafts`, [400, "bad.request"], bad);
  const action = `${actions}/${made.id}`;
  const draft = `${action}/draft`;
  expect((await organisation.call("GET", action)).status).toBe(404);
  const listed = await walk.ok("getIntegrationsActionsDrafts", "GET", `${actions}/drafts?category=Functions`);
  expect(listed.entities).toMatchObject([{ id: made.id, name: "Run" }]);
  await walk.refused("getIntegrationsActionsDrafts", "GET", `${actions}/drafts?pageSize=0`, [400, "invalid.value"]);

  const validation = await walk.ok("getIntegrationsActionDraftValidation", "GET", `${draft}/validation`);
  expect(validation).toMatchObject({ valid: false, errors: [{ message: expect.stringContaining("URL") }] });
  const publish = { body: { version: 1 } };
  await walk.refused("postIntegrationsActionDraftPublish", "POST", `${draft}/publish`, [400, "bad.request"], publish);

  await walk.refused("getIntegrationsActionDraftFunction", "GET", `${draft}/function`, missing);
  const wanted = { body: { fileName: "function.zip", signedUrlTimeoutSeconds: 1200 } };
  const upload = await walk.ok("postIntegrationsActionDraftFunctionUpload", "POST", `${draft}/function/upload`, wanted);
  await walk.refused(
    ...(["postIntegrationsActionDraftFunctionUpload", "POST", `${actions}/none/draft/function/upload`] as const),
    missing,
    wanted,
  );
  const url = upload.url.replace(organisation.server.url, "");
  await walk.refused("putActionFunctionUpload", "PUT", `${url}x`, [403, "SignatureDoesNotMatch"], { raw: "PK" });
  await walk.ok("putActionFunctionUpload", "PUT", url, { raw: "PK", headers: upload.headers });
  const { zip } = await walk.ok("getIntegrationsActionDraftFunction", "GET", `${draft}/function`);
  expect(zip).toMatchObject({ name: "function.zip", id: expect.any(String) });
  const described = { description: "runs", handler: "index.handler", runtime: "nodejs22.x", zipId: zip.id };
  const put = "putIntegrationsActionDraftFunction";
  await walk.refused(put, "PUT", `${draft}/function`, [400, "bad.request"], { body: { ...described, zipId: "other" } });
  await walk.refused(put, "PUT", `${draft}/function`, [400, "required.field.missing"], { body: { zipId: zip.id } });
  expect((await walk.ok(put, "PUT", `${draft}/function`, { body: described })).function).toMatchObject(described);

  expect((await organisation.call("GET", `${draft}/validation`)).body).toEqual({ valid: true, errors: [] });
  const stale = { body: { version: 2 } };
  await walk.refused("postIntegrationsActionDraftPublish", "POST", `${draft}/publish`, conflict, stale);
  const published = await walk.ok("postIntegrationsActionDraftPublish", "POST", `${draft}/publish`, publish);
  expect(published).toMatchObject({ id: made.id, name: "Run", version: 1 });
  expect((await organisation.call("GET", action)).body.name).toBe("Run");
  expect((await walk.ok("getIntegrationsActionFunction", "GET", `${action}/function`)).function).toMatchObject(
    described,
  );
  await walk.refused("getIntegrationsActionFunction", "GET", `${actions}/none/function`, missing);
  await walk.refused("getIntegrationsActionDraft", "GET", draft, missing);
});

test("a draft of a published action changes it when it is published, and only then", async () => {
  const [found] = (await organisation.call("GET", `${actions}?name=Find`)).body.entities;
  const action = `${actions}/${found.id}`;
  const draft = `${action}/draft`;
  await walk.ok("postIntegrationsActionDraft", "POST", draft);
  await walk.refused("postIntegrationsActionDraft", "POST", draft, conflict);
  const asked = `${draft}?includeConfig=true&expand=contract`;
  const read = await walk.ok("getIntegrationsActionDraft", "GET", asked);
  expect(read).toMatchObject({
    name: "Find",
    config: { request: { requestUrlTemplate: "https://crm.example.com/find" } },
  });
  expect(read.config.request.requestTemplateUri).toBe(`${draft}/templates/requesttemplate.vm`);
  const template = await organisation.call("GET", `${draft}/templates/requesttemplate.vm`);
  await walk.ok("getIntegrationsActionDraftTemplate", "GET", `${draft}/templates/successtemplate.vm`);
  await walk.refused("getIntegrationsActionDraftTemplate", "GET", `${draft}/templates/other.vm`, missing);
  expect(template.text).toBe("${input.rawRequest}");

  const change = { body: { name: "Find better", contract, version: 1 } };
  expect(await walk.ok("patchIntegrationsActionDraft", "PATCH", draft, change)).toMatchObject({ name: "Find better" });
  await walk.refused("patchIntegrationsActionDraft", "PATCH", draft, conflict, change);
  expect((await organisation.call("GET", action)).body.name).toBe("Find");
  await organisation.call("POST", `${draft}/publish`, { body: { version: 2 } });
  const { body: changed } = await organisation.call("GET", `${action}?expand=contract`);
  expect(changed).toMatchObject({ name: "Find better", version: 2, contract });

  await organisation.call("POST", draft);
  await walk.ok("deleteIntegrationsActionDraft", "DELETE", draft);
  await walk.refused("deleteIntegrationsActionDraft", "DELETE", draft, missing);
  await walk.refused("getIntegrationsActionDraftValidation", "GET", `${draft}/validation`, missing);
  expect((await organisation.call("GET", action)).status).toBe(200);
  const names = (await walk.ok("getIntegrationsActionsCategories", "GET", `${actions}/categories`)).entities;
  expect(names).toEqual([{ name: "CRM" }, { name: "Functions" }]);
  const token = await organisation.token("reader", "reader");
  const may: [number, string] = [403, "missing.permissions"];
  await walk.refused("getIntegrationsActionsCategories", "GET", `${actions}/categories`, may, { token });
});

test("each of these operations had an asserted 2xx and an asserted 4xx", () => {
  const done = ({ good, bad }: { good: number; bad: number }) => good > 0 && bad > 0;
  expect(DRAFTS.filter((name) => done(walk.covered.get(name) ?? { good: 0, bad: 0 }))).toEqual(DRAFTS);
});

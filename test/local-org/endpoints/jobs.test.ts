import { csvText, parseCsv } from "../../../packages/local-org/services/data-tables/csv.ts";
import { Organisation } from "../support/organisation.ts";
import { JOBS } from "./endpoints.ts";
import { Walk } from "./walk.ts";

const SEED = `
organisation: {name: Jobs}
dataTables:
  - name: Hours
    key: Day
    columns: {open: boolean, from: integer, note: string}
    rows: [{key: Mon, open: true, from: 8, note: 'says "hi", twice'}, {key: Sun, open: false}]
clients:
  - {id: local, secret: local}
  - {id: reader, secret: reader, permissions: ["routing:queue:view"]}
`;

const api = "/api/v2";
let organisation: Organisation;
let walk: Walk;
beforeAll(async () => {
  organisation = await new Organisation().start({ seedText: SEED });
  walk = new Walk(organisation);
});
afterAll(() => organisation.end());

const here = (url: string) => url.replace(organisation.server.url, "");
const missing: [number, string] = [404, "flows.datatables.job.not.found"];

test("CSV comes back as it was written", () => {
  const rows = [
    ["a", "b"],
    ['x "y"', "1,2"],
    ["", "line\r\nbreak"],
    ["last", ""],
  ];
  expect(parseCsv(csvText(rows))).toEqual(rows);
  expect(parseCsv("\uFEFFa,b\n\n1,2")).toEqual([
    ["a", "b"],
    ["1", "2"],
  ]);
  expect(parseCsv('"open, to the end')).toEqual([["open, to the end"]]);
  expect(parseCsv('"a"b,c')).toEqual(expect.any(Array));
});

test("rows go out as CSV, and come in again, as additions or in place of all", async () => {
  const table = `${api}/flows/datatables/${(await organisation.call("GET", `${api}/flows/datatables`)).body.entities[0].id}`;
  const exported = await walk.ok("postFlowsDatatableExportJobs", "POST", `${table}/export/jobs`);
  const gone: [number, string] = [404, "flows.datatables.table.not.found"];
  const none = `${api}/flows/datatables/none`;
  await walk.refused("postFlowsDatatableExportJobs", "POST", `${none}/export/jobs`, gone);
  const done = await walk.ok("getFlowsDatatableExportJob", "GET", `${table}/export/jobs/${exported.id}`);
  await walk.refused("getFlowsDatatableExportJob", "GET", `${table}/export/jobs/none`, missing);
  expect(done).toMatchObject({ status: "Succeeded", countRecordsProcessed: 2 });
  const file = await organisation.call("GET", here(done.downloadURI));
  expect(file.text).toBe('key,open,from,note\r\nMon,true,8,"says ""hi"", twice"\r\nSun,false,,\r\n');
  await walk.ok("getDatatableDownload", "GET", here(done.downloadURI));
  const unsigned: [number, string] = [403, "SignatureDoesNotMatch"];
  await walk.refused("getDatatableDownload", "GET", here(done.downloadURI).split("?")[0] as string, unsigned);

  const rows = async () =>
    (await organisation.call("GET", `${table}/rows?showbrief=false`)).body.entities.map(
      ({ key, open, from }: Record<string, unknown>) => [key, open, from],
    );
  const csv = "postFlowsDatatableImportCsvJobs";
  const added = await walk.ok(csv, "POST", `${table}/import/csv/jobs`, { body: { importMode: "Append" } });
  await walk.refused(csv, "POST", `${table}/import/csv/jobs`, [400, "invalid.value"], { body: { importMode: "Some" } });
  expect(added.status).toBe("WaitingForUpload");
  const put = (job: { uploadURI: string; uploadHeaders: Record<string, string> }, raw: string) =>
    walk.ok("putDatatableUpload", "PUT", here(job.uploadURI), { raw, headers: job.uploadHeaders });
  await walk.refused("putDatatableUpload", "PUT", `${here(added.uploadURI)}x`, unsigned, { raw: "key\n" });
  await put(added, "key,from,open\nTue,9,true\nWed,late,true\nMon,7,\n");
  await walk.refused("putDatatableUpload", "PUT", here(added.uploadURI), [409, "general.conflict"], { raw: "key\n" });
  const job = await walk.ok("getFlowsDatatableImportJob", "GET", `${table}/import/jobs/${added.id}`);
  expect(job).toMatchObject({
    status: "Succeeded",
    countRecordsUpdated: 2,
    countRecordsFailed: 1,
    countRecordsDeleted: 0,
  });
  await walk.refused("getFlowsDatatableImportJob", "GET", `${table}/import/jobs/none`, missing);
  expect(await rows()).toEqual([
    ["Mon", undefined, 7],
    ["Sun", false, undefined],
    ["Tue", true, 9],
  ]);

  const replaced = await walk.ok("postFlowsDatatableImportJobs", "POST", `${table}/import/jobs`, {
    body: { importMode: "ReplaceAll" },
  });
  await walk.refused("postFlowsDatatableImportJobs", "POST", `${none}/import/jobs`, gone, { body: {} });
  const form = `--B\r\nContent-Disposition: form-data; name="file"; filename="a.csv"\r\n\r\n${file.text}\r\n--B--\r\n`;
  const multipart = { headers: { "Content-Type": "multipart/form-data; boundary=B" } };
  await walk.refused("postDatatableUpload", "POST", here(replaced.uploadURI), [400, "bad.request"], {
    raw: "x",
    ...multipart,
  });
  await walk.ok("postDatatableUpload", "POST", here(replaced.uploadURI), { raw: form, ...multipart });
  expect(await rows()).toEqual([
    ["Mon", true, 8],
    ["Sun", false, undefined],
  ]);
  const { body: state } = await organisation.call("GET", `${table}/import/jobs/${replaced.id}`);
  expect(state).toMatchObject({ countRecordsUpdated: 2, countRecordsDeleted: 1 });

  const bad = (await organisation.call("POST", `${table}/import/csv/jobs`, { body: {} })).body;
  await put(bad, "day,open\nMon,true\n");
  const failed = await organisation.call("GET", `${table}/import/jobs/${bad.id}`);
  expect(failed.body).toMatchObject({ status: "Failed", countRecordsFailed: 1 });
  expect(failed.body.errorInformation.message).toContain("no column 'day'");
  const listed = await walk.ok("getFlowsDatatableImportJobs", "GET", `${table}/import/jobs`);
  expect(listed.entities.map(({ id }: { id: string }) => id)).toEqual([bad.id, replaced.id, added.id]);
  await walk.refused("getFlowsDatatableImportJobs", "GET", `${table}/import/jobs?pageSize=0`, [400, "invalid.value"]);

  const interval = "2026-01-01T00:00:00Z/2027-01-01T00:00:00Z";
  const query = { interval, serviceName: "Datatables", pageSize: 100 };
  const { body: audits } = await organisation.call("POST", `${api}/audits/query/realtime`, { body: query });
  expect(audits.entities).toContainEqual(
    expect.objectContaining({ action: "Delete", entity: expect.objectContaining({ name: "Tue" }) }),
  );
  expect(audits.entities.every(({ client }: { client: { id: string } }) => client.id === "local")).toBe(true);
});

test("the level of a flow's log, and that of all flows", async () => {
  const flow = { body: { name: "Logged", type: "INBOUNDCALL" } };
  const { id } = (await organisation.call("POST", `${api}/flows`, flow)).body;
  const path = `${api}/flows/${id}/instances/settings/loglevels`;
  const none = `${api}/flows/none/instances/settings/loglevels`;
  const level = (text: string) => ({ body: { logLevelCharacteristics: { level: text } } });
  const word = "FlowInstancesSettingsLoglevels";
  const unknown: [number, string] = [404, "not.found"];
  const noFlow = (await organisation.call("GET", none)).body.code;
  await walk.refused(`get${word}`, "GET", path, unknown);
  await walk.refused(`put${word}`, "PUT", path, unknown, level("Notes"));
  await walk.refused(`delete${word}`, "DELETE", path, unknown);
  await walk.refused(`post${word}`, "POST", none, [404, noFlow], level("Notes"));
  await walk.refused(`post${word}`, "POST", path, [400, "invalid.value"], level("Everything"));
  const made = await walk.ok(`post${word}`, "POST", path, level("Notes"));
  expect(made).toMatchObject({ id, name: "Logged", type: "inboundcall", modifiedByClient: { id: "local" } });
  await walk.refused(`post${word}`, "POST", path, [409, "general.conflict"], level("Notes"));
  await walk.ok(`put${word}`, "PUT", path, level("All"));
  const read = await walk.ok(`get${word}`, "GET", path);
  expect(read.logLevelCharacteristics).toEqual({ level: "All" });
  const all = `${api}/flows/instances/settings/loglevels`;
  expect((await walk.ok("getFlowsInstancesSettingsLoglevels", "GET", all)).entities).toEqual([read]);
  await walk.refused("getFlowsInstancesSettingsLoglevels", "GET", `${all}?pageSize=0`, [400, "invalid.value"]);
  await walk.ok(`delete${word}`, "DELETE", path);

  const token = await organisation.token("reader", "reader");
  const may: [number, string] = [403, "missing.permissions"];
  const words = "FlowsInstancesSettingsLoglevelsDefault";
  const usual = await walk.ok(`get${words}`, "GET", `${all}/default`);
  const changed = await walk.ok(`put${words}`, "PUT", `${all}/default`, level("Disabled"));
  expect(await walk.ok(`get${words}`, "GET", `${all}/default`)).toEqual(changed);
  expect(changed.logLevelCharacteristics).toEqual({ level: "Disabled" });
  await walk.ok(`delete${words}`, "DELETE", `${all}/default`);
  expect(await walk.ok(`get${words}`, "GET", `${all}/default`)).toEqual(usual);
  for (const [verb, method] of [
    ["get", "GET"],
    ["put", "PUT"],
    ["delete", "DELETE"],
  ] as const) {
    const o = verb === "put" ? { ...level("All"), token } : { token };
    await walk.refused(`${verb}${words}`, method, `${all}/default`, may, o);
  }
});

test("a recording comes by a presigned address and goes again; the history says so", async () => {
  const { id } = (await organisation.call("POST", `${api}/architect/prompts`, { body: { name: "Heard" } })).body;
  const path = `${api}/architect/prompts/${id}`;
  await organisation.call("POST", `${path}/resources`, { body: { language: "en-us", ttsString: "Hello" } });
  const one = `${path}/resources/en-us`;
  const gone: [number, string] = [404, "architect.prompt.resource.not.found"];
  const upload = await walk.ok("postArchitectPromptResourceUploads", "POST", `${one}/uploads`);
  await walk.refused("postArchitectPromptResourceUploads", "POST", `${path}/resources/de-de/uploads`, gone);
  const url = here(upload.url);
  const sent = { raw: "RIFF", headers: { ...upload.headers, Authorization: "" } };
  await walk.refused("putPromptResourceUpload", "PUT", `${url}x`, [403, "SignatureDoesNotMatch"], sent);
  await walk.ok("putPromptResourceUpload", "PUT", url, sent);
  const heard = (await organisation.call("GET", one)).body;
  expect([heard.uploadStatus, (await organisation.call("GET", here(heard.mediaUri))).text]).toEqual([
    "transcoded",
    "RIFF",
  ]);
  await walk.ok("deleteArchitectPromptResourceAudio", "DELETE", `${one}/audio`);
  await walk.refused("deleteArchitectPromptResourceAudio", "DELETE", `${path}/resources/de-de/audio`, gone);
  const silent = (await organisation.call("GET", one)).body;
  expect(silent).toMatchObject({ uploadStatus: "created", ttsString: "Hello" });
  expect(silent).not.toHaveProperty("mediaUri");

  const asked = await walk.ok("postArchitectPromptHistory", "POST", `${path}/history`);
  const noPrompt: [number, string] = [404, "architect.prompt.not.found"];
  await walk.refused("postArchitectPromptHistory", "POST", `${api}/architect/prompts/none/history`, noPrompt);
  await organisation.call("PUT", path, { body: { name: "Heard", description: "later" } });
  const read = "getArchitectPromptHistoryHistoryId";
  const history = await walk.ok(read, "GET", `${path}/history/${asked.id}?sortOrder=asc`);
  const seen = history.entities.map(({ action, resource }: Record<string, string>) => [action, resource]);
  expect(seen).toEqual([
    ["CREATE", undefined],
    ["CREATE", "en-us"],
    ["UPLOAD", "en-us"],
    ["UPDATE", "en-us"],
  ]);
  expect(history).toMatchObject({ name: "Heard", actionName: "HISTORY", total: seen.length });
  const created = await organisation.call("GET", `${path}/history/${asked.id}?action=create`);
  expect(created.body.total).toBe(2);
  await walk.refused(read, "GET", `${path}/history/none`, [404, "architect.object.not.found"]);
});

test("each of these operations had an asserted 2xx and an asserted 4xx", () => {
  const done = ({ good, bad }: { good: number; bad: number }) => good > 0 && bad > 0;
  expect(JOBS.filter((name) => done(walk.covered.get(name) ?? { good: 0, bad: 0 }))).toEqual(JOBS);
});

import { Organisation, SEED } from "../support/organisation.ts";
import { readLines, readRuns, traceFiles, tracesFolder } from "./recording.ts";
import { type ReplayResult, replay } from "./replay.ts";

jest.setTimeout(120_000);

interface Row {
  readonly kind: string;
  readonly type: string;
  readonly [column: string]: unknown;
}

/** Recordings of types whose files are called otherwise than the type. */
const FILES: Readonly<Record<string, string>> = {
  genesyscloud_architect_user_prompt: "genesyscloud_architect_user_prompt.tts",
};
/** Objects of which the platform has no operation to delete one. */
const STAY = ["genesyscloud_flow_outcome"];

const rowsOf = (file: string): Row[] => readLines(file) as unknown as Row[];
const typesOf = (file: string, kind: string): string[] => [
  ...new Set(
    rowsOf(file)
      .filter((row) => row.kind === kind)
      .map(({ type }) => type),
  ),
];

const replayed = new Map<string, Promise<ReplayResult>>();
function replayOf(type: string): Promise<ReplayResult> {
  const [run] = readRuns(`${FILES[type] ?? type}.jsonl`);
  if (!run) throw new Error(`There is no recording of ${type}.`);
  const result = replayed.get(type) ?? replay(run);
  replayed.set(type, result);
  return result;
}

/** The answers to the type's own requests of a method, without startup and jobs. */
async function answersTo(type: string, method: string) {
  const { answers } = await replayOf(type);
  return [...answers]
    .filter(
      ([key]) => key.startsWith(`${method} /api/v2/`) && !/organizations\/me|products|flows\/(jobs|actions)/.test(key),
    )
    .flatMap(([, replies]) => replies);
}

if (traceFiles.length === 0) {
  test.skip(`probes of the vendor's Terraform provider: skipped, since there are none in ${tracesFolder}`, () => {});
} else {
  const table: string[] = [];
  const count = (file: string, assertions: number) =>
    table.push(`${file.padEnd(40)}${String(rowsOf(file).length).padStart(6)}${String(assertions).padStart(12)}`);
  afterAll(() => console.log([`${"table of probes".padEnd(40)}  rows  assertions`, ...table].join("\n")));

  test("probe_write_answers: POST is answered by 200 and an object, with an id but for rows and lists", async () => {
    const types = typesOf("probe_write_answers.jsonl", "write_answer");
    let assertions = 0;
    for (const type of types) {
      for (const { status, body } of await answersTo(type, "POST")) {
        expect([type, status]).toEqual([type, 200]);
        if (!Array.isArray(body))
          expect(body).toMatchObject(type.endsWith("_row") ? { key: expect.anything() } : { id: expect.anything() });
        assertions += 2;
      }
    }
    count("probe_write_answers.jsonl", assertions);
  });

  test("probe_put_answers: PUT and PATCH are answered by 200 and the whole object", async () => {
    let assertions = 0;
    for (const type of typesOf("probe_put_answers.jsonl", "put_answer")) {
      const replies = [...(await answersTo(type, "PUT")), ...(await answersTo(type, "PATCH"))];
      expect([type, replies.length > 0]).toEqual([type, true]);
      for (const { status, body } of replies) {
        expect([type, status, Object.keys(body as object).length > 1]).toEqual([type, 200, true]);
        assertions += 1;
      }
    }
    count("probe_put_answers.jsonl", assertions);
  });

  test("probe_gone_answers: a deleted object answers 404, a flow 410, none is shown as deleted; DELETE answers 204", async () => {
    let assertions = 0;
    for (const type of typesOf("probe_gone_answers.jsonl", "gone_answer")) {
      const reads = await answersTo(type, "GET");
      const gone = type === "genesyscloud_flow" ? 410 : 404;
      expect([type, reads.some(({ status }) => status === gone)]).toEqual([type, true]);
      for (const { status, body } of reads) {
        expect([200, gone]).toContain(status);
        expect((body as { state?: string } | undefined)?.state).not.toBe("deleted");
        assertions += 2;
      }
      const deletions = await answersTo(type, "DELETE");
      expect([type, deletions.length > 0]).toEqual([type, !STAY.includes(type)]);
      for (const { status } of deletions) expect([type, status]).toEqual([type, 204]);
      assertions += deletions.length + 2;
    }
    count("probe_gone_answers.jsonl", assertions);
  });

  test("probe_optional_values: no value is invented for a field that the client omitted", async () => {
    let assertions = 0;
    for (const type of typesOf("probe_optional_values.jsonl", "optional_value")) {
      const { problems, assertions: made } = await replayOf(type);
      expect(problems).toEqual([]);
      assertions += made;
    }
    count("probe_optional_values.jsonl", assertions);
  });

  describe("probe_required_fields", () => {
    let organisation: Organisation;
    beforeAll(async () => {
      organisation = await new Organisation().start({ seedText: SEED });
    });
    afterAll(() => organisation.end());

    const LISTS: Readonly<Record<string, string>> = {
      flow: "flows",
      routing_queue: "routing/queues",
      architect_ivr: "architect/ivrs",
      architect_schedules: "architect/schedules",
      architect_datatable: "flows/datatables",
      architect_user_prompt: "architect/prompts",
      routing_skill: "routing/skills",
      auth_division: "authorization/divisions",
      routing_email_domain: "routing/email/domains",
      telephony_providers_edges_did_pool: "telephony/providers/edges/didpools",
    };

    /** The answer that a row describes. */
    async function answerOf(answer: string): Promise<Record<string, unknown>> {
      const api = "/api/v2/";
      if (answer.startsWith("/")) return (await organisation.call("GET", api + answer.slice(1))).body;
      if (answer.startsWith("POST")) return (await organisation.call("POST", `${api}flows/jobs`)).body;
      if (answer.startsWith("listing for data ")) {
        const path = LISTS[answer.replace("listing for data ", "")];
        return (await organisation.call("GET", api + path)).body;
      }
      const { body: job } = await organisation.call("POST", `${api}flows/jobs`);
      const text =
        "workflow:\n  name: Probe\n  startUpRef: /workflow/states/state[Initial_1]\n  states:\n    - state:\n        name: Initial\n        refId: Initial_1\n        actions: []\n";
      await fetch(job.presignedUrl, { method: "PUT", headers: job.headers, body: text });
      return (await organisation.call("GET", `${api}flows/jobs/${job.id}?expand=messages`)).body;
    }

    test("every field whose absence was tested exists", async () => {
      const rows = rowsOf("probe_required_fields.jsonl").filter(({ kind }) => kind === "required_field");
      for (const { answer, removed } of rows) {
        const body = await answerOf(String(answer));
        for (const field of removed as string[])
          expect([answer, field, body[field] ?? null]).not.toEqual([answer, field, null]);
      }
      count("probe_required_fields.jsonl", rows.length + 2);
    });

    test("a schedule starts without a zone, numbers come in E.164 form", async () => {
      const schedules = await answersTo("genesyscloud_architect_schedules", "GET");
      const starts = schedules.flatMap(({ body }) => (body as { start?: string }).start ?? []);
      expect(new Set(starts.map((start) => /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(\.\d+)?$/.test(start)))).toEqual(
        new Set([true]),
      );
      const ivrs = await answersTo("genesyscloud_architect_ivr", "GET");
      const numbers = ivrs.flatMap(({ body }) => (body as { dnis?: string[] }).dnis ?? []);
      expect(new Set(numbers.map((number) => /^\+\d+$/.test(number)))).toEqual(new Set([true]));
    });
  });
}

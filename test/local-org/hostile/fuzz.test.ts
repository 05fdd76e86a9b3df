import fc from "fast-check";
import { eachParameter, Known, requests, type Target, targetsOf } from "./requests.ts";
import { type Received, type Sent, Service } from "./service.ts";
import { DOCUMENTS, TEXTS } from "./values.ts";

jest.setTimeout(3_600_000);

/** How many rounds of random requests; all parameters, not one in thirty, when given: HOSTILE_RUNS=5000 HOSTILE_SEED=7 npm test -- test/local-org/hostile */
const RUNS = Number(process.env["HOSTILE_RUNS"] ?? 20);
const SEED = Number(process.env["HOSTILE_SEED"] ?? Date.now() % 1_000_000);

const ORGANISATION = `
organisation: {name: Hostile}
divisions: [{name: Sales}]
didPools: [{start: "+13175550100", end: "+13175550119"}]
users: [{name: Robin Meyer, email: robin@example.com}]
groups: [{name: Team, members: [Robin Meyer]}]
skills: [{name: English}]
languages: [{name: en-US}]
wrapupCodes: [{name: Done}]
prompts: [{name: Welcome, texts: {en-us: Welcome.}}]
queues: [{name: Support, members: [Robin Meyer]}]
scripts: [{name: Welcome}]
schedules: [{name: Hours}]
scheduleGroups: [{name: Group, open: [Hours]}]
emergencyGroups: [{name: Emergency}]
emailDomains: [{name: example.com, routes: [{pattern: info, queue: Support}]}]
dataTables: [{name: Table, columns: {size: integer, text: string}, rows: [{key: one, size: 1, text: x}]}]
flowMilestones: [{name: Milestone}]
flowOutcomes: [{name: Outcome}]
messageRecipients: [{name: Chat}]
integrations: [{name: CRM, dataActions: [{name: Verify, inputs: {pin: string}, outputs: {id: string}}]}]
skillGroups: [{name: Experts}]
contactLists: [{name: Customers, columns: [phone]}]
knowledgeBases: [{name: Handbook}]
responseLibraries: [{name: Greetings}]
worktypes: [{name: Claim}]
clients: [{id: local, secret: local, user: Robin Meyer}]
`;

const FLOW = `inboundCall:
  name: Claims
  startUpRef: /inboundCall/tasks/task[start]
  tasks: [{task: {name: Start, refId: start, actions: [{disconnect: {name: Bye}}]}}]
`;

let service: Service;
let targets: Target[];
let fuzzed: Target[];
const known = new Known();
const failures: string[] = [];

beforeAll(async () => {
  service = await Service.start(ORGANISATION);
  await upload(FLOW);
  targets = await targetsOf(service);
  await known.learn(service, targets);
  // Faults on demand and the end of the token change the answers that follow: each has a test of its own.
  fuzzed = targets.filter(({ operation }) => !/^(deleteTokensMe|(post|delete)LocalFaults?)$/.test(operation));
});
afterAll(async () => {
  console.log(`seed ${SEED} (HOSTILE_SEED), ${RUNS} runs (HOSTILE_RUNS)`);
  await service.end();
});
beforeEach(() => failures.splice(0));
afterEach(async () => {
  expect(failures.slice(0, 10)).toEqual([]);
  expect(await service.pollution()).toEqual([]);
  expect(service.said).toBe("");
  const flows = await service.ok("GET", "/api/v2/flows?pageSize=500");
  expect(flows.total).toBeGreaterThan(0);
});

/** Registers a publish job and uploads a document; the job's end. */
async function upload(document: string | Buffer): Promise<string> {
  const job = await service.ok("POST", "/api/v2/flows/jobs", {});
  const { pathname, search } = new URL(job.presignedUrl);
  await sound({ method: "PUT", target: pathname + search, headers: job.headers, body: document });
  return (await service.ok("GET", `/api/v2/flows/jobs/${job.id}?expand=messages`)).status;
}

/** Sends a request and looks whether its answer may be one. */
async function sound(sent: Sent): Promise<Received | undefined> {
  try {
    const received = await service.send(sent);
    const problem = problemOf(sent, received);
    if (problem !== undefined)
      failures.push(`${shown(sent)}\n  -> ${received.status} ${problem}: ${received.text.slice(0, 300)}`);
    return received;
  } catch (error) {
    failures.push(`${shown(sent)}\n  -> ${String(error)}`);
    return undefined;
  }
}

function problemOf({ method, target }: Sent, { status, contentType, text }: Received): string | undefined {
  if (status >= 500 && !(status === 501 && (method === "HEAD" || text.includes("local.not.implemented"))))
    return "is the client's fault";
  if (status < 400 || method === "HEAD" || !target.startsWith("/api/")) return undefined;
  if (!contentType.startsWith("application/json")) return `has the content type ${contentType}`;
  const body = JSON.parse(text) as Record<string, unknown>;
  const form = ["message", "code", "status", "contextId", "details", "errors"].every((field) => field in body);
  return form && body["status"] === status ? undefined : "has another form than the platform's errors";
}

function shown({ method, target, headers, body }: Sent): string {
  const text = body === undefined ? "" : ` ${JSON.stringify(String(body).slice(0, 500))}`;
  return `${method} ${target.slice(0, 500)} ${JSON.stringify(headers ?? {})}${text}`;
}

/** Several at a time, in the order in which they come. */
async function all(sents: Iterable<Sent>): Promise<void> {
  const queue = sents[Symbol.iterator]();
  const worker = async (): Promise<void> => {
    for (let next = queue.next(); !next.done && failures.length < 100; next = queue.next()) {
      await sound(next.value);
    }
  };
  await Promise.all(Array.from({ length: 6 }, worker));
}

/** One in so many, another one with another seed. */
function* everyNth<T>(values: Iterable<T>, n: number): Generator<T> {
  let index = SEED;
  for (const value of values) if (index++ % n === 0) yield value;
}

test("each parameter and each property of each body, with names of what every object has", async () => {
  const slice = process.env["HOSTILE_RUNS"] === undefined ? 30 : 1;
  await all(everyNth(everyParameter(), slice));
});

function* everyParameter(): Generator<Sent> {
  for (const target of fuzzed.filter(({ method, implemented }) => implemented && method !== "DELETE")) {
    yield* eachParameter(target, known, ["__proto__", "constructor", "-1", "1e308"]);
  }
}

test("the sort order of flows is one that the platform knows, or the usual one", async () => {
  for (const text of TEXTS)
    await sound({ method: "GET", target: `/api/v2/flows?sortBy=${encodeURIComponent(text.toWellFormed())}` });
});

test("faults on demand of any text", async () => {
  for (const document of [...DOCUMENTS, ...TEXTS]) {
    await sound({ method: "POST", target: "/_local/faults", body: document });
    await service.ok("GET", "/_local/faults");
    await service.ok("GET", "/api/v2/routing/queues?name=x");
    await service.send({ method: "DELETE", target: "/_local/faults" });
  }
});

test("uploads of any text", async () => {
  for (const document of [...DOCUMENTS, ...TEXTS]) {
    expect(await upload(document)).toMatch(/^(Failure|Success)$/);
  }
});

test("random requests", async () => {
  const property = fc.asyncProperty(
    fc.array(requests(fuzzed, known), { minLength: 20, maxLength: 40 }),
    async (sents) => {
      await all(sents);
      expect(failures).toEqual([]);
    },
  );
  await fc.assert(property, { seed: SEED, numRuns: RUNS, endOnFailure: true });
});

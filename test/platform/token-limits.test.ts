import { PlatformClient } from "../../packages/platform/client/platform-client.ts";
import { ServedOrganisation, type ServerOptions } from "../harness/served-organisation.ts";
import { anEntity } from "../provider/harness/impatient.ts";
import { errorOf } from "../provider/harness/scene.ts";

/** The provider's client at an organisation that limits requests, by token or by client. */

const ALLOWED = 5;
const organisation = new ServedOrganisation();
let cancelled: AbortController;
beforeEach(() => {
  cancelled = new AbortController();
});
afterAll(() => organisation.close());

interface Connected {
  readonly client: PlatformClient;
  readonly url: string;
  readonly notes: string[];
  /** Resolves with the first note. */
  readonly noted: Promise<void>;
  readonly tokens: string[];
  readonly ask: () => Promise<{ id: string }>;
  /** Operations and states of its requests. */
  readonly answered: () => Promise<string[]>;
}

async function connected(o: ServerOptions & { tokenPoolSize: number }): Promise<Connected> {
  const { tokenPoolSize, ...options } = o;
  const server = await organisation.serve({ requestsPerMinute: ALLOWED, ...options });
  const notes: string[] = [];
  const noted = Promise.withResolvers<void>();
  const onNote = (text: string) => {
    notes.push(text);
    noted.resolve();
  };
  const tokens: string[] = [];
  const client = await PlatformClient.connect(
    {
      gateway: { protocol: "http", host: "127.0.0.1", port: server.port },
      credentials: { clientId: "local", clientSecret: "local" },
      tokenPoolSize,
    },
    { signal: cancelled.signal, onToken: (token) => tokens.push(token), onNote },
  );
  const log = async (after = 0) => {
    const answer = await fetch(`${server.url}/_local/requests?after=${after}`);
    return ((await answer.json()) as { entities: { seq: number; operation: string; status: number }[] }).entities;
  };
  const before = (await log()).at(-1)?.seq ?? 0;
  const answered = async () => (await log(before)).map(({ operation, status }) => `${operation} ${status}`);
  const ask = () => client.call({ method: "GET", path: "/api/v2/organizations/me" }, anEntity);
  return { client, url: server.url, notes, noted: noted.promise, tokens, ask, answered };
}

const times = (count: number, text: string): string[] => Array.from({ length: count }, () => text);

test("a limit per token: three tokens have three budgets, and no request is refused", async () => {
  const { client, ask, answered, notes, tokens } = await connected({ tokenPoolSize: 3 });
  await ask();
  await Promise.all(times(3 * ALLOWED - 1, "").map(ask));
  expect((await answered()).sort()).toEqual([
    ...times(3 * ALLOWED, "getOrganizationsMe 200"),
    ...times(3, "issueToken 200"),
  ]);
  expect(new Set(tokens).size).toBe(3);
  expect(notes).toEqual([]);
  expect(client.budget).toEqual({ perMinute: ALLOWED, tokens: 3 });
});

test("a limit per client: the first 429 of a further token is the last, and is reported once", async () => {
  const { client, ask, answered, notes, noted } = await connected({ tokenPoolSize: 10, requestsPer: "client" });
  await Promise.all(times(ALLOWED, "").map(ask));
  const waiting = Promise.all(times(8, "").map(() => errorOf(ask)));
  await noted;
  expect(client.budget).toEqual({ perMinute: ALLOWED, tokens: 1 });
  cancelled.abort(new Error("The update was cancelled."));
  for (const error of await waiting) expect(error.message).toBe("The update was cancelled.");
  expect(await answered()).toEqual([
    "issueToken 200",
    ...times(ALLOWED, "getOrganizationsMe 200"),
    "issueToken 200",
    "getOrganizationsMe 429",
  ]);
  expect(notes).toEqual([expect.stringContaining("It may count requests by OAuth client")]);
});

test("a token that ends in mid-run is replaced, once for all that use it; the others are not logged in again", async () => {
  const { ask, answered, notes, tokens, url } = await connected({ tokenPoolSize: 2, requestsPerMinute: 20 });
  await ask();
  await Promise.all(times(20, "").map(ask));
  const [first, second] = tokens;
  await fetch(`${url}/api/v2/tokens/me`, { method: "DELETE", headers: { Authorization: `Bearer ${second}` } });
  await Promise.all(times(4, "").map(ask));
  const states = await answered();
  expect(states.filter((state) => state === "issueToken 200")).toHaveLength(3);
  expect(states.filter((state) => state === "getOrganizationsMe 200")).toHaveLength(25);
  expect(tokens).toEqual([first, second, expect.any(String)]);
  expect(notes).toEqual([]);
});

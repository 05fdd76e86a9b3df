import { inbound } from "../local-org/flows/documents.ts";
import { heard, Line } from "./line.ts";

let line: Line;
beforeAll(async () => {
  line = await Line.open({ seedText: "organisation: {name: Test}\n" });
  await line.client.published(inbound("Hello", ["playAudio: {name: Say, audio: {tts: Hello.}}"]));
});
afterAll(() => line.close());

const call = async () => ({ flow: await line.flow("Hello") });

test.each<[string, Record<string, string>, number]>([
  ["a foreign origin", { Origin: "http://attacker.example" }, 403],
  ["an opaque origin", { Origin: "null" }, 403],
  ["a page of another site", { "Sec-Fetch-Site": "cross-site" }, 403],
  ["another token", { "X-Phone-Token": "x" }, 403],
  ["a form", { "Content-Type": "text/plain" }, 415],
])("%s is refused", async (_, headers, status) => {
  const body = await call();
  expect((await line.ask("POST", "/phone/timeline", body, headers)).status).toBe(status);
  expect((await line.ask("POST", "/phone/timeline", body)).status).toBe(200);
});

test.each<[string, unknown, number]>([
  ["a giant body", "x".repeat(300_000), 413],
  ["a text that is no JSON", "{", 400],
  ["nothing of a call", {}, 400],
  ["an unknown flow", { flow: { id: "none", from: "published" } }, 404],
  ["an unknown number", { flow: { number: "+1" } }, 404],
  [
    "acts out of order",
    {
      flow: { number: "+1" },
      acts: [
        { atMs: 2, does: "hangs up" },
        { atMs: 1, does: "hangs up" },
      ],
    },
    400,
  ],
])("%s is refused, with what is wrong", async (_, body, status) => {
  const answer = await line.ask("POST", "/phone/timeline", body);
  expect([answer.status, answer.body.message]).toEqual([status, expect.stringMatching(/\.$|JSON/)]);
});

test("tests are written only where the server saves them", async () => {
  const answer = await line.ask("POST", "/phone/test?save", { ...(await call()), name: "../../out" });
  expect(answer.status).toBe(403);
  const shown = await line.ask("POST", "/phone/test", { ...(await call()), name: "../../out" });
  expect(shown.body.file).toBe("flows/hello.out.test.yaml");
});

test("a flow that loops without end is answered, and other calls go on", async () => {
  const again = 'jumpToTask: {name: Again, targetTaskRef: "/inboundCall/tasks/task[start]"}';
  await line.client.published(inbound("Loop", ["playAudio: {name: Say, audio: {tts: Again.}}", again]));
  const [looped, other] = await Promise.all([
    line.timeline({ flow: await line.flow("Loop") }),
    line.timeline(await call()),
  ]);
  expect([looped.status, looped.body.ending.ends]).toEqual([200, "disconnected"]);
  expect(heard(looped.body).length).toBeGreaterThan(4_000);
  expect(heard(other.body)).toEqual(["Hello."]);
});

import { callOf, greeter, inbound } from "../local-org/flows/documents.ts";
import { heard, Line } from "./line.ts";

const SEED = `
organisation: {name: Test}
didPools: [{start: "+13175550100", end: "+13175550199"}]
queues: [{name: Sales}]
prompts: [{name: Welcome, texts: {en-us: "Welcome to the shop."}}]
schedules: [{name: Weekdays, start: "2026-01-05T09:00", end: "2026-01-05T17:00", rrule: "FREQ=WEEKLY;BYDAY=MO,TU,WE,TH,FR"}]
scheduleGroups: [{name: Hours, timeZone: UTC, open: [Weekdays]}]
`;

let line: Line;
beforeEach(async () => {
  line = await Line.open({ seedText: SEED });
});
afterEach(() => line.close());

test("a stale caller plays the old module, with the versions that it holds and that are published", async () => {
  await line.client.published(greeter());
  await line.client.published(inbound("Support", [callOf()]));
  await line.client.published(greeter({ say: "Good day." }));
  await line.client.published(inbound("Sales", [callOf()]));

  const { body } = await line.ask("GET", "/phone/flows");
  const named = (name: string) => body.flows.find((flow: { name: string }) => flow.name === name);
  expect(named("Support").holds).toEqual([{ module: "Greeter", version: "1.0", published: "2.0" }]);
  expect(named("Sales").holds).toEqual([{ module: "Greeter", version: "2.0", published: "2.0" }]);

  const stale = await line.timeline({ flow: { id: named("Support").id, from: "published" } });
  expect(heard(stale.body)).toEqual(["Welcome."]);
  const enters = stale.body.moments.find(({ event }: { event: string }) => event === "enters");
  expect(enters).toMatchObject({ flow: "Greeter", version: "1.0", published: "2.0" });
  const fresh = await line.timeline({ flow: { id: named("Sales").id, from: "published" } });
  expect(heard(fresh.body)).toEqual(["Good day."]);
  expect(fresh.body.moments.some((one: object) => "published" in one)).toBe(false);

  await line.client.published(inbound("Support", [callOf()]));
  const again = await line.timeline({ flow: { id: named("Support").id, from: "published" } });
  expect(heard(again.body)).toEqual(["Good day."]);
  expect(again.body.flow).toMatchObject({ version: "2.0", holds: [{ version: "2.0", published: "2.0" }] });
});

test("a number routes to the flow of its IVR at the time of the call", async () => {
  const day = await line.client.published(inbound("Day", ["playAudio: {name: Say, audio: {tts: Open.}}"]));
  const night = await line.client.published(inbound("Night", ["playAudio: {name: Say, audio: {tts: Closed.}}"]));
  const [group] = (await line.client.ok("GET", "/api/v2/architect/schedulegroups")).entities;
  await line.client.ok("POST", "/api/v2/architect/ivrs", {
    name: "Main",
    dnis: ["+13175550100"],
    openHoursFlow: { id: day.id },
    closedHoursFlow: { id: night.id },
    scheduleGroup: { id: group.id },
  });
  const { body } = await line.ask("GET", "/phone/flows");
  expect(body.numbers).toEqual([
    {
      ...{ number: "+13175550100", ivr: "Main" },
      flows: [
        { id: day.id, times: ["open hours"] },
        { id: night.id, times: ["closed hours"] },
      ],
    },
  ]);
  const dial = (given: object) => line.timeline({ flow: { number: "+13175550100" }, given });
  expect(heard((await dial({ at: "2026-11-26T10:00Z" })).body)).toEqual(["Open."]);
  expect(heard((await dial({ at: "2026-11-26T20:00Z" })).body)).toEqual(["Closed."]);
  expect(heard((await dial({ at: "2026-11-26T20:00Z", hours: { Hours: "open" } })).body)).toEqual(["Open."]);
  const { status, body: refused } = await dial({ at: "2026-11-26T20:00Z", hours: { Hours: "holiday" } });
  expect(status).toBe(404);
  expect(refused.message).toBe(
    "The number +13175550100 routes to no flow at this time: the schedule group 'Hours' is 'holiday'.",
  );
});

test("a prompt is heard with the address of its recording", async () => {
  const [prompt] = (await line.client.ok("GET", "/api/v2/architect/prompts?name=Welcome")).entities;
  const form = new FormData();
  form.set("file", new Blob([wave(2)]), "welcome.wav");
  const { uploadUri } = prompt.resources[0];
  const uploaded = await fetch(uploadUri, {
    method: "POST",
    body: form,
    headers: { Authorization: line.client.token },
  });
  expect(uploaded.status).toBe(200);
  await line.client.published(inbound("Shop", ["playAudio: {name: Say, audio: {prompt: Prompt.Welcome}}"]));

  const { body } = await line.timeline({ flow: await line.flow("Shop") });
  const [said] = body.moments.filter(({ event }: { event: string }) => event === "hears");
  expect(said).toMatchObject({ text: "Welcome to the shop.", language: "en-us", lastsMs: 2000 });
  expect(said.recordings).toHaveLength(1);
  const recording = await fetch(line.organisation.url + said.recordings[0]);
  expect([recording.status, recording.headers.get("content-type")]).toEqual([200, "audio/wav"]);
});

test("two people in one flow do not disturb each other", async () => {
  await line.client.published(greeter());
  await line.client.published(inbound("Sales", [callOf()]));
  const flow = await line.flow("Sales");
  const alone = await line.timeline({ flow, given: { at: "2026-11-26T10:00Z" } });
  const [mine, theirs] = await Promise.all([
    line.timeline({ flow, given: { at: "2026-11-26T10:00Z" } }),
    line.timeline({ flow, given: { at: "2026-11-26T10:00Z" }, acts: [{ atMs: 100, does: "hangs up" }] }),
  ]);
  expect(mine.body).toEqual(alone.body);
  expect(theirs.body.ending).toMatchObject({ ends: "hung up", at: 100 });
});

/** Silence of some seconds as a WAVE recording: 8,000 bytes a second. */
function wave(seconds: number): Buffer {
  const data = Buffer.alloc(8000 * seconds, 128);
  const header = Buffer.alloc(44);
  header.write("RIFF", 0);
  header.writeUInt32LE(36 + data.length, 4);
  header.write("WAVEfmt ", 8);
  header.writeUInt32LE(16, 16);
  header.writeUInt16LE(1, 20);
  header.writeUInt16LE(1, 22);
  header.writeUInt32LE(8000, 24);
  header.writeUInt32LE(8000, 28);
  header.writeUInt16LE(1, 32);
  header.writeUInt16LE(8, 34);
  header.write("data", 36);
  header.writeUInt32LE(data.length, 40);
  return Buffer.concat([header, data]);
}

import type { Event, Transcript } from "@genesys-flows/conversation";
// Of the package itself: reports show its bounds.
import { PlayedConversations } from "../../../packages/report/build/played.ts";
import { flowReport } from "../sample.ts";

const place = { flow: "Sales", type: "inboundCall" } as const;
const heard = (text: string, at: number): Event => ({ event: "hears", text, prompts: [], lastsMs: 900, at, place });

function transcript(texts: readonly string[], before: readonly Event[] = []): Transcript {
  const events = [...before, ...texts.map((text, index) => heard(text, index * 1_000))];
  const ending = { ends: "disconnected", at: texts.length * 1_000, place } as const;
  return { events, ending, participantData: {}, variables: {}, assumptions: [], actions: events.length };
}

const numbers = (from: number, to: number) => Array.from({ length: to - from }, (_, index) => `Text ${from + index}.`);

test("of a long conversation, the report has its beginning and what is around the first difference, and how much it leaves out", () => {
  const before = transcript([...numbers(0, 100), "Old.", ...numbers(100, 200)]);
  const after = transcript([...numbers(0, 100), "New.", ...numbers(100, 200)]);
  const events = { before: 100, after: 100 };
  const played = new PlayedConversations([]).of({ before, after, events, flow: { key: "sales", name: "Sales" } });
  const texts = played?.steps.map(({ both, before }) => (both ?? before)?.text);
  expect(texts).toEqual([...numbers(0, 3), ...numbers(85, 100), "Old.", ...numbers(100, 121)]);
  expect(played?.steps.flatMap(({ leftOut }, at) => (leftOut === undefined ? [] : [[at, leftOut]]))).toEqual([[3, 82]]);
  expect(played?.leftOut).toBe(80);
  expect(played?.steps.filter(({ isFirst }) => isFirst)).toEqual([
    {
      before: { does: "hears", text: "Old.", atMs: 100_000, lastsMs: 900 },
      after: { does: "hears", text: "New.", atMs: 100_000, lastsMs: 900 },
      isFirst: true,
    },
  ]);
});

test("a module begins in the version that each side holds", () => {
  const enters: Event = { event: "enters", flow: "PIN authentication", at: 0, place: { ...place, node: "pin" } };
  const [before, after] = [transcript(["Old."], [enters]), transcript(["New."], [enters])];
  const events = { before: 1, after: 1 };
  const [first] =
    new PlayedConversations([flowReport()]).of({ before, after, events, flow: { key: "sales", name: "Sales" } })
      ?.steps ?? [];
  expect([first?.before, first?.after]).toEqual([
    { does: "enters", text: "PIN authentication", atMs: 0, node: "pin", version: "1.0" },
    { does: "enters", text: "PIN authentication", atMs: 0, node: "pin", version: "2.0" },
  ]);
});

test("long texts are cut, and no more conversations than the report has room for", () => {
  const long = "x".repeat(10_000);
  const pair = { before: transcript(Array(30).fill(`${long} old`)), after: transcript(Array(30).fill(`${long} new`)) };
  const conversations = new PlayedConversations([]);
  const all = Array.from({ length: 60 }, () =>
    conversations.of({ ...pair, events: { before: 0, after: 0 }, flow: { name: "Sales" } }),
  );
  const kept = all.filter((one) => one !== undefined);
  expect(kept[0]?.steps[0]?.before?.text).toHaveLength(400);
  expect(kept[0]?.steps[0]?.both).toBeUndefined();
  expect(kept.length).toBeGreaterThan(2);
  expect(all.slice(kept.length)).toEqual(Array(60 - kept.length).fill(undefined));
  expect(JSON.stringify(kept).length).toBeLessThan(121_000);
});

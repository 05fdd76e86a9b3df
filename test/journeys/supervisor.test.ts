import type { Organisation } from "../e2e/harness/organisation.ts";
import { Checkout } from "./checkout.ts";
import { type Live, whatIsLive } from "./what-is-live.ts";

jest.setTimeout(5 * 60_000);

const PAGE = { pageSize: 100, pageNumber: 1 };

/** What the five edits are about, as an independent client reads it. */
async function settingsOf({ architect, routing }: Organisation) {
  const [schedules, prompts, tables, codes] = await Promise.all([
    architect.getArchitectSchedules(PAGE),
    architect.getArchitectPrompts({ ...PAGE, includeResources: true }),
    architect.getFlowsDatatables(PAGE),
    routing.getRoutingWrapupcodes(PAGE),
  ]);
  const table = tables.entities?.find(({ name }) => name === "Routing by number");
  const rows = await architect.getFlowsDatatableRows(String(table?.id), { ...PAGE, showbrief: false });
  const closed = prompts.entities?.find(({ name }) => name === "Closed");
  return {
    ids: [...(schedules.entities ?? []), ...(prompts.entities ?? []), ...(tables.entities ?? [])]
      .map(({ id }) => id)
      .sort(),
    schedules: Object.fromEntries(
      (schedules.entities ?? []).map(({ name, start, end, rrule }) => [name, `${start} ${end} ${rrule}`]),
    ),
    closed: Object.fromEntries((closed?.resources ?? []).map(({ language, ttsString }) => [language, ttsString])),
    rows: rows.entities as unknown as readonly { key: string; queue: string; priority: number }[],
    codes: (codes.entities ?? []).map(({ name }) => name).sort(),
  };
}

type Settings = Awaited<ReturnType<typeof settingsOf>>;

interface Edit {
  readonly file: string;
  readonly from: string;
  readonly to: string;
  /** What the preview says of it. */
  readonly says: readonly string[];
  readonly isLive: (settings: Settings) => boolean;
}

/** The five edits of a supervisor: one file each, no code. */
const EDITS: Readonly<Record<string, Edit>> = {
  "opening hours": {
    file: "flows/hours.yaml",
    from: 'to: "18:00"',
    to: 'to: "16:00"',
    says: ["Weekdays", "Front desk"],
    isLive: ({ schedules }) => /T16:00/.test(schedules["Weekdays"] ?? ""),
  },
  "a holiday": {
    file: "flows/hours.yaml",
    from: "BYMONTHDAY=24,25,26",
    to: "BYMONTHDAY=24,25,26,27",
    says: ["Christmas"],
    isLive: ({ schedules }) => /BYMONTHDAY=24,25,26,27/.test(schedules["Christmas"] ?? ""),
  },
  "the text of a prompt": {
    file: "flows/prompts.yaml",
    from: "Our office is closed at the moment.",
    to: "We are closed at the moment.",
    says: ["Closed", "We are closed at the moment."],
    isLive: ({ closed }) => closed["en-us"]?.startsWith("We are closed") === true && closed["es-us"] !== undefined,
  },
  "a row of a table": {
    file: "flows/routing.csv",
    from: "+13175550151,Support,5",
    to: "+13175550151,Claims,7",
    says: ["Routing by number", "+13175550151"],
    isLive: ({ rows }) =>
      rows.some(({ key, queue, priority }) => key === "+13175550151" && queue === "Claims" && priority === 7),
  },
  "a wrap-up code": {
    file: "flows/queues.yaml",
    from: "wrapupCodes: [Claim opened, Claim answered]\nemailDomains",
    to: "wrapupCodes: [Claim opened, Claim answered, Wrong number]\nemailDomains",
    says: ["Wrong number"],
    isLive: ({ codes }) => codes.includes("Wrong number"),
  },
};

/** What a supervisor does with the example: five edits in files, each previewed, applied and undone. */
describe("a supervisor", () => {
  let checkout: Checkout;
  let platform: Organisation;
  let before: Settings;
  let live: Live;

  beforeAll(async () => {
    checkout = await Checkout.clone();
    await checkout.does("npm start");
    platform = await checkout.organisation();
    before = await settingsOf(platform);
    live = await whatIsLive(platform);
  });
  afterAll(() => checkout?.dispose());

  test.each(Object.entries(EDITS))("changes %s in one file, and back", async (_, { file, from, to, says, isLive }) => {
    expect(isLive(before)).toBe(false);
    checkout.edit(file, from, to);
    expect(await checkout.status()).toBe(`M ${file}`);
    const preview = await checkout.does("npm run pulumi -- preview");
    for (const word of says) expect(preview.stdout).toContain(word);
    expect(await settingsOf(platform)).toEqual(before);

    await checkout.does("npm run pulumi -- up --yes");
    const after = await settingsOf(platform);
    expect(isLive(after)).toBe(true);
    // Nothing that others point at was made anew.
    expect(after.ids).toEqual(before.ids);
    expect((await checkout.does("npm run pulumi -- preview")).stdout).toContain("Nothing changes.");

    checkout.edit(file, to, from);
    await checkout.does("npm run pulumi -- up --yes");
    expect(await settingsOf(platform)).toEqual(before);
    // No flow was published for it.
    const versions = (of: Live) => Object.entries(of).filter(([name]) => name.startsWith("flow "));
    expect(versions(await whatIsLive(platform))).toEqual(versions(live));
  });

  test("is told of every mistake at once, before anything runs", async () => {
    checkout.edit("flows/hours.yaml", "starting: 2025-12-24", "starting: 2025-12-32");
    checkout.edit("flows/hours.yaml", 'from: "08:00"', 'from: "8 am"');
    checkout.edit("flows/routing.csv", "Support,5", "Support,high");
    const { output } = await checkout.refuses("npm run pulumi -- up --yes");
    expect(output).toMatch(/flows\/hours\.yaml:\d+:\d+ error/);
    expect(output).toMatch(/flows\/routing\.csv:3/);
    expect(await settingsOf(platform)).toEqual(before);
  });
});

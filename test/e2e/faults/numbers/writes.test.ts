import { type Centre, callFlow, type ModelFlow, numberAt } from "../../fixtures/centre-model.ts";
import { troubleIn } from "../../harness/assertions.ts";
import { sample } from "../cases.ts";
import type { Call, Interference } from "../proxy/proxy.ts";
import { weatherFaults } from "../proxy/weather.ts";
import { lineOf } from "./journal.ts";
import { Switchboard, type Update } from "./switchboard.ts";

jest.setTimeout(3 * 60_000);

const [A, B, C, D] = [numberAt(0), numberAt(1), numberAt(2), numberAt(3)] as const;

/** Numbers by key of the flow; each flow is called as its key unless it says otherwise. */
function centre(numbers: Record<string, readonly string[]>, o: Record<string, Partial<ModelFlow>> = {}): Centre {
  const flows = Object.entries(numbers).map(([key, own]) => [key, callFlow(key, { numbers: own, ...o[key] })]);
  return { modules: {}, flows: Object.fromEntries(flows) };
}

const all = process.env["FAULTS"] === "all";
/** A new sample every day. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const disturbances = ["holder", "taker"].flatMap((whose) => weatherFaults.map((fault) => ({ whose, fault })));
const disturbed = all ? disturbances : sample(disturbances, { size: 1, seed });

/** What `test/e2e/numbers.test.ts` shows undisturbed, and states from before: by `npm run faults`. */
const thorough = all ? test : test.skip;

/** One stack whose numbers move while something happens to one of the two writes. The tests follow one another. */
describe(`numbers that move, FAULTS_SEED=${seed}`, () => {
  let board: Switchboard;
  beforeAll(async () => {
    board = await Switchboard.open(centre({ returns: [A, B], sales: [C], claims: [D] }));
    expect((await board.up()).problems).toEqual([]);
  });
  afterEach(async () => {
    board.proxy.interfere = () => ({});
    await board.disturbance.over();
  });
  afterAll(() => board?.close());

  const pairs = (update: Update): string[] =>
    update.writes.filter(({ lost, gained }) => lost[0] ?? gained[0]).map(lineOf);

  async function converges(numbers: Centre, o: { preview?: boolean } = {}): Promise<Update> {
    board.write(numbers);
    const update = await board.up(o);
    expect(update.problems).toEqual([]);
    return update;
  }

  async function isAtRest(): Promise<void> {
    const { result, writes } = await board.up();
    expect([result.code, writes.map(lineOf)]).toEqual([0, []]);
    expect(result.steps.filter(({ op }) => op !== "same").map(({ op, name }) => `${op} ${name}`)).toEqual([]);
  }

  thorough("a flow is renamed, another becomes one for e-mail, and their numbers go to a third", async () => {
    const renamed = { sales: { name: "Sales desk" }, claims: { type: "inboundEmail", text: "We have it." } } as const;
    await converges(centre({ returns: [A, B, D, C], sales: [], claims: [] }, renamed));
    await isAtRest();
  });

  thorough("a name that another live flow holds is refused before anything is written, numbers or not", async () => {
    const before = await board.leads();
    board.write(
      centre({ sales: [A, B, D, C], returns: [] }, { sales: { name: "Returns" }, returns: { name: "Sales" } }),
    );
    const { result, writes } = await board.preview();
    expect([result.code === 0, writes]).toEqual([false, []]);
    expect(result.output).toContain("Returns");
    expect(await board.leads()).toEqual(before);
    await converges(centre({ sales: [A, B], support: [C], claims: [D] }));
  });

  test("the taker's write is refused: the holder has the number again at the end of that run, the next run moves it", async () => {
    await converges(centre({ sales: [A, B], support: [C], claims: [D] }));
    board.write(centre({ sales: [A], support: [C, B], claims: [D] }));
    const before = await board.leads();
    const refusal = { status: 400, code: "general.bad.request", message: "Refused by the test." };
    await board.disturbance.once({ when: { operation: "putArchitectIvr", calls: 2 }, do: { error: refusal } });
    const { result, writes } = await board.up();
    expect(result.code).not.toBe(0);
    expect(result.output).toContain(B);
    expect(writes.map(lineOf)).toEqual([`PUT Sales 200: loses ${B}`, "PUT Support 400", `PUT Sales 200: gets ${B}`]);
    expect(await board.leads()).toEqual(before);
    await board.disturbance.over();
    await converges(board.centre);
    await isAtRest();
  });

  test.each(disturbed)(
    "the $whose's write meets: $fault; the number routes to its old or its new flow, the next run finishes",
    async ({ whose, fault }) => {
      const there = centre({ sales: [A], support: [C, B], claims: [D] });
      const back = centre({ sales: [A, B], support: [C], claims: [D] });
      const [holder, taker, moved] = board.centre.flows["sales"]?.numbers.includes(B)
        ? (["Sales", "Support", there] as const)
        : (["Support", "Sales", back] as const);
      board.write(moved);
      const put = whose === "holder" ? { name: holder, lacks: B } : { name: taker, has: B };
      board.proxy.interfere = once((call) => isPut(call, put), { fault });
      const { result, writes } = await board.up();
      const context = { fault, writes: writes.map(lineOf), output: troubleIn(result.output) };
      const leads = String((await board.leads())[B]);
      // Whatever is found: the next case begins where this one should end.
      await converges(board.centre);
      expect({ ...context, leads }).toEqual({ ...context, leads: leads === holder ? holder : taker });
    },
  );

  describe.each([
    { when: "between the two writes", has: false },
    { when: "after both", has: true },
  ])("the engine is killed $when", ({ has }) => {
    async function killed(to: Centre, { holder, taker }: { holder: string; taker: string }): Promise<void> {
      board.write(to);
      let seen = false;
      board.proxy.interfere = once(
        (call) => isPut(call, { name: has ? taker : holder, has: has && B, lacks: !has && B }),
        {
          fault: "silence",
          onEffect: () => {
            seen = true;
            board.disturbance.signalEngine("SIGKILL");
          },
        },
      );
      const { result, writes } = await board.up();
      expect({ seen, writes: writes.map(lineOf), output: result.output }).toEqual({
        seen: true,
        writes: [`PUT ${holder} 200: loses ${B}`, ...(has ? [`PUT ${taker} 200: gets ${B}`] : [])],
        output: expect.anything(),
      });
      await board.clear();
    }

    const atSales = centre({ sales: [A, B], support: [C], claims: [D] });
    const atSupport = centre({ sales: [A], support: [C, B], claims: [D] });

    test("the next run finishes", async () => {
      await converges(atSales);
      await killed(atSupport, { holder: "Sales", taker: "Support" });
      await converges(atSupport);
      await isAtRest();
    });

    test("the change is reverted: a run that reads the live state gives the number back", async () => {
      await killed(atSales, { holder: "Support", taker: "Sales" });
      board.write(atSupport);
      expect((await board.up({ args: ["--refresh"] })).problems).toEqual([]);
      await isAtRest();
    });
  });

  thorough(
    "the network goes away with the holder's write, and the change is reverted: the next run gives the number back",
    async () => {
      const at = centre({ sales: [A], support: [C, B], claims: [D] });
      await converges(at);
      board.write(centre({ sales: [A, B], support: [C], claims: [D] }));
      let away = false;
      board.proxy.interfere = (call) => {
        if (away) return { fault: "reset before" };
        away = isPut(call, { name: "Support", lacks: B });
        return away ? { fault: "reset after" } : {};
      };
      expect((await board.up()).result.code).not.toBe(0);
      board.proxy.interfere = () => ({});
      expect((await board.leads())[B]).toBeUndefined();
      // No refresh: the state must not say that the holder has it.
      await converges(at);
    },
  );

  test("Ctrl-C between the two writes: the number is not left where it leads nowhere", async () => {
    await converges(centre({ sales: [A], support: [C, B], claims: [D] }));
    board.write(centre({ sales: [A, B], support: [C], claims: [D] }));
    // The taker's write is in progress when the cancellation comes.
    const holders = once((call) => isPut(call, { name: "Support", lacks: B }), {
      onEffect: () => board.disturbance.signalEngine("SIGINT"),
    });
    const takers = once((call) => isPut(call, { name: "Sales", has: B }), { delayMs: 3000 });
    board.proxy.interfere = (call) => ({ ...holders(call), ...takers(call) });
    const before = await board.leads();
    const { result, writes } = await board.up();
    const context = { writes: writes.map(lineOf), output: troubleIn(result.output) };
    const dead = await board.dead(before);
    await converges(board.centre);
    expect({ ...context, dead }).toEqual({ ...context, dead: [] });
  });

  thorough(
    "a stack from before, whose IVRs have numbers of their own and no inventory, loses none of them",
    async () => {
      await converges(centre({ sales: [A], support: [C, B], claims: [D] }));
      const exported = JSON.parse(await board.workspace.exportState()) as {
        deployment: { resources: { type: string; id?: string; inputs: object; outputs: object }[] };
      };
      const ivrs = await board.ivrs();
      const { deployment } = exported;
      deployment.resources = deployment.resources
        .filter(({ type }) => !type.endsWith(":Inventory"))
        .map((resource) => {
          const dnis = ivrs.find(({ id }) => id === resource.id)?.numbers;
          return dnis
            ? { ...resource, inputs: { ...resource.inputs, dnis }, outputs: { ...resource.outputs, dnis } }
            : resource;
        });
      board.workspace.write("before.json", JSON.stringify(exported));
      await board.workspace.succeed(["stack", "import", "--stack", "dev", "--file", "before.json"]);
      const update = await converges(centre({ sales: [A, B], support: [C], claims: [D] }), { preview: true });
      expect(pairs(update)).toEqual([`PUT Support 200: loses ${B}`, `PUT Sales 200: gets ${B}`]);
      await isAtRest();
    },
  );
});

/** An interference that happens to the first call that fits, and to no other. */
function once(fits: (call: Call) => boolean, interference: Interference): (call: Call) => Interference {
  let done = false;
  return (call) => {
    if (done || !fits(call)) return {};
    done = true;
    return interference;
  };
}

function isPut(call: Call, o: { name: string; has?: string | false; lacks?: string | false }): boolean {
  if (call.method !== "PUT" || !call.path.startsWith("/api/v2/architect/ivrs/")) return false;
  const { name, dnis = [] } = JSON.parse(call.body) as { name: string; dnis?: string[] };
  return name === o.name && (!o.has || dnis.includes(o.has)) && (!o.lacks || !dnis.includes(o.lacks));
}

import { sample } from "./cases.ts";
import { type FaultKind, faultKinds } from "./kinds.ts";
import { flowNames, type Run, type StackState } from "./run.ts";
import { World } from "./world.ts";

const wanted = process.env["FAULTS"];
const all = wanted === "all";
/** Cases of a sample, of both changes together: each kind of fault once. */
const size = Number((!all && wanted) || faultKinds.length);
/** What lasts meets each of so many calls first: the calls between are met, too. */
const EACH_LASTING = 7;
/** A new sample every day. */
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));

/** What an update does to the flows: all are new, or the module has another text. */
export type Change = "create" | "update";

const NOTHING: StackState = new Map();

/**
 * Whatever happens to one HTTP call of `up`, the next `up` ends with what the program says. `FAULTS=all` meets every call
 * with every fault; otherwise a sample of `FAULTS` cases, which `FAULTS_SEED` changes.
 */
export function convergesUnderFaults(change: Change): void {
  jest.setTimeout((all ? 120 : 2) * 60_000);
  let matrix: Matrix;
  beforeAll(async () => {
    matrix = await Matrix.open(change);
  });
  afterAll(async () => {
    await matrix?.close();
    report(`${matrix?.summary}${all ? "" : `, FAULTS=${size} FAULTS_SEED=${seed}`}`);
  });

  if (all) {
    test.each(faultKinds)(`${change}, $name, at every call`, async (fault) => {
      const broken: string[] = [];
      for (let call = 1; call <= matrix.calls; call += fault.lasting ? EACH_LASTING : 1) {
        await matrix.converges(fault, call).catch(async (error: Error) => {
          broken.push(error.message);
          await matrix.settle();
        });
      }
      report(`${change}, ${fault.name}: ${matrix.calls} calls, ${broken.length} did not converge`);
      expect(broken).toEqual([]);
    });
  } else {
    const drawn = sample(faultKinds, { size, seed }).filter((_, index) => index % 2 === (change === "create" ? 0 : 1));
    test.each(drawn)(`${change}, $name, at $share of the calls`, async ({ share, ...fault }) => {
      await matrix.converges(fault, 1 + Math.floor(share * matrix.calls));
    });
  }
}

function report(line: string): void {
  process.stdout.write(`convergence under faults: ${line}\n`);
}

/** The cases of one change: a world, and the state after the last convergence, whose flows live. */
class Matrix {
  /** Calls that an undisturbed update makes. */
  calls = 0;
  readonly #change: Change;
  readonly #world: World;
  #settled: StackState = NOTHING;
  #texts = 0;
  #cases = 0;
  #converged = 0;
  /** Cases whose update made fewer calls than the undisturbed one. */
  #missed = 0;

  private constructor(change: Change, world: World) {
    this.#change = change;
    this.#world = world;
  }

  static async open(change: Change): Promise<Matrix> {
    const matrix = new Matrix(change, await World.open());
    const created = await matrix.settle();
    matrix.calls = change === "create" ? created : await matrix.#undisturbed(matrix.#settled);
    return matrix;
  }

  get summary(): string {
    return `${this.#change}, ${this.calls} calls: ${this.#cases} cases, ${this.#cases - this.#converged} did not converge, ${this.#missed} were over before the call`;
  }

  close(): Promise<void> {
    return this.#world.close();
  }

  /** Creates all flows again; returns the number of calls. */
  async settle(): Promise<number> {
    await this.#world.deleteFlows();
    return this.#undisturbed(NOTHING);
  }

  /**
   * A run with a fault at one call, then one without: everything is as the program says, and nothing was done twice.
   * @param call counts from 1
   */
  async converges(fault: FaultKind, call: number): Promise<void> {
    this.#cases++;
    const from = this.#change === "create" ? NOTHING : this.#settled;
    if (this.#change === "create") await this.#world.deleteFlows();
    const before = await this.#versions();
    const text = `Text ${++this.#texts}.`;
    const where = `${this.#change}, ${fault.name}, call ${call}`;

    const disturbed = await this.#world.run(from);
    const met = await this.#world.withFault(call, fault, disturbed, async () => void (await disturbed.up(text)));
    if (!met) this.#missed++;
    await disturbed.stop();
    if (fault.harmless) expect({ where, errors: disturbed.errors }).toEqual({ where, errors: [] });

    const repaired = await this.#world.run(disturbed.state);
    const steps = await repaired.up(text);
    expect({ where, errors: repaired.errors, first: disturbed.errors }).toEqual({
      where,
      errors: [],
      first: expect.anything(),
    });
    const wrong = steps.filter((step) => step === "failed" || step === "failed-check" || step === "replace");
    expect({ where, wrong }).toEqual({ where, wrong: [] });

    const after = await this.#versions();
    expect({ where, names: [...after.keys()].sort() }).toEqual({ where, names: flowNames });
    const most = fault.harmless ? 1 : 2;
    const grown = [...after].filter(([name, version]) => version - (before.get(name) ?? 0) > most);
    expect({ where, grown }).toEqual({ where, grown: [] });
    expect({ where, changed: await repaired.refresh() }).toEqual({ where, changed: [] });
    expect({ where, steps: new Set(await repaired.up(text)) }).toEqual({ where, steps: new Set(["same"]) });
    await repaired.stop();
    const secrets = [disturbed, repaired].flatMap((run) => this.#world.secretsIn(run.output));
    expect({ where, secrets }).toEqual({ where, secrets: [] });
    this.#settled = repaired.state;
    this.#converged++;
  }

  async #undisturbed(state: StackState): Promise<number> {
    const run: Run = await this.#world.run(state);
    const calls = await this.#world.callsOf(() => run.up(`Text ${++this.#texts}.`));
    await run.stop();
    expect(run.errors).toEqual([]);
    this.#settled = run.state;
    return calls.length;
  }

  /** Published version of each flow, by name. @throws Error when two flows have one name */
  async #versions(): Promise<Map<string, number>> {
    const flows = await this.#world.flows();
    const known = new Map(flows.map((flow) => [flow.name, Number.parseInt(flow.publishedVersion?.id ?? "0", 10)]));
    if (known.size < flows.length) throw new Error(`Flows twice: ${flows.map(({ name }) => name).join(", ")}`);
    return known;
  }
}

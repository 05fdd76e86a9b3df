import { join } from "node:path";
import { Dice } from "../../e2e/faults/dice.ts";
import { removeProjects } from "../../project/harness.ts";
import { PublishedProject } from "./published-project.ts";

/** `ROLLBACKS=100` runs that many histories; `FAULTS_SEED` changes them. */
const size = Number(process.env["ROLLBACKS"] ?? 8);
const seed = Number(process.env["FAULTS_SEED"] ?? Math.floor(Date.now() / 86_400_000));
const EDITS = 5;
const HANDLER = "flows/modules/handler.yaml";
const STACK = "Pulumi.dev.yaml";

jest.setTimeout(size * 30_000);

/** What the sources say at one moment. */
interface State {
  key: string;
  formerly: string[];
  folder: string;
  name: string;
  says: string;
  extra: string | undefined;
  shared: string;
  own: string | undefined;
  sorry: string;
  /** Whether the module has an input, which the caller gives. */
  input: boolean;
}

const sales = ({ name, formerly, says, extra, input }: State) => `# ${says}
inboundCall: ${name}
formerly: [${formerly.join(", ")}]
values: {hello: {type: string}}
onFault: {say: "We have a problem.", then: disconnect}
start: hello
nodes:
  hello: {playAudio: "$\{hello}", then: greet}
  greet: {playAudio: ${JSON.stringify(says)}, then: ${extra === undefined ? "handle" : "extra"}}
${extra === undefined ? "" : `  extra: {playAudio: ${JSON.stringify(extra)}, then: handle}\n`}  handle: {callModule: handler, ${input ? "inputs: {why: x}, " : ""}on: {completed: bye, error: apology}}
  apology: {playAudio: "Sorry.", then: bye}
  bye: {disconnect: {}}
`;
const handler = ({ sorry, input }: State) => `commonModule: Handler
channels: [inboundCall]
${input ? "inputs: {why: string}\n" : ""}start: sorry
nodes:
  sorry: {playAudio: ${JSON.stringify(sorry)}, then: done}
  done: {end: completed}
`;
const stackFile = ({ key, shared, own }: State) => `config:
  genesyscloud:region: local
  genesys-flows:values: {hello: ${JSON.stringify(shared)}}
${own === undefined ? "" : `  genesys-flows:flows: {${key}: {values: {hello: ${JSON.stringify(own)}}}}\n`}`;
const fileOf = ({ folder, key }: State) => join("flows", folder, `${key}.yaml`);

const edits: readonly ((state: State, dice: Dice) => Partial<State>)[] = [
  (_, dice) => ({ says: dice.sentence() }),
  ({ extra }, dice) => ({ extra: extra === undefined ? dice.sentence() : undefined }),
  (_, dice) => ({ shared: dice.sentence() }),
  ({ own }, dice) => ({ own: own === undefined ? dice.sentence() : undefined }),
  (_, dice) => ({ sorry: dice.sentence() }),
  ({ input }) => ({ input: !input }),
  ({ key, formerly }, dice) => ({ key: `desk-${dice.upTo(1e6)}`, formerly: [...formerly, key] }),
  (_, dice) => ({ folder: dice.one(["inbound", "desk"]) }),
  (_, dice) => ({ name: `Desk ${dice.upTo(1e6)}` }),
];

describe(`rollback without the engine: ${size} histories, FAULTS_SEED=${seed}`, () => {
  const from = { git: 0, export: 0, unchanged: 0, refused: 0 };
  let project: PublishedProject;
  afterEach(async () => {
    await project.close();
    removeProjects();
  });

  test.each(Array.from({ length: size }, (_, n) => n + 1))("history %i", async (n) => {
    const dice = new Dice(seed * 1000 + n);
    let state: State = {
      ...{ key: "sales", formerly: [], folder: "inbound", name: "Sales", says: "One." },
      ...{ extra: undefined, shared: "Hello.", own: undefined, sorry: "Sorry.", input: false },
    };
    const files = (one: State) => ({ [fileOf(one)]: sales(one), [HANDLER]: handler(one), [STACK]: stackFile(one) });
    project = await new PublishedProject(files(state)).start();
    await project.publish({ release: dice.chance(0.5) });
    for (let edit = 0; edit < EDITS; edit++) {
      const before = state;
      state = { ...state, ...dice.one(edits)(state, dice) };
      if (fileOf(before) !== fileOf(state)) project.remove(fileOf(before));
      if (dice.chance(0.75)) project.commit(files(state));
      else project.write(files(state));
      await project.publish({ release: dice.chance(0.5) });
      if (dice.chance(0.2))
        await project.annPublishes(state.key, "We have a problem.", dice.sentence()).catch(() => {});
    }
    project.commit({});
    const newest = Number.parseInt(await project.version(state.key), 10);
    const version = `${dice.upTo(newest)}.0`;
    const wanted = await project.content(state.key, version);
    const { code, out, err } = await project.flowctl("rollback", state.key, "--to", version, "--write");
    if (err.includes("does not fit the current modules")) {
      // An export that gives the module an input which it no longer has: the platform would refuse it.
      expect([code, project.git("status", "--porcelain")]).toEqual([1, ""]);
      from.refused += 1;
      return;
    }
    expect([code, err]).toEqual([0, ""]);
    from[out.includes("source: commit") ? "git" : out.includes("source: the platform's") ? "export" : "unchanged"] += 1;
    await project.publish();
    expect(await project.content(state.key)).toBe(wanted);
    expect(project.git("status", "--porcelain")).toBe("");
    const { flows } = await project.load();
    expect(flows.map(({ key }) => key).sort()).toEqual([state.key, "handler"].sort());
  });

  test("sources are from Git and from exports", () => {
    expect(from.git + from.export + from.unchanged + from.refused).toBe(size);
    expect(from.refused).toBeLessThan(size / 2);
    if (size > 8) process.stdout.write(`${JSON.stringify(from)}\n`);
  });
});

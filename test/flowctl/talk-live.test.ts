import { Readable } from "node:stream";
import { runCommands } from "@genesys-flows/cli";
import { program } from "../../packages/flowctl/cli.ts";
import type { Ended } from "./program.ts";
import { TakeScene } from "./take/scene.ts";

const greeter = `commonModule: Greeter
channels: [inboundCall]
start: say
nodes:
  say: {playAudio: Welcome., then: done}
  done: {end: completed}
`;
const front = `inboundCall: Front desk
onFault: {say: Sorry., then: disconnect}
start: greet
nodes:
  greet: {callModule: greeter, on: {completed: bye, error: bye}}
  bye: {disconnect: {}}
`;

let scene: TakeScene;
beforeEach(async () => {
  scene = await TakeScene.open({ "flows/greeter.yaml": greeter, "flows/front.yaml": front });
});
afterEach(() => scene.close());

async function talk(...args: string[]): Promise<Ended> {
  const said = { out: "", err: "" };
  const code = await runCommands(program, ["talk", "front", ...args], {
    ...{ root: scene.root, input: Readable.from([]) },
    out: (text: string) => {
      said.out += text;
    },
    err: (text: string) => {
      said.err += text;
    },
  });
  return { code, ...said };
}

test("a stale caller is heard to be stale, with the version that it holds and the published one", async () => {
  await scene.edited("Greeter", (text) => text.replace("Welcome.", "Good day."), "local");
  const { code, out, err } = await talk("--live");
  expect(code).toBe(0);
  expect(out).toContain('says "Welcome."');
  expect(out).toMatch(
    /enters 'Greeter' 1\.0\n.*\n {21}Stale: holds version 1\.0 of Greeter; version 2\.0 is published\.\n/,
  );
  expect(err).toBe(
    "Calls inbound call flow 'Front desk' 1.0, published in the organisation 'Test'.\nStale: holds version 1.0 of Greeter; version 2.0 is published.\n",
  );

  await scene.publish();
  const fresh = await talk("--live");
  expect(fresh.out).not.toContain("Stale");
  expect(fresh.err).toBe("Calls inbound call flow 'Front desk' 2.0, published in the organisation 'Test'.\n");
});

test("a flow that is not published cannot be called", async () => {
  scene.write({ "flows/other.yaml": front.replace("Front desk", "Other") });
  const input = Readable.from([]);
  let err = "";
  const code = await runCommands(program, ["talk", "other", "--live"], {
    ...{ root: scene.root, input, out() {} },
    err: (text: string) => {
      err += text;
    },
  });
  expect([code, err]).toEqual([1, "The organisation 'Test' has no published flow 'Other'.\n"]);
});

import { callDocument } from "./harness/documents.ts";
import { textAsset } from "./harness/plugin.ts";
import { FLOW, sceneOfTests } from "./harness/scene.ts";
import type { Stack } from "./harness/stack.ts";

jest.setTimeout(5 * 60_000);

/** A rename is several calls. Whatever ends it in between, the next update ends with one flow under the new name. */

const scene = sceneOfTests();

const named = (name: string) => ({ document: textAsset(callDocument({ name })) });
const remote = () => scene.run({ config: scene.organisation.asClient });

/** One flow, under the name, with the id that it had, published at most twice more, in nobody's hands; the state says so. */
async function expectConverged(stack: Stack, o: { id: string; name: string; before: number; where: string }) {
  const { id, name, before, where } = o;
  await stack.up(FLOW, "sales", named(name));
  const flows = (await scene.organisation.flowsNamed("*")) as { id: string; name: string }[];
  expect({ where, flows: flows.map((flow) => [flow.id, flow.name]) }).toEqual({ where, flows: [[id, name]] });
  const live = await scene.organisation.flow(id);
  const version = Number.parseInt(String(live.publishedVersion?.id), 10);
  const locked = live["lockedClient"] ?? live["lockedUser"] ?? null;
  const grown = version - before;
  expect({ where, locked, grown }).toEqual({ where, locked: null, grown: grown === 2 ? 2 : 1 });
  const known = structuredClone(stack.get(FLOW, "sales"));
  expect(known).toMatchObject({ id, outputs: { name, publishedVersion: live.publishedVersion?.id } });
  await stack.refresh(FLOW, "sales");
  expect({ where, ...stack.get(FLOW, "sales") }).toEqual({ where, ...known });
  expect((await stack.up(FLOW, "sales", named(name))).operation).toBe("same");
  return version;
}

/** What one call of the renames meets from now on; gives back whether a call met it. */
async function withFault(call: number, effect: object, work: () => Promise<unknown>): Promise<boolean> {
  const { organisation } = scene;
  await organisation.api("POST", "/_local/faults", { faults: [{ when: { calls: call }, times: 1, do: effect }] });
  await work();
  const { entities } = await organisation.api<{ entities: { happened: number }[] }>("GET", "/_local/faults");
  await organisation.api("DELETE", "/_local/faults");
  return entities.some(({ happened }) => happened > 0);
}

test("the calls: look, check out, rename, give back, look again, then one publication", async () => {
  const stack = await remote();
  await stack.up(FLOW, "sales", named("Sales"));
  const { id } = stack.get(FLOW, "sales");
  const calls = await scene.organisation.requestsOf(() => stack.up(FLOW, "sales", named("Sales EU")));
  expect(calls.filter((call) => !/\/jobs\/|^PUT \/uploads/.test(call))).toEqual([
    `GET /api/v2/flows/${id}`,
    "GET /api/v2/flows",
    "POST /api/v2/flows/actions/checkout",
    `PUT /api/v2/flows/${id}`,
    "POST /api/v2/flows/actions/unlock",
    "GET /api/v2/flows",
    "POST /api/v2/flows/jobs",
    `GET /api/v2/flows/${id}`,
  ]);
});

test("a call that is refused ends the update; the next one converges", async () => {
  const stack = await remote();
  await stack.up(FLOW, "sales", named("Sales 0"));
  const { id } = stack.get(FLOW, "sales");
  let version = 1;
  let call = 1;
  for (let met = true; met; call++) {
    const name = `Sales ${call}`;
    const said: string[] = [];
    const update = () => stack.up(FLOW, "sales", named(name)).catch((error: Error) => said.push(error.message));
    met = await withFault(call, { error: { status: 400 } }, update);
    expect({ call, failed: said.length }).toEqual({ call, failed: met ? 1 : 0 });
    version = await expectConverged(stack, { id, name, before: met ? version : version - 1, where: `${call} ${said}` });
  }
  expect(call).toBeGreaterThan(10);
});

test.each(["before", "after"] as const)("a provider that is killed %s a call has taken effect", async (when) => {
  let stack = await remote();
  await stack.up(FLOW, "sales", named("Sales 0"));
  const { id } = stack.get(FLOW, "sales");
  let version = 1;
  let call = 1;
  for (let met = true; met; call++) {
    const name = `Sales ${call}`;
    const { plugin } = stack;
    scene.organisation.onCrash = () => plugin.process.kill("SIGKILL");
    met = await withFault(call, { crash: when }, async () => {
      await stack.up(FLOW, "sales", named(name)).catch(() => plugin.exited);
    });
    if (met) stack = await scene.run({ config: scene.organisation.asClient, after: stack });
    version = await expectConverged(stack, {
      id,
      name,
      before: met ? version : version - 1,
      where: `killed ${when} call ${call}`,
    });
  }
  expect(call).toBeGreaterThan(10);
});

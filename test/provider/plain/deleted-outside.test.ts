import { plainResources } from "../../../packages/provider/resources/kinds.ts";
import { isListed } from "../../../packages/provider/resources/outside/untouched.ts";
import { lasting, Scene } from "../harness/scene.ts";
import { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import { kinds } from "./kinds.ts";

let scene: Scene;
let fixture: Fixture;
let stack: Stack;

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  const { plugin } = await scene.run({ config: scene.organisation.asClient });
  stack = new Stack(plugin);
});
afterAll(() => scene.close());

const rows = new Map(plainResources.map((spec) => [spec.token, spec]));
/** One kind of each type whose objects a listing shows, and somebody can delete. */
const listed = [...new Map(Object.values(kinds).map((kind) => [kind.type, kind])).values()].filter(
  ({ type, stays }) => {
    const row = rows.get(type);
    return row && isListed(row) && !stays;
  },
);

test.each(listed.map((kind) => [rows.get(kind.type)?.noun ?? "", kind] as const))(
  "a preview says that a %s was deleted outside, and nothing while it exists",
  async (noun, { type, first, path }) => {
    const { plugin } = stack;
    await plugin.invoke("beginRun", { preview: false, flows: {} });
    const inputs = first(fixture);
    await stack.up(type, "it", inputs);
    const preview = async () => {
      plugin.log.length = 0;
      await plugin.invoke("beginRun", { preview: true, flows: {} });
      expect((await stack.preview(type, "it", inputs)).operation).toBe("same");
      const { text } = await plugin.invoke("endRun", {});
      return { said: lasting(plugin), text };
    };
    expect(await preview()).toEqual({ said: [], text: undefined });

    const { id } = stack.get(type, "it");
    const address = path(id).replace(/\?.*/, "");
    await scene.organisation.api("DELETE", `${address}${rows.get(type)?.deleteQuery ? "?allResources=true" : ""}`);
    expect(await preview()).toEqual({
      said: [
        expect.stringMatching(
          new RegExp(`^The ${noun} '.+' \\(.+\\) was deleted outside this stack by client person at 20\\S+Z\\. `),
        ),
      ],
      text: undefined,
    });
    stack.state.clear();
  },
);

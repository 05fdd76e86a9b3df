import { errorOf, lasting, noted, Scene } from "../harness/scene.ts";
import { Stack } from "../harness/stack.ts";
import { Fixture } from "./fixture.ts";
import type { Kind } from "./kind.ts";
import { kinds } from "./kinds.ts";

const ROW = "genesyscloud:index/architectDatatableRow:ArchitectDatatableRow";

let scene: Scene;
let fixture: Fixture;
let stack: Stack;
/** A stack without resources, on the process that all tests share. */
let empty: () => Stack;

beforeAll(async () => {
  scene = await new Scene().open();
  fixture = await Fixture.prepare(scene);
  const { plugin } = await scene.run({ config: scene.organisation.asClient });
  empty = () => new Stack(plugin);
  for (const id of ["second.example.com"]) {
    await scene.organisation.api("POST", "/api/v2/routing/email/domains", { id, subDomain: false });
  }
});
beforeEach(() => {
  stack = empty();
});
afterAll(() => scene.close());

describe.each(Object.entries(kinds))("%s", (_name, kind: Kind) => {
  const { type } = kind;
  const live = (id: string) => scene.organisation.api<Record<string, unknown>>("GET", kind.path(id));
  const sorted = (object: Record<string, unknown>): Record<string, unknown> => {
    const resources = object["resources"] as { language: string }[] | undefined;
    if (!resources) return object;
    return { ...object, resources: [...resources].sort((a, b) => (a.language < b.language ? -1 : 1)) };
  };
  const versionOf = ({ version }: Record<string, unknown>) => (version === undefined ? {} : { version });
  const last = () => (kind.second ?? kind.first)(fixture);
  const shows = async (id: string, expected: ((f: Fixture) => Record<string, unknown>) | undefined) => {
    if (expected) expect(sorted(await live(id))).toMatchObject(expected(fixture));
  };
  const drifts = () =>
    noted(stack.plugin).flatMap((one) => (typeof one !== "string" && one.code === "drift" ? [one.message] : []));
  const unchangedAs = async (name: string, inputs: Record<string, unknown>, on = stack) => {
    const requests = await scene.organisation.requestsOf(async () => {
      const { operation, detailedDiff } = await on.up(type, name, inputs);
      expect([operation, detailedDiff]).toEqual(["same", {}]);
    });
    expect(requests).toEqual([]);
  };
  const unchanged = (inputs: Record<string, unknown>, on = stack) => unchangedAs("it", inputs, on);

  test("create, update, refresh after an outside change, import, replace, delete", async () => {
    const first = kind.first(fixture);
    const earlier = drifts().length;
    expect((await stack.preview(type, "it", first)).operation).toBe("create");
    await stack.up(type, "it", first);
    const { id, outputs } = stack.get(type, "it");
    expect(outputs).toMatchObject({ organizationId: scene.organisation.server.organisationId });
    await shows(id, kind.firstLive);
    await unchanged(first);
    await stack.refresh(type, "it");
    expect(drifts()).toHaveLength(earlier);
    await unchanged(first);

    if (kind.second) {
      const second = kind.second(fixture);
      expect((await stack.preview(type, "it", second)).operation).toBe("update");
      expect((await stack.up(type, "it", second)).operation).toBe("update");
      expect(stack.get(type, "it").id).toBe(id);
      await shows(id, kind.secondLive);
      await unchanged(second);
      await stack.refresh(type, "it");
      await unchanged(second);
    }

    if (kind.outside) {
      const { method = "PUT", change } = kind.outside;
      const edit = typeof change === "function" ? change(fixture) : change;
      const path = kind.path(id).replace(/\?.*/, "");
      await scene.organisation.api(method, path, {
        ...(method === "PATCH" ? versionOf(await live(id)) : await live(id)),
        ...edit,
      });
      await stack.refresh(type, "it");
      expect(Object.keys((await stack.preview(type, "it", last())).detailedDiff).sort()).toEqual(kind.drifted);
      const names = kind.drifted?.map((path) => path.replace(/[.[].*/, "")) ?? [];
      // A row of a table has no audits of its own.
      const by = type === ROW ? "" : String.raw` by client person at 20\S+Z`;
      const changes = names.map((name) => `${name} .+ -> .+`).join(", ");
      expect(drifts().slice(earlier)).toEqual(
        names.length === 0
          ? []
          : [expect.stringMatching(new RegExp(`was changed outside this stack${by}: ${changes}\\.\n`))],
      );
      await stack.refresh(type, "it");
      expect(drifts().slice(earlier)).toHaveLength(names.length === 0 ? 0 : 1);
      await stack.up(type, "it", last());
      if (kind.drifted?.length) await shows(id, kind.secondLive);
    }

    const imported = empty();
    expect(await imported.import(type, "it", id)).toMatchObject({ id });
    if (!kind.outside || kind.drifted?.length) await unchanged(last(), imported);

    if (kind.third) {
      const third = kind.third(fixture);
      const preview = await stack.preview(type, "it", third);
      expect(preview.operation).toBe("replace");
      for (const property of kind.replacedBy ?? []) expect(Object.keys(preview.detailedDiff)).toContain(property);
      await stack.up(type, "it", third);
      expect(stack.get(type, "it").id).not.toBe(id);
      await expect(live(id)).rejects.toThrow("404");
      await unchanged(third);
    }

    const current = stack.get(type, "it").id;
    stack.plugin.log.length = 0;
    await stack.destroy(type, "it");
    if (kind.stays) {
      expect(await live(current)).toMatchObject({ id: current });
      expect(lasting(stack.plugin)).toEqual([
        expect.stringMatching(/ stays in the organisation: .+\. This stack no longer/),
      ]);
      return;
    }
    await expect(live(current)).rejects.toThrow("404");
    expect(await imported.refresh(type, "it")).toBe(false);
  });

  if (kind.stays) {
    test("one that exists already is taken over: one more create after a delete leads to the same object", async () => {
      await stack.up(type, "it", kind.first(fixture));
      const { id } = stack.get(type, "it");
      await stack.destroy(type, "it");
      const last = (kind.second ?? kind.first)(fixture);
      const again = { ...last, name: kind.first(fixture)["name"] };
      stack.plugin.log.length = 0;
      await stack.preview(type, "again", again);
      const taken = expect.stringMatching(/ exists\. The update takes it over and changes /);
      expect(lasting(stack.plugin)).toEqual([taken]);
      await stack.up(type, "again", again);
      expect(stack.get(type, "again").id).toBe(id);
      expect(lasting(stack.plugin)).toEqual([taken, taken]);
      await unchangedAs("again", again);
      await stack.destroy(type, "again");
    });
    return;
  }

  test("an object that was deleted outside disappears in a refresh; deleting it succeeds", async () => {
    await stack.up(type, "it", kind.first(fixture));
    const { id } = stack.get(type, "it");
    const path = kind.path(id).replace(/\?.*/, "");
    const query = path.includes("/prompts/") ? "?allResources=true" : "";
    await scene.organisation.api("DELETE", `${path}${query}`);
    const other = empty();
    other.state.set(other.urn(type, "it"), structuredClone(stack.get(type, "it")));
    stack.plugin.log.length = 0;
    expect(await stack.refresh(type, "it")).toBe(false);
    const deleted = String.raw`\(${id.replaceAll(/\W/g, ".")}\) was deleted outside this stack by client person at 20\S+Z\.`;
    expect(lasting(stack.plugin)).toEqual(type === ROW ? [] : [expect.stringMatching(deleted)]);
    await other.destroy(type, "it");
  });

  test("one that exists already is refused with the command that imports it", async () => {
    await stack.up(type, "it", kind.first(fixture));
    const { id } = stack.get(type, "it");
    const error = await errorOf(() => empty().up(type, "other", kind.first(fixture)));
    const quoted = /^[\w@%+=:,./-]+$/.test(id) ? id : `'${id}'`;
    expect(error.message).toContain(`npm run pulumi -- import ${type} other ${quoted}`);
    await stack.destroy(type, "it");
  });
});

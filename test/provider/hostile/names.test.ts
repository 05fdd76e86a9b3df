import fc from "fast-check";
import { callDocument } from "../harness/documents.ts";
import { textAsset } from "../harness/plugin.ts";
import { errorOf, FLOW, sceneOfTests } from "../harness/scene.ts";
import type { Stack } from "../harness/stack.ts";

const scene = sceneOfTests();
let stack: Stack;

beforeEach(() => {
  stack = scene.stack();
});

const document = (name: string, text = "Welcome.") => ({
  document: textAsset(callDocument({ name: JSON.stringify(name), text })),
});
const live = async (id: string) => {
  const flow = await scene.organisation.flow(id);
  return [flow.name, flow.publishedVersion?.id];
};

/** What the platform allows (reference/platform-api.md §3.2): no slash, a letter or digit, no `-debug`, 200 characters. */
const isLegal = (name: string) =>
  !name.includes("/") && /[\p{L}\p{N}]/u.test(name) && !/-debug$/i.test(name) && name.length <= 200;
const legalName = fc
  .string({ unit: "grapheme", minLength: 1, maxLength: 60 })
  .map((text) => text.replaceAll("/", "∕"))
  .filter(isLegal);

const legal = [
  `"Sales" & 'Service', 100 % + 1 = a=b`,
  "What? #1 ~ [x] {y} (z) <w> back\\slash | ^ `tick`",
  "Sales*",
  "%2F %00 %1",
  "Grüße e\u0301 é ß ☎️ 👩‍👩‍👧",
  "شركة المبيعات \u202Eleft 1",
  "コール\tセンター  2",
  "2024",
  "null",
  "- a: b, {{c",
  "x".repeat(200),
].filter(isLegal);

describe("a flow of any legal name", () => {
  test.each(legal)("%j is created, found, taken over, renamed and deleted", async (name) => {
    expect((await stack.up(FLOW, "sales", document(name))).outputs["name"]).toBe(name);
    const { id } = stack.get(FLOW, "sales");
    expect(await live(id)).toEqual([name, "1.0"]);
    expect((await stack.up(FLOW, "sales", document(name))).operation).toBe("same");

    const afterCrash = scene.stack();
    await afterCrash.up(FLOW, "sales", document(name));
    expect(afterCrash.get(FLOW, "sales").id).toBe(id);
    const other = await errorOf(() => scene.stack().preview(FLOW, "another", document(name)));
    expect(other.message).toContain("belongs to 'sales' of this stack, not to 'another'");
    await stack.refresh(FLOW, "sales");
    expect(stack.get(FLOW, "sales").outputs["drift"]).toBeUndefined();

    const renamed = `2${[...name].slice(1).join("")}`;
    await stack.up(FLOW, "sales", document(renamed, "Hello."));
    expect(await live(id)).toEqual([renamed, "2.0"]);
    await stack.destroy(FLOW, "sales");
    await expect(scene.organisation.flow(id)).rejects.toThrow("410");
  });

  test("any other one", async () => {
    await fc.assert(
      fc.asyncProperty(legalName, legalName, async (name, next) => {
        const own = scene.stack();
        await own.up(FLOW, "sales", document(name));
        const { id } = own.get(FLOW, "sales");
        expect(await live(id)).toEqual([name, "1.0"]);
        const afterCrash = scene.stack();
        await afterCrash.up(FLOW, "sales", document(name));
        expect(afterCrash.get(FLOW, "sales").id).toBe(id);
        await own.up(FLOW, "sales", document(next));
        expect((await live(id))[0]).toBe(next);
        await own.destroy(FLOW, "sales");
      }),
      {
        numRuns: 6,
        endOnFailure: true,
        examples: [
          ["Sales", " Sales"],
          ["a ", " b"],
        ],
      },
    );
  });
});

describe("names that are nearly the same", () => {
  test("prefixes of each other, and patterns that fit each other, are different flows", async () => {
    const names = ["Sales", "Sales 1", "Sales*", "S*1"];
    for (const name of names) await stack.up(FLOW, `key of ${name}`, document(name));
    const ids = names.map((name) => stack.get(FLOW, `key of ${name}`).id);
    expect(new Set(ids).size).toBe(names.length);
    for (const name of names) await stack.up(FLOW, `key of ${name}`, document(name, "Hello."));
    expect(await Promise.all(ids.map(live))).toEqual(names.map((name) => [name, "2.0"]));
  });

  test.each<[string, string]>([
    ["in other letters", "SALES"],
    ["with spaces around it", "  Sales "],
  ])("a name %s is somebody's: it is refused, not published over", async (_how, name) => {
    const id = await scene.organisation.publish(callDocument({ name: "Sales" }));
    for (const run of [stack.preview, stack.up]) {
      const error = await errorOf(() => run.call(stack, FLOW, "sales", document(name)));
      expect(error.message).toContain(`The flow 'Sales' (${id}, version 1.0 published`);
    }
    expect(await live(id)).toEqual(["Sales", "1.0"]);
  });

  test("a flow is renamed to itself in other letters", async () => {
    await stack.up(FLOW, "sales", document("Sales"));
    const { id } = stack.get(FLOW, "sales");
    await stack.up(FLOW, "sales", document("SALES"));
    expect(await live(id)).toEqual(["SALES", "2.0"]);
  });

  test("a name that another flow has in other letters is refused for a renaming", async () => {
    const taken = await scene.organisation.publish(callDocument({ name: "Support" }));
    await stack.up(FLOW, "sales", document("Sales"));
    for (const run of [stack.preview, stack.up]) {
      const error = await errorOf(() => run.call(stack, FLOW, "sales", document("SUPPORT")));
      expect(error.message).toContain(`the flow ${taken} has that name`);
    }
  });

  test.each<[string, string, string]>([
    ["one name", "Sales", "Sales"],
    ["one name in two spellings", "Sales", "SALES "],
  ])("two resources of a run with %s, at the same moment: one of them is refused", async (_how, a, b) => {
    const results = await Promise.allSettled([
      stack.up(FLOW, "a", document(a, "A.")),
      stack.up(FLOW, "b", document(b, "B.")),
    ]);
    expect(results.map(({ status }) => status).sort()).toEqual(["fulfilled", "rejected"]);
    const refused = results.find((result) => result.status === "rejected")?.reason as Error;
    expect(refused.message).toMatch(/belongs to '[ab]' of this stack, not to '[ab]'/);
    const flows = await scene.organisation.flowsNamed("Sales");
    expect(flows.map((flow) => (flow["publishedVersion"] as { id: string }).id)).toEqual(["1.0"]);
  });
});

describe("a name that is not legal is refused by the platform, with its place", () => {
  test.each<[string, string, RegExp]>([
    ["a slash", "Sales/Service", /must not contain forward slashes/],
    ["the ending of debugged flows", "Sales-debug", /must not end with '-debug'/],
    ["no letter or digit", "!?", /at least one alphanumeric character/],
    ["201 characters", "x".repeat(201), /must not be longer than 200 characters/],
  ])("%s", async (_what, name, reason) => {
    const error = await errorOf(() => stack.up(FLOW, "sales", document(name)));
    expect(error.message).toMatch(reason);
    expect(error.message).toContain("- sales.yaml:3: ");
    expect(error.message).toContain("    Correct the flow's name.");
  });
});

import type { Organisation } from "../e2e/harness/organisation.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(5 * 60_000);

/** A flow as its callers meet it. */
interface Fact {
  readonly id: string;
  readonly version: string | undefined;
  readonly held: readonly string[];
  readonly numbers: readonly string[];
}
type Facts = Readonly<Record<string, Fact>>;

const SALES = "flows/inbound/sales.yaml";
const SUPPORT = "flows/inbound/support.yaml";
const PIN = "flows/modules/pin-authentication.yaml";
const HANDLER = "Common error handler 1.0";

/** Journey 7: what has another name, or another place, is the same; and what is taken away is announced. */
describe("renames, numbers that move, modules that are replaced", () => {
  let checkout: Checkout;
  let platform: Organisation;
  let before: Facts;

  beforeAll(async () => {
    checkout = await Checkout.clone();
    await checkout.does("npm start");
    platform = await checkout.organisation();
    before = await facts();
  });
  afterAll(() => checkout?.dispose());

  /** Every flow of the stack, as the organisation has it. */
  async function facts(): Promise<Facts> {
    const ivrs = Object.values(await platform.ivrs());
    const own = (await platform.flows()).filter(({ name }) => !name.startsWith("Default "));
    const entries = own.map(async ({ id = "", name, type, publishedVersion }): Promise<[string, Fact]> => {
      const held = String(type).toUpperCase() === "INBOUNDCALL" ? await platform.modulesHeld(name) : [];
      return [
        name,
        {
          id,
          version: publishedVersion?.id,
          held: held.map((one) => `${one.name} ${one.version}`).sort(),
          numbers: ivrs.flatMap((ivr) => (ivr.flowId === id ? ivr.numbers : [])).sort(),
        },
      ];
    });
    return Object.fromEntries(await Promise.all(entries));
  }

  /** Some facts with others in place of those that have other names or values. */
  const changed = (o: { gone?: readonly string[]; now?: Readonly<Record<string, Partial<Fact>>> }): Facts => {
    const names = [...new Set([...Object.keys(before), ...Object.keys(o.now ?? {})])];
    const left = names.filter((name) => !o.gone?.includes(name));
    return Object.fromEntries(left.map((name) => [name, { ...before[name], ...o.now?.[name] } as Fact]));
  };

  /**
   * Previews and updates. The preview changes nothing, and says in its first sentence what the update then did; nothing is left to
   * do.
   */
  async function update(o: { will: string; was: string; shows?: readonly RegExp[] }): Promise<Facts> {
    const preview = await checkout.does("npm run pulumi -- preview");
    expect(preview.output.replaceAll(/\n {2}(?=\S)/g, " ")).toContain(`\n${o.will}\n`);
    for (const line of o.shows ?? []) expect(preview.output).toMatch(line);
    expect(await facts()).toEqual(before);
    const done = await checkout.does("npm run pulumi -- up --yes");
    expect(done.output).toContain(`\n${o.was}\n`);
    const now = await facts();
    for (const [name, { version, id }] of Object.entries(now)) {
      expect(done.output).toMatch(new RegExp(`^${name} +\\S+ +${version} .*${id}$`, "m"));
    }
    expect((await checkout.does("npm run pulumi -- preview")).output).toMatch(/^Nothing changes\. /m);
    return now;
  }

  /** Refused by the preview and by the update, both with the same text; nothing changes. */
  async function refused(expected: readonly (string | RegExp)[]): Promise<void> {
    for (const command of ["preview", "up --yes"]) {
      const { output } = await checkout.refuses(`npm run pulumi -- ${command}`);
      for (const text of expected) expect(output).toMatch(text);
    }
    expect(await facts()).toEqual(before);
  }

  const as = (name: string): Fact => before[name] as Fact;

  test("a flow gets another name: one version, the same id and numbers", async () => {
    checkout.edit(SALES, "inboundCall: Sales\n", "inboundCall: Sales desk\n");
    const now = await update({
      will: "1 flow will be published, nothing deleted.",
      was: "1 flow was published, nothing deleted.",
      shows: [
        /^~ Sales desk {2}inboundCall, 1\.0 -> 2\.0, renamed: Sales -> Sales desk, flows\/inbound\/sales\.yaml$/m,
      ],
    });
    expect(now).toEqual(changed({ gone: ["Sales"], now: { "Sales desk": { ...as("Sales"), version: "2.0" } } }));
    before = now;
  });

  test("a module gets another name: it and its callers get one version, with the new name in their snapshots", async () => {
    checkout.edit(PIN, "commonModule: PIN authentication\n", "commonModule: PIN check\n");
    const now = await update({
      will: "1 module and 2 flows will be published, nothing deleted.",
      was: "1 module and 2 flows were published, nothing deleted.",
      shows: [
        /renamed: PIN authentication -> PIN check/,
        /^~ Support {2}inboundCall, 1\.0 -> 2\.0, own change, holds PIN check 2\.0/m,
      ],
    });
    const held = [HANDLER, "PIN check 2.0"];
    expect(now).toEqual(
      changed({
        gone: ["PIN authentication"],
        now: {
          "PIN check": { ...as("PIN authentication"), version: "2.0" },
          "Sales desk": { version: "3.0", held },
          Support: { version: "2.0", held },
        },
      }),
    );
    before = now;
  });

  test("a file moves to another folder: nothing changes", async () => {
    checkout.move(SUPPORT, "flows/desks/support.yaml");
    expect((await checkout.does("npm run pulumi -- preview")).output).toMatch(/^Nothing changes\. /m);
    checkout.move("flows/desks/support.yaml", SUPPORT);
    checkout.remove("flows/desks");
  });

  test("the file of a flow and that of a module get other names: nothing is published", async () => {
    checkout.move(SUPPORT, "flows/inbound/help-desk.yaml");
    checkout.edit(
      "flows/inbound/help-desk.yaml",
      "inboundCall: Support\n",
      "inboundCall: Support\nformerly: [support]\n",
    );
    checkout.move(PIN, "flows/modules/pin-check.yaml");
    checkout.edit(
      "flows/modules/pin-check.yaml",
      "commonModule: PIN check\n",
      "commonModule: PIN check\nformerly: [pin-authentication]\n",
    );
    await refused([/sales\.yaml:\d+:\d+ error unknown-module: The module 'pin-authentication' does not exist/]);
    for (const file of [SALES, "flows/inbound/help-desk.yaml"])
      checkout.edit(file, "callModule: pin-authentication", "callModule: pin-check");
    const now = await update({
      will: "2 flows will be updated without being published, nothing deleted.",
      was: "2 flows were updated without being published, nothing deleted.",
      shows: [/key: pin-authentication -> pin-check/, /key: support -> help-desk/],
    });
    expect(now).toEqual(before);
  });

  test("a file gets another name and nothing else: the flow is kept, and no message says that it would be deleted", async () => {
    checkout.move(SALES, "flows/inbound/new-business.yaml");
    const preview = await checkout.does("npm run pulumi -- preview");
    expect(preview.output).not.toMatch(/would delete|will be deleted/);
    const now = await update({
      will: "1 flow and 1 IVR will be replaced in the state, nothing deleted.",
      was: "1 flow and 1 IVR were replaced in the state, nothing deleted.",
      shows: [/key: sales -> new-business, replaced in the state: the id is kept/],
    });
    expect(now).toEqual(before);
  });

  test("file and name change together without `formerly`: the preview says what is lost, and how to keep it", async () => {
    checkout.move("flows/inbound/new-business.yaml", SALES);
    checkout.edit(SALES, "inboundCall: Sales desk\n", "inboundCall: Sales\n");
    const { output } = await checkout.does("npm run pulumi -- preview");
    expect(output).toContain("\n1 flow will be published, 2 numbers will move, 1 flow will be deleted.\n");
    expect(output).toMatch(/^ {2}\+13175550100 will route to Sales instead of Sales desk$/m);
    expect(output.replaceAll(/\n\s+/g, " ")).toContain("add `formerly: [new-business]` to flows/inbound/sales.yaml");
    expect(await facts()).toEqual(before);
    checkout.edit(SALES, "inboundCall: Sales\n", "inboundCall: Sales\nformerly: [new-business]\n");
    const now = await update({
      will: "1 flow will be published, nothing deleted.",
      was: "1 flow was published, nothing deleted.",
      shows: [/key: new-business -> sales, renamed: Sales desk -> Sales/],
    });
    expect(now).toEqual(changed({ gone: ["Sales desk"], now: { Sales: { ...as("Sales desk"), version: "4.0" } } }));
    before = now;
    await checkout.commit("Rename the flows");
  });

  test("a number moves, one is new, and one is taken away with the IVR that has no other", async () => {
    checkout.edit(SALES, '["+13175550100", "+13175550101"]', '["+13175550100"]');
    checkout.edit(
      "flows/inbound/help-desk.yaml",
      '["+13175550110"]',
      '["+13175550101", "+13175550110", "+13175550160"]',
    );
    checkout.edit("flows/inbound/claims.options.yaml", /^numbers: .*\n/m, "");
    const now = await update({
      will: "1 number will move, 1 number will be added, 1 number will route to no flow, 1 IVR will be deleted.",
      was: "1 number moved, 1 number was added, 1 number routes to no flow, 1 IVR was deleted.",
      shows: [
        /\+13175550101 will route to Support instead of Sales$/m,
        /\+13175550120 will route to no flow of this stack instead of Claims$/m,
        /\+13175550160 will route to Support \(previously to no flow of this stack\)$/m,
      ],
    });
    expect(now).toEqual(
      changed({
        now: {
          Sales: { numbers: ["+13175550100"] },
          Support: { numbers: ["+13175550101", "+13175550110", "+13175550160"] },
          Claims: { numbers: [] },
        },
      }),
    );
    before = now;
  });

  test("another module takes the place of one: the callers hold it, and the old one is deleted", async () => {
    const file = "flows/modules/pin-check.yaml";
    const text = checkout.read(file).replace("commonModule: PIN check\n", "commonModule: Card check\n");
    checkout.write(
      "flows/modules/card-check.yaml",
      text.replace(/^formerly: .*\n/m, "").replace("four-digit PIN.", "card number."),
    );
    checkout.remove(file);
    for (const caller of [SALES, "flows/inbound/help-desk.yaml"])
      checkout.edit(caller, "callModule: pin-check", "callModule: card-check");
    const now = await update({
      will: "1 module and 2 flows will be published, 1 flow will be deleted.",
      was: "1 module and 2 flows were published, 1 flow was deleted.",
      shows: [
        /authenticate calls "Card check" instead of "PIN check"/,
        /^- PIN check {2}commonModule, 2\.0, removed from the stack/m,
      ],
    });
    const held = ["Card check 1.0", HANDLER];
    expect(now["Card check"]?.id).not.toBe(before["PIN check"]?.id);
    expect(now).toEqual(
      changed({
        gone: ["PIN check"],
        now: {
          "Card check": { id: now["Card check"]?.id ?? "", version: "1.0", held: [], numbers: [] },
          Sales: { version: "5.0", held },
          Support: { version: "3.0", held },
        },
      }),
    );
    before = now;
    await checkout.commit("Check cards");
  });

  test("a module that is still called cannot be deleted", async () => {
    checkout.remove("flows/modules/card-check.yaml");
    await refused([
      /^flows\/inbound\/sales\.yaml:\d+:\d+ error unknown-module: /m,
      /^flows\/inbound\/help-desk\.yaml:\d+:\d+ /m,
    ]);
    await checkout.git("checkout", "flows");
  });

  test("nor can a flow to which another one transfers: the report shows the deletion beside the refusal", async () => {
    checkout.edit(SALES, "on: {failure: apology}", "on: {failure: to-help}");
    checkout.edit(
      SALES,
      "  not-verified:",
      "  to-help: {transferToFlow: Support, on: {failure: apology}}\n  not-verified:",
    );
    const now = await update({
      will: "1 flow will be published, nothing deleted.",
      was: "1 flow was published, nothing deleted.",
      shows: [/\+ to-help \(transferToFlow\)/],
    });
    expect(now).toEqual(changed({ now: { Sales: { version: "6.0" } } }));
    before = now;
    checkout.remove("flows/inbound/help-desk.yaml");
    await refused([
      /^3 numbers would route to no flow, 1 flow would be deleted; blocked by 1 finding\.$/m,
      /^- Support {2}inboundCall, removed from the stack$/m,
      /^flows\/inbound\/sales\.yaml:\d+:\d+ error reference-withdrawn: The flow refers to the flow 'Support'/m,
    ]);
  });

  test("once nothing names it, it is deleted with its numbers", async () => {
    checkout.edit(SALES, "on: {failure: to-help}", "on: {failure: apology}");
    checkout.edit(SALES, / {2}to-help: .*\n/, "");
    const now = await update({
      will: "1 flow will be published, 3 numbers will route to no flow, 1 flow will be deleted.",
      was: "1 flow was published, 3 numbers route to no flow, 1 flow was deleted.",
      shows: [/^- Support {2}inboundCall, 3\.0, removed from the stack/m],
    });
    expect(now).toEqual(changed({ gone: ["Support"], now: { Sales: { version: "7.0" } } }));
    const again = await checkout.does("npm run pulumi -- up --yes");
    expect(again.output).toMatch(/^Nothing changes\.$/m);
    expect(await facts()).toEqual(now);
    await checkout.does("npm run flowctl -- verify --stack dev");
  });
});

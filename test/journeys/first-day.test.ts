import type { Organisation } from "../e2e/harness/organisation.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(5 * 60_000);

/** Types of flows of the platform, as definitions name them. */
const TYPES: Readonly<Record<string, string>> = {
  INBOUNDCALL: "inboundCall",
  COMMONMODULE: "commonModule",
  INBOUNDEMAIL: "inboundEmail",
};

/** Journey 1: the README from top to bottom. */
describe("the first day", () => {
  let checkout: Checkout;
  let platform: Organisation;
  /** Versions by name, without the flows that every organisation has. */
  const versions = async () =>
    Object.fromEntries(Object.entries(await platform.versions()).filter(([name]) => !name.startsWith("Default ")));
  /** The rows of the table at the end of an update, by name of the flow. */
  const rowsOf = (output: string) => {
    const lines = output.split("\n");
    const at = lines.findIndex((line) => /^Flow +Type +Published version/.test(line));
    const starts = [...(lines[at + 1] ?? "").matchAll(/-+/g)].map(({ index }) => index);
    const rows = lines
      .slice(at + 2, lines.indexOf("", at))
      .map((line) => starts.map((start, column) => line.slice(start, starts[column + 1]).trim()));
    return Object.fromEntries(rows.map(([name = "", ...cells]) => [name, cells]));
  };
  /** The same rows as the organisation has them. */
  const liveRows = async () => {
    const ivrs = Object.values(await platform.ivrs());
    const names = Object.keys(await versions());
    const rows = names.map(async (name) => {
      const { id, version, type } = await platform.flow(name);
      const isCall = String(type).toUpperCase() === "INBOUNDCALL";
      const held = isCall ? await platform.modulesHeld(name) : [];
      const numbers = ivrs.filter(({ flowId }) => flowId === id).flatMap((ivr) => ivr.numbers);
      const modules = held.map((module) => `${module.name} ${module.version}`).join(", ");
      return [name, [TYPES[String(type).toUpperCase()], version, modules, numbers.sort().join(", "), id]] as const;
    });
    return Object.fromEntries(await Promise.all(rows));
  };
  beforeAll(async () => {
    checkout = await Checkout.clone();
  });
  afterAll(() => checkout?.dispose());

  test("`npm start` deploys the example, and its table is what the organisation has", async () => {
    const { stdout } = await checkout.does("npm start");
    platform = await checkout.organisation();
    expect(rowsOf(stdout)).toEqual(await liveRows());
    expect(await checkout.status()).toBe("");
  });

  test("a second run publishes nothing", async () => {
    const before = await versions();
    const { output } = await checkout.does("npm start");
    expect(output).toMatch(/^Nothing changes\.$/m);
    expect(await versions()).toEqual(before);
  });

  test("a changed prompt: the preview shows the module and its callers, and `npm start` publishes exactly these", async () => {
    const before = await versions();
    const file = "flows/modules/pin-authentication.yaml";
    const [from, to] = [
      "Please enter your four-digit PIN.",
      "Please enter your four-digit PIN, followed by the pound key.",
    ];
    checkout.edit(file, from, to);
    const preview = await checkout.does("npm run pulumi -- preview");
    expect(preview.output).toMatch(/^~ PIN authentication .* 1\.0 -> 2\.0, own change/m);
    for (const name of ["Sales", "Support"])
      expect(preview.output).toMatch(new RegExp(`^~ ${name} .*holds PIN authentication 1\\.0 -> 2\\.0$`, "m"));
    expect(preview.output).toMatch(/^Not touched: .*Claims/m);
    expect(await versions()).toEqual(before);

    const update = await checkout.does("npm start");
    expect(update.output).toContain("1 module and 2 flows were published, nothing deleted.");
    expect(await versions()).toEqual({ ...before, "PIN authentication": "2.0", Sales: "2.0", Support: "2.0" });
    expect(rowsOf(update.stdout)).toEqual(await liveRows());
    expect(await platform.export("PIN authentication")).toContain(to);
    const asked = await checkout.does("npm run flowctl -- show pin-authentication");
    expect(asked.output).toContain(`version 2.0 is published (${(await platform.flow("PIN authentication")).id})`);
    expect(asked.output).toMatch(/^outcomes +success, failure, error$/m);
    for (const name of ["Sales", "Support"])
      expect(asked.output).toMatch(new RegExp(`^${name} +flows/\\S+ +2\\.0 *$`, "m"));
    expect((await checkout.does("npm run flowctl -- show sales")).output).toContain("PIN authentication (holds 2.0)");
    expect((await platform.modulesHeld("Sales")).find(({ name }) => name === "PIN authentication")?.version).toBe(
      "2.0",
    );
  });

  test("a call without its `error` transition is refused before anything is published, with flow, node, file and line", async () => {
    const before = await versions();
    const file = "flows/inbound/sales.yaml";
    const text = checkout.read(file);
    checkout.edit(file, ", error: apology}", "}");
    const refused = [await checkout.refuses("npm start"), await checkout.refuses("npm run pulumi -- up --yes")];
    for (const { output } of refused) {
      expect(output).toMatch(/^flows\/inbound\/sales\.yaml:\d+:\d+ error module-call-transitions/m);
      expect(output).toMatch(/node authenticate/);
      expect(output).toMatch(/`error` transition/);
    }
    expect((await checkout.refuses("npm run flowctl -- check")).output).toContain("module-call-transitions");
    expect(await versions()).toEqual(before);
    checkout.write(file, text);
  });

  test("`.env` is read, and no command prints a value of it", async () => {
    const secret = "correct-horse-battery";
    const names = ["GENESYSCLOUD_OAUTHCLIENT_SECRET", "PULUMI_CONFIG_PASSPHRASE", "PULUMI_OPTION_MESSAGE"];
    checkout.write(".env", `${names.map((name) => `${name}=${secret}\n`).join("")}PULUMI_STACK=nowhere\n`);
    expect(await checkout.status()).not.toContain(".env");
    const said = [
      await checkout.does("npm run -s env"),
      await checkout.does("npm run pulumi -- preview --stack dev --raw --debug --logtostderr -v=9"),
      await checkout.says("npm run flowctl -- doctor --stack dev"),
      // The stack of the file is the one that is used, and the environment wins.
      await checkout.refuses("npm run pulumi -- preview"),
      await checkout.does("npm run pulumi -- preview", { env: { PULUMI_STACK: "dev" } }),
    ];
    for (const { output } of said) expect(output).not.toContain(secret);
    expect(said[0]?.stderr).toContain(names[0]);
    checkout.write(".env", `${secret}\n`);
    const { output } = await checkout.refuses("npm start");
    expect(output).toContain("line 1: it has no `=`.");
    expect(output).not.toContain(secret);
    checkout.remove(".env");
  });
});

import type { Organisation } from "../e2e/harness/organisation.ts";
import { Checkout } from "./checkout.ts";

jest.setTimeout(5 * 60_000);

const STACKS = ["dev", "test", "prod"] as const;
type Stack = (typeof STACKS)[number];

const DESK = `inboundCall: Quotes
numbers: ["+13175550140"]
onFault: {say: "We have a technical problem. Please call again.", then: disconnect}
start: hello
nodes:
  hello: {playAudio: {prompt: Quotes_welcome}, then: hours}
  hours: {evaluateScheduleGroup: Quotes hours, on: {open: to-desk, closed: sorry, holiday: sorry, emergency: sorry}}
  to-desk: {transferToAcd: {queue: Quotes}, on: {failure: sorry}}
  sorry: {playAudio: "Please call again tomorrow.", then: hang-up}
  hang-up: {disconnect: {}}
`;

const OBJECTS = `queues:
  Quotes:
    description: Quotes by telephone
schedules:
  Quote days: {days: Mon-Fri, from: "09:00", to: "17:00"}
scheduleGroups:
  Quotes hours: {zone: Europe/Berlin, open: [Quote days]}
prompts:
  Quotes_welcome: {en-us: {text: Welcome to quotes.}}
`;
const FILE = "flows/quotes-objects.yaml";

/** Journey 3: a change of a flow, a queue, a schedule and a prompt, from dev over test to prod. */
describe("promotion", () => {
  let checkout: Checkout;
  const platforms = new Map<Stack, Organisation>();
  const env = { PULUMI_CONFIG_PASSPHRASE: "a passphrase of the team" };

  beforeAll(async () => {
    checkout = await Checkout.clone();
    for (const stack of ["test", "prod"] as const) {
      checkout.write(
        `Pulumi.${stack}.yaml`,
        `config:\n  genesyscloud:region: local\n  genesys-flows:policyLevels: ${stack}\n  genesys-flows:substitutions:\n    claimsQueue: Claims\n`,
      );
    }
    checkout.write("policies/levels/test.yaml", "promotes-from: {promotesFrom: dev}\n");
    checkout.write("policies/levels/prod.yaml", "promotes-from: {promotesFrom: test}\n");
    await checkout.does("npm start");
    for (const stack of ["test", "prod"])
      await checkout.does(`npm run pulumi -- stack init ${stack} --no-select`, { env });
    await checkout.commit("Three environments");
  });
  afterAll(() => checkout?.dispose());

  const platform = async (stack: Stack) => {
    const opened = platforms.get(stack) ?? (await checkout.organisation(stack));
    platforms.set(stack, opened);
    return opened;
  };
  /** What an organisation has of the change. */
  const deployed = async (stack: Stack) => {
    const own = await platform(stack);
    const [schedules, groups, prompts, queues, flows] = await Promise.all([
      own.architect.getArchitectSchedules({ pageSize: 100, pageNumber: 1 }),
      own.architect.getArchitectSchedulegroups({ pageSize: 100, pageNumber: 1 }),
      own.architect.getArchitectPrompts({ pageSize: 100, pageNumber: 1 }),
      own.queueEntities(),
      own.flows(),
    ]);
    const weekdays = schedules.entities?.find(({ name }) => name === "Quote days");
    const group = groups.entities?.find(({ name }) => name === "Quotes hours");
    return {
      version: flows.find(({ name }) => name === "Quotes")?.publishedVersion?.id,
      queue: queues.find(({ name }) => name === "Quotes")?.description,
      until: weekdays?.end?.slice(11, 16),
      opens: group?.openSchedules?.some(({ id }) => id === weekdays?.id),
      prompt: prompts.entities?.find(({ name }) => name === "Quotes_welcome")?.resources?.[0]?.ttsString,
    };
  };

  test("everything that the source declares goes from stack to stack", async () => {
    checkout.write("flows/inbound/quotes.yaml", DESK);
    checkout.write(FILE, OBJECTS);
    await checkout.commit("Quotes");
    const wanted = {
      version: "1.0",
      queue: "Quotes by telephone",
      until: "17:00",
      opens: true,
      prompt: "Welcome to quotes.",
    };

    const early = await checkout.refuses("npm run promote -- dev test --yes", { env });
    expect(early.stdout).toContain('The flow "Quotes" was not deployed to dev.');
    expect(early.stdout).toContain('The queue "Quotes" was not deployed to dev.');
    expect(early.stdout).toContain('The schedule group "Quotes hours" was not deployed to dev.');

    await checkout.does("npm run pulumi -- up --yes");
    expect(await deployed("dev")).toEqual(wanted);
    const first = await checkout.does("npm run promote -- dev test --yes", { env });
    expect(first.stdout).toMatch(/Deployed only to dev so far:\n(?: .*\n)* {2}ArchitectUserPrompt Quotes_welcome\n/);
    expect(await deployed("test")).toEqual(wanted);
    const second = await checkout.does("npm run promote -- test prod --yes", { env });
    expect(second.stdout).not.toContain("not promoted");
    expect(await deployed("prod")).toEqual(wanted);
    for (const stack of STACKS) {
      const said = await checkout.does(`npm run pulumi -- preview --stack ${stack}`, stack === "dev" ? {} : { env });
      expect(said.stdout).toContain("Nothing changes.");
    }
    expect(await checkout.status()).toBe("");
  });

  test("a change of any of them stops at the stack that does not run it, and is then carried on", async () => {
    checkout.edit(FILE, "17:00", "18:30");
    checkout.edit(FILE, "Welcome to quotes.", "Welcome to the quotes desk.");
    checkout.edit(FILE, "Quotes by telephone", "Quotes on the phone");
    await checkout.commit("Longer hours");
    await checkout.does("npm run pulumi -- up --yes");
    const past = await checkout.refuses("npm run promote -- test prod --yes", { env });
    expect(past.stdout).toMatch(/The queue "Quotes" \(\w{12}\) differs from the one deployed to test/);
    expect(past.stdout).toMatch(/The schedule "Quote days" \(\w{12}\) differs/);
    expect(past.stdout).toMatch(/The prompt "Quotes_welcome" \(\w{12}\) differs/);
    expect(past.stdout).not.toContain('The flow "Quotes"');
    expect((await checkout.refuses("npm run pulumi -- up --stack prod --yes", { env })).stdout).toContain(
      "blocked by 3 policy violations.",
    );
    const wanted = { queue: "Quotes on the phone", until: "18:30", opens: true, prompt: "Welcome to the quotes desk." };
    expect(await deployed("prod")).not.toMatchObject(wanted);
    await checkout.does("npm run promote -- dev test --yes", { env });
    await checkout.does("npm run promote -- test prod --yes", { env });
    for (const stack of STACKS) expect(await deployed(stack)).toMatchObject(wanted);
  });
});

import { type Arguments, CommandError, type Context, type Program, runCommands, UsageError } from "@genesys-flows/cli";

const exits = { 0: "done" };

const program: Program = {
  name: "kitchen",
  description: "Cooks.",
  notes: "Exit codes: 0 cooked, 2 usage error.",
  groups: { stove: "the stove" },
  commands: [
    {
      usage: "cook <dish> [extras...]",
      description: "cook a dish",
      options: [["--heat <degrees>", "how hot", "180"]],
      variables: "COOK",
      exits: { 0: "done", 1: "burnt" },
      guide: "cooking.md",
      examples: ["cook pasta"],
      load: async () => cook,
    },
    { usage: "pass", raw: true, description: "pass it on", exits, load: async () => pass },
    { usage: "stove clean", description: "clean it", exits, load: async () => async () => 3 },
  ],
  failed: (error) => (error instanceof RangeError ? 5 : undefined),
};

const errors: Record<string, Error> = {
  wrong: new UsageError("There is no wrong."),
  burnt: new CommandError("It burnt.", { exitCode: 7 }),
  own: new RangeError("known to the program"),
  defect: new TypeError("a defect"),
};

async function cook({ dish, ...rest }: { dish: string }, { out, exact }: Context): Promise<number> {
  const error = errors[dish];
  if (error) throw error;
  out(`${JSON.stringify({ dish, ...rest })} \u001b[31m\n`);
  exact.out("\u001b[31m\n");
  return 4;
}

async function pass({ args }: Arguments): Promise<number> {
  if (args.length === 0) throw errors["burnt"];
  return args.join(" ") === "--help -- x --heat" ? 9 : 0;
}

async function ran(...args: string[]) {
  const printed = { out: "", err: "" };
  const code = await runCommands(program, args, {
    root: "/",
    out(text) {
      printed.out += text;
    },
    err(text) {
      printed.err += text;
    },
  });
  return { code, ...printed };
}

test("a command gets arguments and options by name, and its output is escaped", async () => {
  expect(await ran("cook", "pasta", "salt", "oil", "--heat", "90")).toEqual({
    code: 4,
    out: '{"dish":"pasta","heat":"90","extras":["salt","oil"]} \\u{1b}[31m\n\u001b[31m\n',
    err: "",
  });
  expect(await ran("stove", "clean")).toMatchObject({ code: 3 });
});

test("the help of a command has all that its row says", async () => {
  expect(await ran("cook", "--help")).toEqual({
    code: 0,
    out: `Usage: kitchen cook [options] <dish> [extras...]

cook a dish

Options:
  --heat <degrees>  how hot (default: "180")
  -h, --help        display help for command

Reads from the environment: COOK

Exit codes:
  0  done
  1  burnt
  2  usage error

Examples:
  npm run kitchen -- cook pasta

Guide: docs/cooking.md
`,
    err: "",
  });
  expect((await ran("--help")).out).toMatch(/^Usage: kitchen.*\n\nExit codes: 0 cooked, 2 usage error\.\n$/s);
});

test.each([
  [["cook", "wrong"], 2, "There is no wrong.\n"],
  [["cook", "burnt"], 7, "It burnt.\n"],
  [["cook", "own"], 5, ""],
  [["bake"], 2, "error: unknown command 'bake'\n"],
  [["bake", "--help"], 2, "error: unknown command 'bake'\n"],
  [["help", "bake"], 2, "error: unknown command 'bake'\n"],
  [["stove", "clen", "--help"], 2, "error: unknown command 'clen'\n(Did you mean clean?)\n"],
  [["cook"], 2, "error: missing required argument 'dish'\n"],
])("%s ends with %i", async (args, code, err) => {
  expect(await ran(...args)).toEqual({ code, out: "", err });
});

test("a raw command gets its arguments as they are", async () => {
  expect(await ran("pass", "--help", "--", "x", "--heat")).toEqual({ code: 9, out: "", err: "" });
  expect(await ran("pass")).toEqual({ code: 7, out: "", err: "It burnt.\n" });
});

test("a defect is thrown", async () => {
  await expect(ran("cook", "defect")).rejects.toThrow(errors["defect"]);
});

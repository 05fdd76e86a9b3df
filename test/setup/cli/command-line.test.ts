import { commandLine, hasFlag, withoutFlags } from "../../../packages/wrapper/cli/command-line.ts";

describe("a command line of the CLI", () => {
  test.each<[string, string, number, Record<string, string>, string[]?]>([
    ["", "", 0, {}],
    ["up", "up", 0, {}],
    ["update -y", "up", 0, { yes: "true" }],
    ["dn", "destroy", 0, {}],
    ["--stack dev -C /x up --yes", "up", 4, { stack: "dev", cwd: "/x", yes: "true" }],
    [
      "-s dev --color=never --non-interactive preview",
      "preview",
      4,
      { stack: "dev", color: "never", "non-interactive": "true" },
    ],
    ["up --refresh", "up", 0, { refresh: "true" }],
    ["up -r", "up", 0, { refresh: "true" }],
    ["up -yfr", "up", 0, { yes: "true", "skip-preview": "true", refresh: "true" }],
    ["up -ys prod", "up", 0, { yes: "true", stack: "prod" }],
    ["up -yfsprod -m --stack", "up", 0, { yes: "true", "skip-preview": "true", stack: "prod", message: "--stack" }],
    ["-ys=prod up", "up", 1, { yes: "true", stack: "prod" }],
    ["up --refresh=false", "up", 0, { refresh: "false" }],
    ["up -r=false", "up", 0, { refresh: "false" }],
    ["up -m --refresh", "up", 0, { message: "--refresh" }],
    ["up --message=-r -sr", "up", 0, { message: "-r", stack: "r" }],
    ["up --refresh false", "up", 0, { refresh: "true" }, ["false"]],
    ["up --target a --target b -h", "up", 0, { target: "b", help: "true" }],
    ["up --plan p.json --event-log e.json", "up", 0, { plan: "p.json", "event-log": "e.json" }],
    ["up -- --refresh", "up", 0, {}],
    ["-- up", "", 2, {}],
    // The same letter is another flag in another command.
    ["import -fs prod", "import", 0, { file: "s" }, ["prod"]],
    ["config cp -d prod key", "config copy", 1, { dest: "prod" }, ["key"]],
    ["up -d prod", "up", 0, { debug: "true" }, ["prod"]],
    ["config -s prod set --path a.b c", "config set", 3, { stack: "prod", path: "true" }, ["a.b", "c"]],
    ["stack rm prod -y", "stack remove", 1, { yes: "true" }, ["prod"]],
    ["state mv --source dev --dest prod urn", "state move", 1, { source: "dev", dest: "prod" }, ["urn"]],
    ["stack", "stack", 0, {}],
    ["whoami -v", "whoami", 0, { verbose: "" }],
    ["__proto__", "__proto__", 0, {}],
  ])("%s", (line, command, at, flags, names = []) => {
    const read = commandLine(line.split(" ").filter((part) => part !== ""));
    expect({ ...read, flags: Object.fromEntries(read.flags) }).toEqual({ command, at, flags, names });
  });
});

describe("without some flags", () => {
  const without = (line: string, ...flags: string[]) =>
    withoutFlags(line.split(" "), (flag) => flags.includes(flag)).join(" ");

  test.each([
    ["up --yes --stack dev", ["yes"], "up --stack dev"],
    ["up -ys dev", ["yes"], "up -s dev"],
    ["up -yfsdev", ["yes", "skip-preview"], "up -sdev"],
    ["up -ys dev", ["stack"], "up -y"],
    ["up --stack dev -y", ["stack"], "up -y"],
    ["up --stack=dev -y", ["stack"], "up -y"],
    ["up -y", ["yes"], "up"],
    ["up -m --yes --yes", ["yes"], "up -m --yes"],
    ["up --raw -- --raw", ["raw"], "up -- --raw"],
    ["up -y=false x", ["yes"], "up x"],
  ])("%s without %j is %s", (line, flags, left) => {
    expect(without(line, ...flags)).toBe(left);
  });

  test("a preview has the flags of an update but those for confirming and running it", () => {
    const own = ["yes", "skip-preview", "continue-on-error", "strict"];
    expect(own.map((flag) => [hasFlag("up", flag), hasFlag("preview", flag)])).toEqual(own.map(() => [true, false]));
    expect(["stack", "target", "refresh", "color"].every((flag) => hasFlag("preview", flag))).toBe(true);
  });
});

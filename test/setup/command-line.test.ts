import { commandLine } from "../../scripts/lib/command-line.ts";

describe("what a command line of the CLI says", () => {
  test.each<[string, string, number, Record<string, string>]>([
    ["", "", 0, {}],
    ["up", "up", 0, {}],
    ["--stack dev -C /x up --yes", "up", 4, { stack: "dev", cwd: "/x", yes: "true" }],
    [
      "-s dev --color=never --non-interactive preview",
      "preview",
      4,
      {
        stack: "dev",
        color: "never",
        "non-interactive": "true",
      },
    ],
    ["up --refresh", "up", 0, { refresh: "true" }],
    ["up -r", "up", 0, { refresh: "true" }],
    ["up -yfr", "up", 0, { y: "true", f: "true", refresh: "true" }],
    ["up --refresh=false", "up", 0, { refresh: "false" }],
    ["up -r=false", "up", 0, { refresh: "false" }],
    ["up -m --refresh", "up", 0, { message: "--refresh" }],
    ["up --message=-r -sr", "up", 0, { message: "-r", stack: "r" }],
    ["up --refresh false", "up", 0, { refresh: "true" }],
    ["up --target a --target b -h", "up", 0, { target: "b", help: "true" }],
    ["up -- --refresh", "up", 0, {}],
    ["-- up", "", 2, {}],
  ])("%s", (line, word, at, flags) => {
    const read = commandLine(line.split(" ").filter((part) => part !== ""));
    expect({ ...read, flags: Object.fromEntries(read.flags) }).toEqual({ word, at, flags });
  });
});

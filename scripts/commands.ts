import { type Command, commandName, type Program } from "@genesys-flows/cli";
import { projectProgram } from "@genesys-flows/wrapper";

/**
 * The scripts in package.json that maintain this repository, by usage. Each script calls `run` in its file in
 * `commands/`.
 */
const scripts: Readonly<Record<string, Pick<Command, "description" | "raw" | "examples" | "options">>> = {
  faults: {
    raw: true,
    description: "test updates with faults, at every place or at random: --proxy, --kills, --objects",
  },
  "check [names...]": {
    description: "run all checks except the tests, or only the given ones",
    examples: ["check -- types"],
  },
  "generate [names...]": {
    description: "write the generated files, or only some of them",
    examples: ["generate -- messages"],
  },
  pictures: { description: "take the pictures of the documentation, in Chromium" },
  site: {
    description: "build the documentation as a static site in .genesys/site",
    options: [
      [
        "--into <folder>",
        "add it to a folder with the sites of earlier versions, both as the newest version and under its own version",
      ],
      ["--base <path>", "with --into, the folder's path on its web host", "/"],
    ],
    examples: ["site", "site -- --into pages --base /genesys-flows/"],
  },
  release: { raw: true, description: "build, check and try the packages of a release: --dry" },
  pins: { description: "add missing hashes and checksums that can be downloaded" },
};

export const program: Program = {
  ...projectProgram,
  commands: [
    ...projectProgram.commands,
    ...Object.entries(scripts).map(([usage, row]) => ({
      exits: { 0: "done", 1: "failed" },
      ...row,
      usage,
      load: async () => (await import(`./commands/${commandName({ usage })}.ts`)).run,
    })),
  ],
};

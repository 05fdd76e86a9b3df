import { readdirSync, readFileSync } from "node:fs";
import { join, relative } from "node:path";
import { contextOf } from "@genesys-flows/cli";
import type { ResourceUrn } from "@genesys-flows/project/state";
import ts from "typescript";
import { existingPlaceOf } from "../../packages/flowctl/commands/org/place.ts";
import type { FlowEntity } from "../../packages/platform/flows/entities.ts";
import { resolveSettings } from "../../packages/platform/organisation/settings.ts";
import { refuseUnmarked } from "../../packages/provider/resources/flow/reading/ownership.ts";
import { adviceFor } from "../../packages/provider/resources/flow/references/missing-names.ts";
import { plainResources } from "../../packages/provider/resources/kinds.ts";
import { importLine } from "../../packages/provider/resources/plain/errors.ts";
import { summary } from "../../packages/wrapper/stack/summary.ts";
import { makeProject, removeProjects } from "../project/harness.ts";

const root = join(import.meta.dirname, "../..");

/** Texts that name a command and no stack, with the reason. */
const withoutStack: Readonly<Record<string, string>> = {
  "packages/project/codes.ts": "is a page of the documentation, about every stack",
  "packages/rules/documents.ts": "is a page of the documentation, about every stack",
  "packages/wrapper/stack/summary.ts": "is about the selected stack, which it gets as a parameter",
};

const COMMAND = /npm run (?:pulumi|flowctl) -- /;

/** Literals of a source file that name a command; in a template with all its parts. */
function commandsIn(file: string): string[] {
  const text = readFileSync(file, "utf8");
  if (!COMMAND.test(text)) return [];
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
    if (!isText) {
      ts.forEachChild(node, visit);
      return;
    }
    const written = node.getText();
    for (const part of written.split(/(?=npm run )/)) if (COMMAND.test(part)) found.push(part);
  };
  visit(ts.createSourceFile(file, text, ts.ScriptTarget.Latest, true));
  return found;
}

function sources(folder: string): string[] {
  return readdirSync(join(root, folder), { withFileTypes: true, recursive: true })
    .filter((entry) => entry.isFile() && /\.(ts|mjs)$/.test(entry.name) && !entry.parentPath.includes("node_modules"))
    .map((entry) => join(entry.parentPath, entry.name));
}

test("every text of the sources that names a command names the stack too", () => {
  const files = ["packages", "scripts", "components", "policies"].flatMap(sources).concat(join(root, "index.ts"));
  const without = files.flatMap((file) => {
    const commands = commandsIn(file).filter((text) => !/--stack|--file|\$\{stack\}/.test(text));
    return commands.length > 0 ? [relative(root, file)] : [];
  });
  expect(without.sort()).toEqual(Object.keys(withoutStack).sort());
});

const urn: ResourceUrn = { text: "", project: "flows", stack: "prod", type: "", name: "sales" };
const flow = { id: "1f2e", name: "Sales" } as FlowEntity;
const settings = (config: Record<string, string>) =>
  resolveSettings(config, { environment: {}, folder: root, project: "flows", stack: "prod" });

/** The text, whether it is thrown or returned. */
function textOf(work: () => unknown): string {
  try {
    return String(work());
  } catch (error) {
    return (error as Error).message;
  }
}

const hints: Record<string, { text: () => unknown; commands: string[] }> = {
  "no region": {
    text: () => settings({}),
    commands: ["npm run pulumi -- config set genesyscloud:region <region> --stack prod"],
  },
  "no credentials": {
    text: () => settings({ region: "us-east-1" }),
    commands: [
      "npm run pulumi -- config set genesyscloud:oauthclientId <id> --stack prod",
      "npm run pulumi -- config set --secret genesyscloud:oauthclientSecret --stack prod",
    ],
  },
  "a flow that nobody manages": {
    text: () => refuseUnmarked(flow, urn),
    commands: ["npm run flowctl -- adopt sales 1f2e --stack prod"],
  },
  "names that do not exist": {
    text: () => adviceFor([{ kind: "queue", name: "Sales" }], { embedded: true, stack: "prod" }),
    commands: ["npm run flowctl -- org seed --stack prod"],
  },
  "an object that exists": {
    text: () => importLine(plainResources[0] as (typeof plainResources)[number], { urn, id: "1f2e" }),
    commands: [
      expect.stringMatching(
        /^npm run pulumi -- import genesyscloud:\S+ sales 1f2e --protect=false --generate-code=false --yes --stack prod$/,
      ) as string,
    ],
  },
  "no organisation yet": {
    text: () => {
      const context = contextOf({
        root: makeProject({ "Pulumi.yaml": "name: flows\n" }),
        out: () => {},
        err: () => {},
      });
      try {
        existingPlaceOf({ stack: "prod" }, context);
      } finally {
        removeProjects();
      }
    },
    commands: ["npm run pulumi -- up --stack prod", "npm run flowctl -- org seed --stack prod"],
  },
  "after npm start, which is about dev, when prod is selected": {
    text: () => summary({ flows: { sales: { name: "Sales", type: "inboundCall" } } }, { selected: "prod" }),
    commands: ["npm run pulumi -- preview --stack dev"],
  },
};

test.each(Object.entries(hints))("a command of the run's own stack: %s", (_, { text, commands }) => {
  const found = textOf(text).match(/npm run (?:pulumi|flowctl) -- .*?--stack \S*\w/g);
  expect(found).toEqual(commands);
});

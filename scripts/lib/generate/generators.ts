import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pulumiVersion } from "@genesys-flows/wrapper/cli/installed-cli";
import type { SetUp } from "@genesys-flows/wrapper/set-up";
import { installation } from "@genesys-flows/wrapper/system/files";
import { conceptPictures } from "../pictures/concepts.ts";
import { goLicences } from "../supply-chain/go-modules.ts";
import { projectLicences } from "../supply-chain/licences.ts";
import { readCliGrammar } from "./cli-grammar.ts";
import { type Files, filesIn, type Generator, type Missing, pageWith } from "./generator.ts";

// Generators load their imports when they run. A style check therefore loads neither the provider nor the embedded
// organisation.
const kernel = () => import("@genesys-flows/architect/documents");
const project = () => import("@genesys-flows/project/documents");
const policies = () => import("@genesys-flows/policies/documents");
const provider = () => import("@genesys-flows/provider/documents");
const organisation = () => import("@genesys-flows/local-org/generated");

/** Everything in this repository that is generated. A generator comes after the generators whose output it reads. */
export const generators: readonly Generator[] = [
  text("diagnostics", "docs/diagnostics.md", {
    from: "the tables of codes of the kernel, the project, the policies, the runs and the embedded organisation",
    make: diagnostics,
  }),
  text("actions", "docs/actions.md", {
    from: "the kernel's table of actions",
    make: async () => (await kernel()).actionsDocument(),
  }),
  reference("expression-functions", "packages/architect/expression/function-table.json", {
    from: "the vendor's table of functions and operators (../shared/reference)",
    files: ["expression-functions.json"],
    make: async (file, [facts = ""]) => formatted((await kernel()).functionTable(facts), file),
  }),
  reference("expression-examples", "packages/architect/expression/function-examples.json", {
    from: "the results in the vendor's table of functions (../shared/reference)",
    files: ["expression-vectors.json"],
    make: async (file, [results = ""]) => formatted((await kernel()).functionExamples(results), file),
  }),
  text("expressions", "docs/expressions.md", {
    from: "the kernel's tables of functions, operators and built-in variables",
    make: async () => (await kernel()).expressionsDocument(),
  }),
  text("run-semantics", "docs/run-semantics.md", {
    from: "the interpreter's rows of actions and its assumptions",
    make: async () => (await import("@genesys-flows/conversation/documents")).runSemanticsDocument(),
  }),
  ...Object.entries(conceptPictures).map(([name, draw]) =>
    text(`picture-${name}`, `docs/pictures/${name}.svg`, {
      from: "the drawings of the concept pages (scripts/lib/pictures)",
      make: async () => String(draw()),
    }),
  ),
  json("flow-file-schema", "docs/flow-file.schema.json", {
    from: "the kernel's schema for flow files",
    make: async () => (await kernel()).flowFileSchema(),
  }),
  text("api", "docs/api.md", {
    from: "the doc comments of what a project imports",
    make: async () => (await import("./api/page.ts")).apiDocument(),
  }),
  text("policies", "docs/policies.md", {
    from: "the rules",
    make: async () => (await import("@genesys-flows/rules/documents")).policiesDocument(),
  }),
  json("levels-schema", "docs/levels.schema.json", {
    from: "the settings of the rules",
    make: async () => (await policies()).levelsJsonSchema(),
  }),
  json("exemptions-schema", "docs/exemptions.schema.json", {
    from: "the gate's schema of an exemption",
    make: async () => (await policies()).exemptionsJsonSchema(),
  }),
  text("messages", "test/voice/messages.txt", {
    from: "the messages in the sources of the program, its packages and its scripts",
    make: async () => (await import("../checks/messages.ts")).messagesDocument(),
  }),
  page("provider-types", "packages/provider/README.md", {
    from: "the provider's table of kinds, which replaces the table on the page",
    make: async () => ({ "types of resources": (await provider()).typesTable() }),
  }),
  page("resources", "docs/resources.md", {
    from: "the provider's table of kinds, which replaces the table on the page",
    make: async () => ({ "kinds of resources": (await provider()).resourcesTable() }),
  }),
  page("permissions", "docs/real-organisation.md", {
    from: "the provider's table of permissions, which replaces the tables on the page",
    make: async () => {
      const { permissionsTable, lookupPermissionsTable } = await import("@genesys-flows/platform/permissions");
      return {
        "permissions of an update": permissionsTable(),
        "permissions to look up names": lookupPermissionsTable(),
      };
    },
  }),
  json("reference-kinds", "packages/components/reference-kinds.json", {
    from: "the provider's table of kinds",
    make: async () => (await provider()).referenceKindsByType(),
  }),
  json("object-kinds", "packages/report/build/object-kinds.json", {
    from: "the provider's table of kinds",
    make: async () => (await provider()).objectKindsByType(),
  }),
  json("declarable-kinds", "packages/project/objects/kinds.json", {
    from: "the provider's table of kinds",
    make: async () => (await provider()).declarableKinds(),
  }),
  json("objects-schema", "docs/objects.schema.json", {
    from: "the project's schema of a file with objects",
    make: async () => (await project()).objectsJsonSchema(),
  }),
  page("objects", "docs/objects.md", {
    from: "its own text, with the project's table of kinds in it",
    make: async () => ({ "kinds of objects": (await project()).objectKindsTable() }),
  }),
  json("options-schema", "docs/options.schema.json", {
    from: "the project's schema of the options of an export",
    make: async () => (await project()).optionsJsonSchema(),
  }),
  json("conversation-tests-schema", "docs/conversation-tests.schema.json", {
    from: "the schema of conversation tests",
    make: async () => (await import("@genesys-flows/conversation/documents")).conversationTestsJsonSchema(),
  }),
  json("report-schema", "docs/report.schema.json", {
    from: "the model of a report",
    make: async () => (await import("@genesys-flows/report/documents")).reportJsonSchema(),
  }),
  text("commands", "docs/commands.md", {
    from: "the tables of the commands of `npm run`, flowctl and the pipeline",
    make: async () => (await import("./commands-page.ts")).commandsDocument(),
  }),
  page("configuration", "docs/configuration.md", {
    from: "its own text, with tables of the project's settings, the provider's configuration and the variables of the environment",
    make: async () => (await import("./configuration-tables.ts")).configurationSections(),
  }),
  page("versions", "docs/versions.md", {
    from: "its own text, with the project's table of kept files",
    make: async () => ({ "kept files": (await project()).keptFilesTable() }),
  }),
  json("rule-table", "packages/policies/rule-table.json", {
    from: "the rules on documents",
    make: async () => {
      const { rules } = await import("@genesys-flows/rules");
      return (await import("@genesys-flows/policies/rule-table")).ruleTable(rules);
    },
  }),
  text("sdk", "sdks/genesyscloud/", { from: "the provider's schema, by the Pulumi CLI", make: sdk }),
  json("cli-grammar", "packages/wrapper/cli/grammar.json", {
    from: "the reference pages that the Pulumi CLI writes",
    make: readCliGrammar,
  }),
  text("go-licences", "toolchain/licences.json", {
    from: "the Go modules of the Pulumi CLI",
    make: async () => {
      const licences = await goLicences(path.join(installation, "toolchain"), pulumiVersion());
      if (licences === undefined) return { missing: "Go is not installed, or its modules cannot be fetched." };
      return `${JSON.stringify(licences, undefined, 2)}\n`;
    },
  }),
  text("licences", "docs/licences.md", {
    from: "package-lock.json, toolchain/node/package-lock.json, toolchain/go.mod, toolchain/licences.json, scripts/lib/supply-chain/licences.json",
    make: async () => projectLicences(),
  }),
  text("operations", "packages/local-org/http/operations.json", {
    from: "the vendor's SDK in node_modules",
    make: async () => (await organisation()).operationsText(),
  }),
  reference("request-rules", "packages/local-org/requests/rules.json", {
    from: "the platform's OpenAPI file (../shared/reference), the vendor's SDK, the services of the organisation",
    files: ["platform-api.openapi.json"],
    make: async (_, [api = ""]) => (await organisation()).requestRulesText(api),
  }),
  text("github-description", "test/pipeline/fake-github/api.github.com.json", {
    from: "GitHub's description of its REST API (`@octokit/openapi`, 385 MB, which no installation brings)",
    make: githubDescription,
  }),
  reference("organisation-actions", "packages/local-org/flows/validation/actions/actions.json", {
    from: "the lists of actions (../shared/reference)",
    files: ["archy-actions-sdk.tsv", "archy-actions-observed.tsv"],
    make: async (_, [sdk = "", observed = ""]) => (await organisation()).actionsText({ sdk, observed }),
  }),
  reference("organisation-functions", "packages/local-org/flows/validation/expressions/functions.json", {
    from: "the vendor's table of functions and the notes on newer ones (../shared/reference)",
    files: ["expression-functions.json", "expressions.md"],
    make: async (_, [facts = "", newer = ""]) => (await organisation()).functionsText({ facts, newer }),
  }),
];

interface Row<M> {
  readonly from: string;
  readonly make: M;
}

function text(name: string, output: string, row: Row<Generator["make"]>): Generator {
  return { name, output, ...row };
}

/** A value as JSON in Biome's format. */
function json(name: string, output: string, { from, make }: Row<(set: SetUp) => Promise<unknown>>): Generator {
  return { name, output, from, make: async (set) => formatted(await make(set), output) };
}

/** Generated sections of a hand-written page. */
function page(name: string, output: string, row: Row<() => Promise<Readonly<Record<string, string>>>>): Generator {
  return { name, output, from: row.from, make: async () => pageWith(output, await row.make()) };
}

/** Output from files outside the repository, which may not exist. */
function reference(
  name: string,
  output: string,
  row: Row<(output: string, texts: readonly string[]) => Promise<string>> & { readonly files: readonly string[] },
): Generator {
  const make = async () => {
    const files = row.files.map((file) => path.join("..", "shared", "reference", file));
    const absent = files.filter((file) => !existsSync(path.join(installation, file)));
    if (absent.length > 0)
      return { missing: `${absent.join(" and ")} ${absent.length > 1 ? "do" : "does"} not exist.` };
    return row.make(
      output,
      files.map((file) => readFileSync(path.join(installation, file), "utf8")),
    );
  };
  return { name, output, from: row.from, make };
}

async function githubDescription(): Promise<string | Missing> {
  const described = path.join(installation, "node_modules/@octokit/openapi/generated/api.github.com.json");
  if (!existsSync(described))
    return { missing: "`@octokit/openapi` is not installed (`npm install --no-save @octokit/openapi@23.0.2`)." };
  const [{ extractOf }, { routes }] = await Promise.all([
    import("../../../test/pipeline/fake-github/extract.ts"),
    import("../../../test/pipeline/fake-github/routes.ts"),
  ]);
  const extract = extractOf(JSON.parse(readFileSync(described, "utf8")), Object.keys(routes));
  return formatted(extract, "test/pipeline/fake-github/api.github.com.json");
}

async function diagnostics(): Promise<string> {
  const [{ runCodes }, { diagnosticsDocument }, { codeGroups }, { gateCodes }, { organisationCodes }] =
    await Promise.all([
      import("@genesys-flows/architect"),
      kernel(),
      import("@genesys-flows/project"),
      import("@genesys-flows/policies/gate"),
      import("@genesys-flows/local-org"),
    ]);
  return diagnosticsDocument({
    ...codeGroups,
    Policies: gateCodes,
    "Previews and updates": runCodes,
    "The embedded organisation": organisationCodes,
  });
}

async function sdk({ cli }: SetUp): Promise<Files> {
  const { generateSdk } = await import("@genesys-flows/provider/generate-sdk");
  const folder = mkdtempSync(path.join(os.tmpdir(), "genesyscloud-sdk-"));
  try {
    await generateSdk({ folder, pulumi: cli });
    return filesIn(folder);
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

/** A value as JSON, formatted by Biome as for that path. @throws Error when Biome refuses it */
function formatted(value: unknown, file: string): string {
  const biome = path.join(installation, "node_modules", ".bin", "biome");
  const { status, stdout, stderr } = spawnSync(biome, ["format", `--stdin-file-path=${file}`], {
    cwd: installation,
    input: JSON.stringify(value),
    encoding: "utf8",
    maxBuffer: 64 * 1024 * 1024,
  });
  if (status !== 0) throw new Error(`Biome cannot format ${file}:\n${stderr}`);
  return stdout;
}

import { spawnSync } from "node:child_process";
import { existsSync, mkdtempSync, readFileSync, rmSync } from "node:fs";
import os from "node:os";
import path from "node:path";
import { pulumiVersion } from "../cli/installed-cli.ts";
import type { SetUp } from "../set-up.ts";
import { goLicences } from "../supply-chain/go-modules.ts";
import { projectLicences } from "../supply-chain/licences.ts";
import { installation } from "../system/files.ts";
import { readCliGrammar } from "./cli-grammar.ts";
import { type Files, filesIn, type Generator, type Missing, pageWith } from "./generator.ts";

// Generators load what they need when they run, so that a check of the style loads neither the provider nor the organisation.
const kernel = () => import("@genesys-flows/architect/documents");
const project = () => import("@genesys-flows/project/documents");
const policies = () => import("@genesys-flows/policies/documents");
const provider = () => import("@genesys-flows/provider/documents");
const organisation = () => import("@genesys-flows/local-org/generated");

/** Everything that is generated in this repository; a generator comes after those whose output it reads. */
export const generators: readonly Generator[] = [
  {
    name: "diagnostics",
    output: "docs/diagnostics.md",
    from: "the tables of codes of the kernel, the project, the policies and the embedded organisation",
    make: diagnostics,
  },
  {
    name: "actions",
    output: "docs/actions.md",
    from: "the kernel's table of actions",
    make: async () => (await kernel()).actionsDocument(),
  },
  {
    name: "expression-functions",
    output: "packages/architect/expression/function-table.json",
    from: "the vendor's table of functions and operators (../shared/reference)",
    make: () =>
      ofReference(["expression-functions.json"], async ([facts = ""]) =>
        formatted((await kernel()).functionTable(facts), "packages/architect/expression/function-table.json"),
      ),
  },
  {
    name: "expression-examples",
    output: "packages/architect/expression/function-examples.json",
    from: "the results in the vendor's table of functions (../shared/reference)",
    make: () =>
      ofReference(["expression-vectors.json"], async ([results = ""]) =>
        formatted((await kernel()).functionExamples(results), "packages/architect/expression/function-examples.json"),
      ),
  },
  {
    name: "expressions",
    output: "docs/expressions.md",
    from: "the kernel's tables of functions, operators and built-in variables",
    make: async () => (await kernel()).expressionsDocument(),
  },
  {
    name: "flow-file-schema",
    output: "docs/flow-file.schema.json",
    from: "the kernel's schema of flow files",
    make: async () => formatted((await kernel()).flowFileSchema(), "docs/flow-file.schema.json"),
  },
  {
    name: "policies",
    output: "docs/policies.md",
    from: "the rules",
    make: async () => (await import("@genesys-flows/rules/documents")).policiesDocument(),
  },
  {
    name: "levels-schema",
    output: "docs/levels.schema.json",
    from: "the settings of the rules",
    make: async () => formatted((await policies()).levelsJsonSchema(), "docs/levels.schema.json"),
  },
  {
    name: "exemptions-schema",
    output: "docs/exemptions.schema.json",
    from: "the gate's schema of an exemption",
    make: async () => formatted((await policies()).exemptionsJsonSchema(), "docs/exemptions.schema.json"),
  },
  {
    name: "messages",
    output: "test/voice/messages.txt",
    from: "the texts in the sources of the program, its packages and its scripts",
    make: async () => (await import("../checks/messages.ts")).messagesDocument(),
  },
  {
    name: "provider-types",
    output: "packages/provider/README.md",
    from: "the provider's table of kinds, in place of the table in it",
    make: async () =>
      pageWith("packages/provider/README.md", { "types of resources": (await provider()).typesTable() }),
  },
  {
    name: "resources",
    output: "docs/resources.md",
    from: "the provider's table of kinds, in place of the table in it",
    make: async () => pageWith("docs/resources.md", { "kinds of resources": (await provider()).resourcesTable() }),
  },
  {
    name: "permissions",
    output: "docs/real-organisation.md",
    from: "the provider's table of permissions, in place of the tables in it",
    make: async () => {
      const { permissionsTable, lookupPermissionsTable } = await import("@genesys-flows/platform/permissions");
      return pageWith("docs/real-organisation.md", {
        "permissions of an update": permissionsTable(),
        "permissions to look up names": lookupPermissionsTable(),
      });
    },
  },
  {
    name: "reference-kinds",
    output: "components/reference-kinds.json",
    from: "the provider's table of kinds",
    make: async () => formatted((await provider()).referenceKindsByType(), "components/reference-kinds.json"),
  },
  {
    name: "object-kinds",
    output: "packages/report/build/object-kinds.json",
    from: "the provider's table of kinds",
    make: async () => formatted((await provider()).objectKindsByType(), "packages/report/build/object-kinds.json"),
  },
  {
    name: "queues-schema",
    output: "docs/queues.schema.json",
    from: "the project's schema of a file with queues",
    make: async () => formatted((await project()).queuesJsonSchema(), "docs/queues.schema.json"),
  },
  {
    name: "options-schema",
    output: "docs/options.schema.json",
    from: "the project's schema of the options of an export",
    make: async () => formatted((await project()).optionsJsonSchema(), "docs/options.schema.json"),
  },
  {
    name: "report-schema",
    output: "docs/report.schema.json",
    from: "the model of a report",
    make: async () =>
      formatted((await import("@genesys-flows/report/documents")).reportJsonSchema(), "docs/report.schema.json"),
  },
  {
    name: "configuration",
    output: "docs/configuration.md",
    from: "its own text, with tables of the project's settings and the provider's configuration",
    make: async () =>
      pageWith("docs/configuration.md", (await import("./configuration-tables.ts")).configurationSections()),
  },
  {
    name: "rule-table",
    output: "policies/rule-table.json",
    from: "the rules on documents",
    make: async () => {
      const [{ ruleTable }, { rules }] = await Promise.all([
        import("@genesys-flows/policies/rule-table"),
        import("@genesys-flows/rules"),
      ]);
      return formatted(ruleTable(rules), "policies/rule-table.json");
    },
  },
  {
    name: "sdk",
    output: "sdks/genesyscloud/",
    from: "the provider's schema, by the Pulumi CLI",
    make: sdk,
  },
  {
    name: "cli-grammar",
    output: "scripts/lib/cli/grammar.json",
    from: "the reference pages that the Pulumi CLI writes",
    make: async (set) => formatted(await readCliGrammar(set), "scripts/lib/cli/grammar.json"),
  },
  {
    name: "go-licences",
    output: "toolchain/licences.json",
    from: "the Go modules of the Pulumi CLI",
    make: async () => {
      const licences = await goLicences(path.join(installation, "toolchain"), pulumiVersion());
      if (licences === undefined) return { missing: "Go is not installed, or its modules cannot be fetched." };
      return `${JSON.stringify(licences, undefined, 2)}\n`;
    },
  },
  {
    name: "licences",
    output: "docs/licences.md",
    from: "package-lock.json, toolchain/node/package-lock.json, toolchain/go.mod, toolchain/licences.json, scripts/lib/supply-chain/licences.json",
    make: async () => projectLicences(),
  },
  {
    name: "operations",
    output: "packages/local-org/http/operations.json",
    from: "the vendor's SDK in node_modules",
    make: async () => (await organisation()).operationsText(),
  },
  {
    name: "request-rules",
    output: "packages/local-org/requests/rules.json",
    from: "the platform's OpenAPI file (../shared/reference), the vendor's SDK, the services of the organisation",
    make: () =>
      ofReference(["platform-api.openapi.json"], async ([api = ""]) => (await organisation()).requestRulesText(api)),
  },
  {
    name: "github-description",
    output: "test/pipeline/fake-github/api.github.com.json",
    from: "GitHub's description of its REST API (`@octokit/openapi`, 385 MB, which no installation brings)",
    make: githubDescription,
  },
  {
    name: "organisation-actions",
    output: "packages/local-org/flows/validation/actions/actions.json",
    from: "the lists of actions (../shared/reference)",
    make: () =>
      ofReference(["archy-actions-sdk.tsv", "archy-actions-observed.tsv"], async ([sdk = "", observed = ""]) =>
        (await organisation()).actionsText({ sdk, observed }),
      ),
  },
  {
    name: "organisation-functions",
    output: "packages/local-org/flows/validation/expressions/functions.json",
    from: "the vendor's table of functions and the notes on newer ones (../shared/reference)",
    make: () =>
      ofReference(["expression-functions.json", "expressions.md"], async ([facts = "", newer = ""]) =>
        (await organisation()).functionsText({ facts, newer }),
      ),
  },
];

/** The operations that the fake of GitHub has. */
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
  const [{ diagnosticsDocument }, { codeGroups }, { gateCodes }, { organisationCodes }] = await Promise.all([
    kernel(),
    import("@genesys-flows/project"),
    import("@genesys-flows/policies/gate"),
    import("@genesys-flows/local-org"),
  ]);
  return diagnosticsDocument({ ...codeGroups, Policies: gateCodes, "The embedded organisation": organisationCodes });
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

/** Generates a text from files outside of the repository, which may not exist. */
async function ofReference(
  names: readonly string[],
  make: (texts: readonly string[]) => Promise<string>,
): Promise<string | Missing> {
  const files = names.map((name) => path.join("..", "shared", "reference", name));
  const absent = files.filter((file) => !existsSync(path.join(installation, file)));
  if (absent.length > 0) return { missing: `${absent.join(" and ")} ${absent.length > 1 ? "do" : "does"} not exist.` };
  return make(files.map((file) => readFileSync(path.join(installation, file), "utf8")));
}

/** A value as JSON, formatted by Biome for that path. @throws Error when Biome refuses it */
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

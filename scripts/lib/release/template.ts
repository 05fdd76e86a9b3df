import path from "node:path";
import { commandName } from "@genesys-flows/cli";
import { objectKinds } from "@genesys-flows/project";
import { fileForKind } from "@genesys-flows/project/written-objects";
import { projectProgram } from "@genesys-flows/wrapper";
import { read, write } from "./files.ts";
import type { ReleaseNames } from "./product.ts";

/** The project at the top level of this repository, in the form in which a team starts with it. */
export interface Template {
  /** Tracked files of this repository, relative, with `/`. */
  readonly files: readonly string[];
  /** To create. */
  readonly folder: string;
  readonly names: ReleaseNames;
  readonly version: string;
}

/** Where a project finds the documents. */
const DOCS = "node_modules/genesys-flows/docs/";

/**
 * Creates the starter of a project: a template for `pulumi new`, which `npm create genesys-flows` also copies. In it,
 * `${PROJECT}` is the placeholder for the project's name.
 */
export function buildTemplate(o: Template): void {
  const put = (file: string, content: string | object) => write(path.join(o.folder, file), content);
  for (const file of o.files.filter(isOfProject)) put(file, adapted(file, read(file)));
  put("Pulumi.yaml", pulumiFile(read("Pulumi.yaml")));
  put(".gitignore", read(".gitignore").replace(/^sdks\/.*\n/m, ""));
  put("README.md", read("scripts/lib/release/project-readme.md"));
  put("jest.config.mjs", JEST);
  put("tsconfig.json", compilerOptions());
  const own = manifest(o);
  put("package.json", own);
  put("package-lock.json", lock(own));
  put(".vscode/extensions.json", { recommendations: ["redhat.vscode-yaml"] });
  put(".vscode/settings.json", { "yaml.schemas": editorSchemas() });
}

const JEST = `import { jestConfig } from "genesys-flows/jest";

export default jestConfig(import.meta.dirname);
`;

function filesOfObjects(): string[] {
  return [...new Set(objectKinds.map(({ kind }) => fileForKind(kind)))].sort();
}

/**
 * Schemas for files, by file name. A definition contains a reference to its schema, because exports are in the same
 * folder.
 */
function editorSchemas(): Record<string, string> {
  const files = {
    options: "flows/**/*.options.yaml",
    "conversation-tests": "flows/**/*.test.yaml",
    objects: `flows/{${filesOfObjects().join(",")}}`,
    levels: "policies/levels/*.yaml",
    exemptions: "policies/exemptions.yaml",
  };
  return Object.fromEntries(Object.entries(files).map(([name, glob]) => [`./${DOCS}${name}.schema.json`, glob]));
}

function isOfProject(file: string): boolean {
  const isOwnCheck = /^\.github\/workflows\/(ci|release)\.yml$/.test(file);
  const top = /^(index\.ts|action\.yml|Pulumi\.\w+\.yaml|\.npmrc|\.editorconfig)$/;
  return !isOwnCheck && (top.test(file) || /^(components|policies|flows|local|\.github|test\/flows)\//.test(file));
}

/** The content of a file, adapted to a project outside this repository, in which the product is a package. */
function adapted(file: string, text: string): string {
  const linked = text.replaceAll(/(?<![\w/-])((?:\.\.\/)*)docs\/(?=[\w-]+\.(?:md|schema\.json)\b)/g, `$1${DOCS}`);
  return file.startsWith(".github/") ? linked.replaceAll("npm test -- test/flows", "npm test") : linked;
}

function pulumiFile(text: string): string {
  const template = [
    "template:",
    "  displayName: Genesys Cloud flows",
    "  description: Genesys Cloud Architect flows as code, with an example",
    "  quickstart: Run `npm start`. It deploys the example to an organisation on this machine.",
    "",
  ];
  return `${text.replace(/^name: .*$/m, "name: ${PROJECT}")}${template.join("\n")}`;
}

function compilerOptions(): object {
  return { ...JSON.parse(read("tsconfig.json")), include: PROJECT_FILES, exclude: ["node_modules", ".genesys"] };
}

/** `flowctl import` writes to `resources/`. */
const PROJECT_FILES = ["index.ts", "components", "policies", "flows", "resources", "test"];

interface Manifest {
  readonly engines: object;
  readonly type: string;
  readonly scripts: Readonly<Record<string, string>>;
  readonly allowScripts: object;
  readonly overrides: object;
  readonly dependencies: Readonly<Record<string, string>>;
  readonly devDependencies: Readonly<Record<string, string>>;
}

function manifest({ names, version }: Template): object {
  const { engines, type, scripts, allowScripts, overrides, ...own }: Manifest = JSON.parse(read("package.json"));
  const known = projectProgram.commands.map(commandName);
  const taken = (from: Readonly<Record<string, string>>, wanted: readonly string[]) =>
    wanted.map((name) => [name, from[name]]);
  const dependencies = [
    ["genesys-flows", names.product === "genesys-flows" ? version : `npm:${names.product}@${version}`],
    ["@pulumi/genesyscloud", `npm:${names.sdk}@${version}`],
    ...taken(own.dependencies, ["@pulumi/policy", "@pulumi/pulumi", "yaml", "zod"]),
  ];
  return {
    ...{ name: "${PROJECT}", version: "0.0.0", private: true, type, main: "index.ts", engines },
    scripts: Object.fromEntries(
      Object.keys(scripts)
        .filter((name) => known.includes(name))
        .map((name) => [name, `genesys-flows ${name}`]),
    ),
    allowScripts,
    dependencies: Object.fromEntries(dependencies.sort(([a = ""], [b = ""]) => (a < b ? -1 : 1))),
    devDependencies: Object.fromEntries(
      taken(own.devDependencies, ["@types/jest", "@types/node", "jest", "typescript"]),
    ),
    overrides,
  };
}

/**
 * A lock with the versions in this repository's lock file, with which everything is tested. npm removes the packages
 * that a project does not need, and adds the product.
 */
function lock(own: object): object {
  const { packages, ...head } = JSON.parse(read("package-lock.json")) as { packages: Record<string, { link?: true }> };
  const fetched = Object.entries(packages).filter(([place, { link }]) => place.startsWith("node_modules/") && !link);
  return { ...head, name: "${PROJECT}", version: "0.0.0", packages: Object.fromEntries([["", own], ...fetched]) };
}

import { globSync, readFileSync } from "node:fs";
import { pipelines, pulumiEnvironment } from "@genesys-flows/wrapper/stack/environment";
import { variables } from "@genesys-flows/wrapper/variables";
import ts from "typescript";
import { checkout, inCheckout } from "../harness/checkout.ts";

// The table of variables, from which docs/configuration.md is generated, and what the sources read from the environment.

const files = globSync(["packages/**/*.{ts,mjs}", "create-genesys-flows/*.mjs"], {
  cwd: checkout,
  exclude: ["**/node_modules/**", "packages/wrapper/variables.ts"],
});

/** A variable of this project, of Pulumi or of GitHub, as a string of its own. */
const NAME = /^(?:GENESYSCLOUD|GENESYS_FLOWS|PULUMI|PLAN|GITHUB|NODE)_[A-Z_]+$/;
/** A variable where something says that it is one. */
const SHAPE = /^[A-Z][A-Z\d]*(?:_[A-Z\d]+)*$|^npm_/;
/** A name of a constant whose value is a string of its own. */
const CONSTANT = /^[A-Z_]+$|Variables?\b|^keepLog$/;
const ENVIRONMENT = /(?:^|[\s.])(?:env|environment)$/;

/** Reads of the environment by a name that is not written there, each with what the name can be. */
const COMPUTED: Readonly<Record<string, string>> = {
  "packages/cli/inputs.ts: variable": "`variable` of a field",
  "packages/wrapper/system/dot-env.ts: name": "what the file has",
  "packages/wrapper/stack/environment.ts: name": "a default, or one of `pipelines`",
  "packages/wrapper/stack/policy-config.ts: name": "a variable of the policies' configuration",
  'packages/wrapper/report/previewed-update.ts: `PULUMI_OPTION_${flag.replaceAll("-", "_").toUpperCase()}`':
    "an option of Pulumi",
};

const found = files.map((file) => readsOf(file, readFileSync(inCheckout(file), "utf8")));
const listed = new Set(Object.values(variables).flatMap((rows) => rows.flatMap(([names]) => names)));

test("every variable that a package reads is in the table, and the table has no other", () => {
  const defaults = pulumiEnvironment({ project: checkout, env: {}, stack: "dev" });
  const computed = [...Object.keys(defaults), ...pipelines, "PULUMI_SKIP_CHECKPOINTS"];
  const read = new Set([...found.flatMap(({ names }) => names), ...computed]);
  expect([...read].filter((name) => !listed.has(name)).sort()).toEqual([]);
  expect([...listed].filter((name) => !read.has(name))).toEqual([]);
  const page = readFileSync(inCheckout("docs/configuration.md"), "utf8");
  expect([...listed].filter((name) => !page.includes(`\`${name}\``))).toEqual(["PWD", "npm_config_local_prefix"]);
});

test("a name that is not written where it is read is known", () => {
  expect([...new Set(found.flatMap(({ computed }) => computed))].sort()).toEqual(Object.keys(COMPUTED).sort());
});

test("reads are found", () => {
  const source = `const { TZ, LANG: language } = process.env; o.env?.["A_B"]; (env ?? process.env).C_D; env[key];
    const fields = { token: { variable: "E_F" } }; const OWN = "PULUMI_OWN"; environment[OWN]; other["NOT"];`;
  expect(readsOf("x.ts", source)).toEqual({
    names: ["TZ", "LANG", "A_B", "C_D", "E_F", "PULUMI_OWN"],
    computed: ["x.ts: key"],
  });
});

/** The variables that a source reads, and the reads whose name it computes. A constant counts as its value. */
function readsOf(file: string, text: string): { readonly names: string[]; readonly computed: string[] } {
  const source = ts.createSourceFile(file, text, ts.ScriptTarget.ESNext, true);
  const names = new Set<string>();
  const computed: string[] = [];
  const add = (name: string) => {
    if (SHAPE.test(name)) names.add(name);
  };
  const isEnvironment = (node: ts.Expression) => ENVIRONMENT.test(node.getText(source).replaceAll(/[()!?]+$|^\(/g, ""));
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteralLike(node) && NAME.test(node.text)) names.add(node.text);
    else if (ts.isElementAccessExpression(node) && isEnvironment(node.expression)) {
      const { argumentExpression: name } = node;
      if (ts.isStringLiteralLike(name)) add(name.text);
      else if (!CONSTANT.test(name.getText(source))) computed.push(`${file}: ${name.getText(source)}`);
    } else if (ts.isPropertyAccessExpression(node) && isEnvironment(node.expression)) add(node.name.text);
    else if (ts.isVariableDeclaration(node) && ts.isObjectBindingPattern(node.name)) {
      const taken = node.initializer && isEnvironment(node.initializer) ? node.name.elements : [];
      for (const { propertyName, name } of taken) add((propertyName ?? name).getText(source));
    } else if (ts.isPropertyAssignment(node) && node.name.getText(source) === "variable") {
      if (ts.isStringLiteralLike(node.initializer)) add(node.initializer.text);
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return { names: [...names], computed };
}

import { createHash } from "node:crypto";
import { mkdirSync, writeFileSync } from "node:fs";
import path from "node:path";
import { selectedStack, stackOf } from "../../packages/wrapper/stack/selected-stack.ts";
import { projectName } from "../../packages/wrapper/stack/stack.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";

describe("the stack that a command works on", () => {
  test.each<[string, string | undefined]>([
    ["up", "staging"],
    ["up --stack prod", "prod"],
    ["up --stack=prod --yes", "prod"],
    ["-s prod up", "prod"],
    ["-sprod up", "prod"],
    ["up --stack acme/genesys-flows/prod", "prod"],
    ["up --show-secrets", "staging"],
    ["up -ys prod", "prod"],
    ["up -yfsprod", "prod"],
    ["up -m --stack=prod", "staging"],
    ["up -- --stack prod", "staging"],
    ["state move --source dev --dest prod urn", "prod"],
    ["cancel prod", "prod"],
    ["stack rename --stack prod dev", "dev"],
    ["stack init prod", "prod"],
    ["stack init acme/genesys-flows/dev", "dev"],
    ["stack init --copy-config-from dev prod", "prod"],
    ["stack init", "not known yet"],
    ["stack select dev", "dev"],
    ["stack select", "staging"],
    ["stack rm prod --yes", "prod"],
    ["config cp --dest prod", "prod"],
    ["config set region dev", "staging"],
  ])("pulumi %s", (line, stack) => {
    expect(stackOf(line.split(" "), { env: {}, selected: "organization/genesys-flows/staging" })).toBe(stack);
  });

  test("PULUMI_STACK takes precedence over the selected one", () => {
    expect(stackOf(["up"], { env: { PULUMI_STACK: "prod" }, selected: "dev" })).toBe("prod");
  });

  test("none is selected", () => {
    expect(stackOf(["up"], { env: {}, selected: undefined })).toBeUndefined();
  });
});

describe("the selected stack of a project", () => {
  const folder = temporaryFolder();
  const backend = "file:///state";
  const ask = () => selectedStack({ home: folder(), project: "/flows", projectName: "genesys-flows", backend });
  const note = (content: unknown) => {
    const hash = createHash("sha1").update("/flows/Pulumi.yaml").digest("hex");
    mkdirSync(path.join(folder(), "workspaces"));
    writeFileSync(path.join(folder(), "workspaces", `genesys-flows-${hash}-workspace.json`), JSON.stringify(content));
  };

  test("nothing was ever selected", () => {
    expect(ask()).toBeUndefined();
  });

  test("one per backend", () => {
    note({ stacks: { "file:///other": "organization/x/prod", [backend]: "organization/genesys-flows/dev" } });
    expect(ask()).toBe("organization/genesys-flows/dev");
  });

  test("in the form of older versions of the CLI", () => {
    note({ stack: "dev" });
    expect(ask()).toBe("dev");
  });
});

describe("the name of a project", () => {
  const folder = temporaryFolder();
  test.each([
    ["name: genesys-flows # of the project\nruntime: nodejs\n", "genesys-flows"],
    ['runtime: nodejs\nname: "flows"\n', "flows"],
  ])("in %j", (text, name) => {
    writeFileSync(path.join(folder(), "Pulumi.yaml"), text);
    expect(projectName(folder())).toBe(name);
  });
});

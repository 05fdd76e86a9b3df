import { readFileSync, writeFileSync } from "node:fs";
import path from "node:path";
import { pathToFileURL } from "node:url";
import analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { inCheckout } from "../harness/checkout.ts";
import { temporaryFolder } from "../harness/temporary-folder.ts";
import { aboutResource, aboutStack, ownPack, Pack, type Resource, urnOf } from "./harness/pack.ts";

// Packs are processes of their own.
jest.setTimeout(60_000);

const { AnalyzeResponse, ConfigureAnalyzerRequest, EnforcementLevel, PolicyConfig, RemediateResponse } =
  analyzerMessages;
const register = inCheckout("packages/lean-pulumi/register-policies.ts");

const SIGNATURE = "4dabf18193072939515e22adb298388d";
const unknown = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
const secret = (value: unknown) => ({ [SIGNATURE]: "1b47061264138c4ac30d75fd1eb44270", value });
const file = (path: string) => ({ [SIGNATURE]: "c44067f5952c0a294b673a41bacd8c17", path, hash: "x" });

const bucket = "test:index:Bucket";
const properties = {
  z: [3, 1, 2],
  acl: "public",
  a: { deep: { null: null, number: 1.5, text: "ü", list: [[], {}, "x"] } },
  password: secret("hidden"),
  body: file("a.yaml"),
};
const resources: readonly Resource[] = [
  { type: "pulumi:pulumi:Stack", name: "test-dev", properties: {} },
  { type: bucket, name: "first", properties, provider: { region: "eu", token: secret("hidden") } },
  { type: bucket, name: "second", properties: { acl: unknown }, parent: urnOf({ type: bucket, name: "first" }) },
  {
    type: bucket,
    name: "third",
    properties: { acl: "private" },
    dependencies: [urnOf({ type: bucket, name: "first" })],
  },
  { type: "test:index:Group", name: "component", properties: { acl: "public", text: "x".repeat(100_000) } },
];

const bucketClass = `const Bucket = { __pulumiType: "${bucket}" };\nconst shown = (value) => JSON.stringify(value);`;

/** Policies of packs; together they use every feature that a policy may use. */
const packs = {
  validation: `
    {
      name: "validates", description: "d", enforcementLevel: "mandatory", severity: "high",
      configSchema: { properties: { most: { type: "number" } } },
      validateResource: (args, report) => {
        report(shown({ ...args, config: args.getConfig(), tags: [...args.stackTags.entries()] }), "urn:x");
      },
    },
    {
      name: "several", description: "d", enforcementLevel: "advisory",
      validateResource: [
        (args, report) => { args.props.z?.sort(); args.props.more = 1; report(shown(args.props)); },
        async (args, report) => { await undefined; report({ message: shown(args.props), severity: "low" }); },
      ],
    },
    {
      name: "of-type", description: "d", enforcementLevel: "mandatory",
      validateResource: validateResourceOfType(Bucket, async (bucket, args, report) => {
        if (bucket.acl === "public") report(args.name + (await bucket.body?.__getSpecialProxyTarget.path));
      }),
    },
    {
      name: "not-applicable", description: "d", validateResource: (args) => args.notApplicable("because"),
    },
    {
      name: "disabled", description: "d", enforcementLevel: "disabled", validateResource: (_, report) => report("never"),
    },
  `,
  "policies for single types": `
    {
      name: "of-bucket", description: "d", enforcementLevel: "mandatory",
      validateResource: validateResourceOfType(Bucket, (bucket, args, report) => report(shown(bucket) + args.name)),
    },
    {
      name: "of-queue", description: "d", enforcementLevel: "advisory",
      validateResource: validateResourceOfType({ __pulumiType: "test:index:Queue" }, (_, args, report) => report(args.name)),
    },
    {
      name: "disabled", description: "d", enforcementLevel: "disabled",
      validateResource: validateResourceOfType(Bucket, (_, args, report) => report("never")),
    },
  `,
  "a policy that fails": `
    {
      name: "fails", description: "d", validateResource: ({ type }) => { if (type === "${bucket}") throw "a mistake"; },
    },
  `,
  remediation: `
    {
      name: "remediates", description: "d", enforcementLevel: "remediate",
      remediateResource: ({ props, name }) => {
        if (name === "third") return;
        props.acl = "private";
        props.password = props.password + "!";
        return props;
      },
    },
    {
      name: "off", description: "d", enforcementLevel: "mandatory",
      remediateResource: () => ({}), validateResource: (args, report) => report(args.name),
    },
    {
      name: "remediates-type", description: "d", enforcementLevel: "remediate",
      remediateResource: remediateResourceOfType(Bucket, async (bucket) => ({ ...bucket, made: new Secret("x") })),
    },
    {
      name: "both", description: "d", enforcementLevel: "remediate",
      ...validateRemediateResourceOfType(Bucket, (bucket, args, report) => {
        if (bucket.acl === "public") { report("public"); bucket.acl = "private"; return bucket; }
      }),
    },
  `,
  "a level without what it needs": `
    {
      name: "level", description: "d", enforcementLevel: "remediate", validateResource: (_, report) => report("found"),
    },
  `,
  "validation of the stack": `
    {
      name: "stack", description: "d", enforcementLevel: "mandatory",
      validateStack: ({ resources }, report) => {
        for (const { parent, dependencies, ...found } of resources)
          report(shown({ ...found, parent: parent?.name, dependencies: dependencies.map(({ name }) => name) }), found.urn);
      },
    },
    {
      name: "stack-type", description: "d", enforcementLevel: "advisory",
      validateStack: validateStackResourcesOfType(Bucket, (buckets, _, report) => report(String(buckets.length))),
    },
  `,
  "a policy that uses the SDK": `
    {
      name: "sdk", description: "d", enforcementLevel: "advisory",
      validateResource: (args, report) => report(shown([
        Object.keys(pulumi).sort(), pulumi.getStack.name, pulumi.Output.isInstance(pulumi.output(1)),
        pulumi.asset.FileAsset === FileAsset, args.props.body?.__getSpecialProxyTarget instanceof pulumi.asset.FileAsset,
      ])),
    },
  `,
} as const;

const packOf = (policies: string) => `
  import {
    PolicyPack, remediateResourceOfType, Secret, validateRemediateResourceOfType, validateResourceOfType,
    validateStackResourcesOfType,
  } from "@pulumi/policy";
  ${policies.includes("pulumi.") ? 'import * as pulumi from "@pulumi/pulumi";\nimport { FileAsset } from "@pulumi/pulumi/asset/asset.js";' : ""}
  ${bucketClass}
  new PolicyPack("test", { enforcementLevel: "advisory", policies: [${policies}] });
`;

interface Answered {
  readonly method: string;
  /** A text for a refusal. */
  readonly answer: Buffer | string;
}

/** Everything that the engine asks of a pack in one run, and its answers. */
async function answers(o: { source: string; imports: readonly string[] }) {
  const pack = await Pack.start(o);
  try {
    const configuration = new ConfigureAnalyzerRequest();
    const ofPolicy = new PolicyConfig();
    ofPolicy.setEnforcementlevel(EnforcementLevel.MANDATORY);
    ofPolicy.setProperties(structs.Struct.fromJavaScript({ most: 3 }));
    configuration.getPolicyconfigMap().set("validates", ofPolicy);
    const configured = new analyzerMessages.AnalyzerStackConfigureRequest();
    configured.setStack("dev");
    configured.getTagsMap().set("owner", "us");
    await pack.ask("configureStack", configured);
    await pack.ask("configure", configuration);
    const all: Answered[] = [];
    for (const resource of resources) {
      const request = aboutResource(resource);
      all.push({ method: "remediate", answer: await pack.ask("remediate", request) });
      all.push({ method: "analyze", answer: await pack.ask("analyze", request) });
    }
    all.push({ method: "analyzeStack", answer: await pack.ask("analyzeStack", aboutStack(resources)) });
    // Another configuration: other policies concern a resource.
    for (const [, name] of o.source.matchAll(/name: "(of-[^"]+)", description/g)) {
      const off = new PolicyConfig();
      off.setEnforcementlevel(EnforcementLevel.DISABLED);
      off.setProperties(structs.Struct.fromJavaScript({}));
      configuration.getPolicyconfigMap().set(name as string, off);
    }
    await pack.ask("configure", configuration);
    for (const resource of resources)
      all.push({ method: "analyze", answer: await pack.ask("analyze", aboutResource(resource)) });
    return all;
  } finally {
    await pack.stop();
  }
}

/** What an answer says, apart from the places in the SDK's files that an error names. */
const readable = ({ answer }: Answered) =>
  typeof answer === "string" ? answer.replaceAll(/\n\s+at .*/g, "") : answer.toString("base64");

/** The policies that an answer names. */
function policiesIn({ method, answer }: Answered): string[] {
  if (typeof answer === "string") return /policy '([^']+)'/.exec(answer)?.slice(1) ?? [];
  const found = (method === "remediate" ? RemediateResponse : AnalyzeResponse).deserializeBinary(answer);
  const listed = "getRemediationsList" in found ? found.getRemediationsList() : found.getDiagnosticsList();
  return [
    ...listed.map((finding) => finding.getPolicyname()),
    ...found.getNotApplicableList().map((policy) => policy.getPolicyName()),
  ];
}

/** The policies in the source of a pack. */
function namesIn(source: string): string[] {
  return [...source.matchAll(/name: "([^"]+)", description/g)].map(([, name]) => name as string);
}

describe("a pack answers the same with the changes of the SDK and without them", () => {
  test.each(Object.entries(packs))("%s", async (_, policies) => {
    const source = packOf(policies);
    const [plain, lean] = await Promise.all([
      answers({ source, imports: [] }),
      answers({ source, imports: [register] }),
    ]);
    expect(lean.map(readable)).toEqual(plain.map(readable));
    // Each policy did something: otherwise there would be nothing to compare.
    const named = new Set(plain.flatMap(policiesIn));
    expect([...named].sort()).toEqual(
      namesIn(policies)
        .filter((policy) => policy !== "disabled")
        .sort(),
    );
  });
});

describe("the pack of this project", () => {
  const folder = temporaryFolder();

  test("does not read what its policies do not need", async () => {
    const pack = await Pack.start({ folder: ownPack });
    const garbage = (...bytes: number[]) => ({ serializeBinary: () => Uint8Array.from(bytes) });
    try {
      expect(await pack.ask("analyzeStack", garbage(0xff))).toBeInstanceOf(Buffer);
      expect(await pack.ask("remediate", garbage(0xff))).toBeInstanceOf(Buffer);
      // Properties whose only entry has no value, of a component.
      const properties = [0x12, 5, 0x0a, 3, 0x0a, 1, 0x61, 0x2a, 0];
      expect(await pack.ask("analyze", garbage(0x0a, 1, 0x78, ...properties))).toBeInstanceOf(Buffer);
      expect(await pack.ask("analyze", garbage(0xff))).toMatch(/Error deserializing request/);
    } finally {
      await pack.stop();
    }
  });

  /** What is loaded when the engine has the port of a pack. */
  async function loadedAtPort(): Promise<string[]> {
    const list = path.join(folder(), "loaded.txt");
    const hook = path.join(folder(), "hook.mjs");
    writeFileSync(
      hook,
      `import { appendFileSync } from "node:fs";
       import { registerHooks } from "node:module";
       const { log } = console;
       let answers = false;
       console.log = (...all) => { answers = true; log(...all); };
       registerHooks({ load(url, context, next) {
         if (!answers) appendFileSync(${JSON.stringify(list)}, url + "\\n");
         return next(url, context);
       } });`,
    );
    const pack = await Pack.start({ folder: ownPack, imports: [pathToFileURL(hook).href] });
    await pack.stop();
    return readFileSync(list, "utf8").trim().split("\n");
  }

  test("answers the engine before the SDK and the kernel are loaded", async () => {
    const loaded = await loadedAtPort();
    const of = (part: string) => loaded.filter((url) => url.includes(part)).map((url) => url.split(part)[1]);
    expect(of("policies/")).toContain("flow-policies.ts");
    expect([...of("packages/architect/"), ...of("packages/project/"), ...of("packages/rules/")]).toEqual([]);
    expect(of("/zod/")).toEqual([]);
    const ofSdk = of("/@pulumi/pulumi/").filter((file) => !file?.includes("node_modules"));
    expect(ofSdk).toContain("runtime/rpc.js");
    expect(ofSdk).not.toContain("index.js");
    expect(ofSdk.length).toBeLessThan(40);
    // 211 without Node's own, of which 156 are gRPC, OpenTelemetry and semver; the kernel alone would be 170 more.
    expect(loaded.filter((url) => !url.startsWith("node:")).length).toBeLessThan(230);
  });
});

describe("the configuration of a pack", () => {
  const configured = (stack: string) => {
    const request = new analyzerMessages.AnalyzerStackConfigureRequest();
    request.setStack(stack);
    return request;
  };
  const source = (say: string) => `
    import { whenConfigured } from "@genesys-flows/lean-pulumi/policy-stack";
    import { PolicyPack } from "@pulumi/policy";
    const heard = [];
    whenConfigured(({ stack, policies }) => {
      heard.push("first", ...policies);
      return () => heard.push(stack);
    });
    new PolicyPack("test", { policies: [
      { name: "heard", description: "d", enforcementLevel: "advisory", validateResource: (_, report) => report(${say}) },
    ] });
  `;
  const heard = async (requests: readonly ["configureStack" | "configure", { serializeBinary(): Uint8Array }][]) => {
    const pack = await Pack.start({ source: source("JSON.stringify(heard)") });
    try {
      for (const [method, request] of requests) await pack.ask(method, request);
      const [about] = resources as [Resource];
      // The second answer is later than anything that the first requests have set off.
      await pack.ask("analyze", aboutResource(about));
      const answer = (await pack.ask("analyze", aboutResource(about))) as Buffer;
      return AnalyzeResponse.deserializeBinary(answer).getDiagnosticsList()[0]?.getMessage();
    } finally {
      await pack.stop();
    }
  };

  test("is known before the engine has its answer, and the name of the stack", async () => {
    const stack = ["configureStack", configured("prod")] as const;
    const all = ["configure", new ConfigureAnalyzerRequest()] as const;
    expect(await heard([[...stack], [...all]])).toBe('d\n["first","prod"]');
    expect(await heard([[...stack]])).toBe("d\n[]");
    expect(await heard([[...all]])).toBe('d\n["first",null]');
  });

  test("has the level and the settings of each policy", async () => {
    const { ADVISORY, DISABLED, MANDATORY, REMEDIATE } = EnforcementLevel;
    const request = new ConfigureAnalyzerRequest();
    const levels = { a: ADVISORY, b: MANDATORY, c: DISABLED, d: REMEDIATE };
    for (const [name, level] of Object.entries(levels)) {
      const policy = new PolicyConfig();
      policy.setEnforcementlevel(level);
      if (name === "b") policy.setProperties(structs.Struct.fromJavaScript({ most: 3, names: ["x"] }));
      request.getPolicyconfigMap().set(name, policy);
    }
    expect(JSON.parse((await heard([["configure", request]]))?.slice(2) ?? "")).toEqual([
      "first",
      ["a", { level: "advisory", properties: {} }],
      ["b", { level: "mandatory", properties: { most: 3, names: ["x"] } }],
      ["c", { level: "disabled", properties: {} }],
      ["d", { level: "remediate", properties: {} }],
      null,
    ]);
  });
});

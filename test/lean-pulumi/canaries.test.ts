import { readFileSync } from "node:fs";
import { createRequire } from "node:module";
import { behindProxy } from "@genesys-flows/lean-pulumi/policy-proxy";

/** A place in a dependency that `packages/lean-pulumi` changes or reads, and that the dependency promises nobody. */
interface Place {
  /** The function that is of no use, or of no effect, without the place. */
  readonly patch: string;
  readonly dependency: string;
  readonly file: string;
  readonly text: string;
}

const places: readonly Place[] = [
  {
    patch: "standInForUnused",
    dependency: "@pulumi/pulumi",
    file: "runtime/closure/codePaths.js",
    text: 'const arborist = __importStar(require("@npmcli/arborist"));',
  },
  {
    patch: "standInForUnused",
    dependency: "@pulumi/pulumi",
    file: "runtime/closure/codePaths.js",
    text: "new arborist.Arborist(",
  },
  {
    patch: "standInForUnused",
    dependency: "@pulumi/pulumi",
    file: "runtime/closure/codePaths.js",
    text: 'const normalize_package_data_1 = __importDefault(require("normalize-package-data"));',
  },
  {
    patch: "standInForUnused",
    dependency: "@pulumi/pulumi",
    file: "runtime/closure/parseFunction.js",
    text: 'const ts = require("../../typescript-shim");',
  },
  {
    patch: "standInForUnused",
    dependency: "@pulumi/pulumi",
    file: "index.js",
    text: 'const automation = __importStar(require("./automation"));',
  },
  {
    patch: "standInForUnused",
    dependency: "@pulumi/pulumi",
    file: "index.js",
    text: 'const provider = __importStar(require("./provider"));',
  },
  {
    patch: "standInForRunner",
    dependency: "@pulumi/pulumi",
    file: "cmd/run/run.js",
    text: 'const tracing = __importStar(require("./tracing"));',
  },
  {
    patch: "standInForRunner",
    dependency: "@pulumi/pulumi",
    file: "cmd/run/index.js",
    text: 'const v8Hooks = require("../../runtime/closure/v8Hooks");\n        return v8Hooks.isInitializedAsync();',
  },
  {
    patch: "standInForRunner",
    dependency: "@pulumi/pulumi",
    file: "runtime/closure/v8.js",
    text: "const session = await v8Hooks.getSessionAsync();",
  },
  {
    patch: "standInForRunner",
    dependency: "@pulumi/pulumi",
    file: "cmd/run/index.js",
    text: 'require("source-map-support/register");',
  },
  {
    patch: "keepPromisesBare",
    dependency: "@pulumi/pulumi",
    file: "runtime/resource.js",
    text: "debuggable_1.debuggablePromise(",
  },
  {
    patch: "keepPromisesBare",
    dependency: "@pulumi/pulumi",
    file: "runtime/debuggable.js",
    text: "localStore.leakCandidates.add(p);",
  },
  {
    patch: "makeOutputsWhenRead",
    dependency: "@pulumi/pulumi",
    file: "runtime/resource.js",
    text: "resolvers = rpc_1.transferProperties(res, label, props);",
  },
  {
    patch: "keepStructsOnWire",
    dependency: "@pulumi/pulumi",
    file: "proto/provider_pb.js",
    text: "reader.readMessage(value,google_protobuf_struct_pb.Struct.deserializeBinaryFromReader);",
  },
  {
    patch: "keepStructsOnWire",
    dependency: "@pulumi/pulumi",
    file: "proto/resource_pb.js",
    text: "google_protobuf_struct_pb.Struct.serializeBinaryToWriter",
  },
  {
    patch: "mapNoStackTraces",
    dependency: "@pulumi/pulumi",
    file: "cmd/run/index.js",
    text: 'require("source-map-support/register");',
  },
  {
    patch: "keepPromisesBare",
    dependency: "@pulumi/pulumi",
    file: "runtime/debuggable.js",
    text: '"_debugStackTrace", { writable: true, value: new Error().stack }',
  },
  {
    patch: "sendNoDebugMessages",
    dependency: "@pulumi/pulumi",
    file: "runtime/resource.js",
    text: "log.debug(`Registering resource:",
  },
  {
    patch: "takeNoSourcePositions",
    dependency: "@pulumi/pulumi",
    file: "resource.js",
    text: "let stack = Resource.callsites();",
  },
  {
    patch: "loadSdkWhenAsked",
    dependency: "@pulumi/policy",
    file: "deserialize.js",
    text: 'const pulumi_1 = require("@pulumi/pulumi");',
  },
  {
    patch: "loadSdkWhenAsked",
    dependency: "@pulumi/policy",
    file: "deserialize.js",
    text: "pulumi_1.asset.FileAsset(",
  },
  {
    patch: "loadSdkWhenAsked",
    dependency: "@pulumi/policy",
    file: "deserialize.js",
    text: "pulumi_1.Output.isInstance(",
  },
  {
    patch: "skipUnneededRequests",
    dependency: "@pulumi/policy",
    file: "policy.js",
    text: "server_1.serve(this.name, version, enforcementLevel, args, initialConfig)",
  },
  {
    patch: "skipUnneededRequests",
    dependency: "@pulumi/policy",
    file: "server.js",
    text: "deserialize_1.deserializeProperties(req.getProperties(), true)",
  },
  {
    patch: "skipUnneededRequests",
    dependency: "@pulumi/policy",
    file: "server.js",
    text: "const resources = req.getResourcesList();",
  },
  {
    patch: "keepSameAnswers",
    dependency: "@pulumi/policy",
    file: "server.js",
    text: "server.addService(analyzerrpc.AnalyzerService, {",
  },
  {
    patch: "keepSameAnswers",
    dependency: "@pulumi/policy",
    file: "server.js",
    text: "Policy only applies to resources of type '${pulumiType}'",
  },
  {
    patch: "sharePropertiesOfRequest",
    dependency: "@pulumi/policy",
    file: "server.js",
    text: "deserialize_1.deserializeProperties(req.getProperties(), false)",
  },
  {
    patch: "whenConfigured",
    dependency: "@pulumi/policy",
    file: "server.js",
    text: "const tags = call.request.getTagsMap();",
  },
  {
    patch: "whenConfigured",
    dependency: "@pulumi/pulumi",
    file: "proto/analyzer_grpc_pb.js",
    text: "requestDeserialize: deserialize_pulumirpc_AnalyzerStackConfigureRequest,",
  },
  {
    patch: "behindProxy",
    dependency: "@pulumi/policy",
    file: "proxy.js",
    text: 'exports.getSpecialProxyTarget = "__getSpecialProxyTarget";',
  },
  {
    patch: "nameFailedRegistrations",
    dependency: "@pulumi/pulumi",
    file: "runtime/resource.js",
    text: "effectiveErr = new Error(`resource ${name} [${t}] failed to register`);",
  },
  {
    patch: "nameFailedRegistrations",
    dependency: "@pulumi/pulumi",
    file: "errors.js",
    text: 'return utils.isInstance(obj, "__pulumiRunError");',
  },
  {
    patch: "nameFailedRegistrations",
    dependency: "@pulumi/pulumi",
    file: "cmd/run/run.js",
    text: 'process.on("unhandledRejection", uncaughtHandler);',
  },
];

test.each(places)("$dependency has the place of $patch: $text", (place) => {
  expect(missing(place, read(place))).toBeUndefined();
});

test("behind the proxy of the policy SDK is the value", () => {
  const { unknownCheckingProxy } = require("@pulumi/policy/proxy");
  const inputs = { document: { path: Promise.resolve("a.yaml") } };
  const proxied = unknownCheckingProxy(inputs);
  expect(proxied.document).not.toBe(inputs.document);
  expect(behindProxy(proxied.document)).toBe(inputs.document);
});

test("a new version without a place names the patch, and what to do", () => {
  const [place] = places as readonly [Place];
  const version = "3.999.0";
  expect(missing(place, { version, text: "" })).toBe(
    '@pulumi/pulumi 3.999.0 no longer has `const arborist = __importStar(require("@npmcli/arborist"));` in runtime/closure/codePaths.js. ' +
      "Measure whether standInForUnused of packages/lean-pulumi still saves what its README says: find what took the place, or remove the patch.",
  );
});

/** What to tell when a dependency lost a place; undefined when it has it. */
function missing(place: Place, found: { version: string; text: string | undefined }): string | undefined {
  if (found.text?.includes(place.text)) return undefined;
  return (
    `${place.dependency} ${found.version} no longer has \`${place.text}\` in ${place.file}. ` +
    `Measure whether ${place.patch} of packages/lean-pulumi still saves what its README says: find what took the place, or remove the patch.`
  );
}

function read({ dependency, file }: Place): { version: string; text: string | undefined } {
  const { resolve } = createRequire(import.meta.url);
  const manifest = JSON.parse(readFileSync(resolve(`${dependency}/package.json`), "utf8"));
  try {
    return { version: manifest.version, text: readFileSync(resolve(`${dependency}/${file}`), "utf8") };
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== "MODULE_NOT_FOUND") throw error;
    return { version: manifest.version, text: undefined };
  }
}

import { createRequire } from "node:module";

/** The SDK, loaded. */
export type PulumiSdk = typeof import("@pulumi/pulumi");

/**
 * Keeps `@npmcli/arborist` out of what the SDK loads: more than half of the time in which it starts, for one function that packs
 * the code of closures (dynamic providers). It is loaded when that function is called. Without effect once the SDK is loaded.
 *
 * @param require of a package that depends on the SDK
 */
export function loadArboristWhenAsked(require: NodeJS.Require): void {
  const sdk = createRequire(require.resolve("@pulumi/pulumi"));
  const file = resolved(sdk, "@npmcli/arborist");
  if (file === undefined || require.cache[file]) return;
  const real = (): unknown => {
    delete require.cache[file];
    return (sdk(file) as { Arborist: unknown }).Arborist;
  };
  const standIn = Object.defineProperty({ __esModule: true }, "Arborist", { get: real, enumerable: true });
  require.cache[file] = { ...emptyModule(file, sdk), exports: standIn };
}

/**
 * Leaves stack traces as Node writes them. The SDK keeps one with each promise, and `source-map-support`, which the SDK's runner
 * installs, looks up each of its frames. Node strips types without moving anything, so positions are right without that.
 */
export function mapNoStackTraces(): void {
  Object.assign(Error, { prepareStackTrace: undefined });
}

/**
 * Sends the engine no debug messages, of which the SDK has one at each step of each resource, a call each. They are sent where
 * `PULUMI_OPTION_DEBUG` asks for them, by which `pulumi` itself takes `--debug`.
 */
export function sendNoDebugMessages({ log }: PulumiSdk): void {
  if (!process.env["PULUMI_OPTION_DEBUG"]) Object.assign(log, { debug: async () => {} });
}

/**
 * The state keeps no source positions. All flows are registered from the same lines of the components, so a position says
 * nothing; the SDK would take a stack trace for each resource, and write paths of this machine for the frames it cannot make relative.
 */
export function takeNoSourcePositions({ Resource }: PulumiSdk): void {
  Object.assign(Resource, { callsites: () => [] });
}

/** Undefined where another version of the SDK does without it. */
function resolved(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function emptyModule(id: string, require: NodeJS.Require): NodeJS.Module {
  return {
    id,
    filename: id,
    path: id,
    paths: [],
    loaded: true,
    children: [],
    exports: {},
    isPreloading: false,
    parent: null,
    require,
  };
}

import type { Session } from "node:inspector";
import { createRequire } from "node:module";
import { setFlagsFromString } from "node:v8";
import { takeNoSourcePositions } from "./program.ts";
import { notePrograms, type StackPart } from "./program-end.ts";

/** Creates the exports of a stub, given a function that loads the real exports. */
type Exports = (real: () => object) => object;
type Callable = (...args: unknown[]) => unknown;

/**
 * Puts stubs for the parts of the SDK that a program of flows never uses into `require.cache`. Each loads the real
 * part on first use. Has no effect on parts that are already loaded. Loads no part of the SDK itself.
 * @param require of a package that depends on the SDK
 */
export function standInForUnused(require: NodeJS.Require): void {
  const sdk = createRequire(require.resolve("@pulumi/pulumi"));
  // Packs the code of closures (dynamic providers).
  standIn(sdk, "@npmcli/arborist", namespace);
  standIn(
    sdk,
    "normalize-package-data",
    (real) =>
      (...args: unknown[]) =>
        Reflect.apply(real() as Callable, undefined, args),
  );
  // Reads the source of closures with the whole compiler.
  standIn(sdk, "./typescript-shim.js", (real) => proxy(real));
  // Runs the CLI from a program.
  standIn(sdk, "./automation/index.js", namespace);
  // Serves a provider.
  standIn(sdk, "./provider/index.js", namespace);
}

/**
 * Prevents `@pulumi/policy` from loading the SDK: the engine starts the program only after the pack has responded.
 * Assets and outputs, the parts that `@pulumi/policy` uses, are separate modules; any other use of the SDK loads all of
 * it. Has no effect once the SDK is loaded.
 * @param require of a package that depends on the SDK
 */
export function loadSdkWhenAsked(require: NodeJS.Require): void {
  standIn(require, "@pulumi/pulumi", (real) =>
    proxy(real, {
      __esModule: true,
      get asset() {
        return require("@pulumi/pulumi/asset");
      },
      get Output() {
        return require("@pulumi/pulumi/output").Output;
      },
    }),
  );
}

/**
 * Like `standInForUnused`, for modules that the SDK's program runner loads before the program. Call it before the
 * runner starts. The runner then also notes when the program has ended (`notePrograms`).
 * @param require of a package that depends on the SDK
 * @param o.traced whether this run sends traces
 */
export function standInForRunner(require: NodeJS.Require, o: { readonly traced: boolean }): void {
  const sdk = createRequire(require.resolve("@pulumi/pulumi"));
  if (!o.traced) standIn(sdk, "./cmd/run/tracing.js", () => ({ start() {}, stop() {}, newSpan: () => noSpan }));
  standIn(sdk, "./runtime/closure/v8Hooks.js", debuggerWhenAsked);
  const starting = () => takeNoSourcePositions(sdk("./resource.js"));
  standIn(sdk, "./runtime/stack.js", (real) =>
    proxy(() => notePrograms(real() as StackPart, starting), { __esModule: true }),
  );
  // Node strips types without moving code, so there are no positions to map.
  standIn(sdk, "source-map-support/register", () => ({}));
}

const noSpan = { end() {}, setAttribute() {}, addEvent() {} };

/**
 * Replaces a debugger that is attached from the start and slows everything down. The replacement is attached only when
 * a closure is packed. When enabled, the debugger reports every script, including those that are already loaded.
 */
const debuggerWhenAsked: Exports = () => {
  const scripts = new Map<string, string>();
  let session: Promise<Session> | undefined;
  const attach = (): Promise<Session> => {
    setFlagsFromString("--allow-natives-syntax");
    const attached = new (process.getBuiltinModule("node:inspector").Session)();
    attached.connect();
    attached.on("Debugger.scriptParsed", ({ params }) => scripts.set(params.scriptId, params.url));
    return new Promise((resolve, reject) =>
      attached.post("Debugger.enable", (error) => (error ? reject(error) : resolve(attached))),
    );
  };
  return {
    isInitializedAsync: async () => {},
    getSessionAsync: () => {
      session ??= attach();
      return session;
    },
    getScriptUrl: (id: string) => scripts.get(id),
  };
};

/** Stub for a module that others import as a namespace; they first read `__esModule`. */
const namespace: Exports = (real) => proxy(real, { __esModule: true });

function proxy(real: () => object, known: Readonly<Record<string, unknown>> = {}): object {
  return new Proxy(
    {},
    {
      get: (_, name) => (Object.hasOwn(known, name) ? known[name as string] : Reflect.get(real(), name)),
      has: (_, name) => Reflect.has(real(), name),
      ownKeys: () => Reflect.ownKeys(real()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(real(), name);
        return found && { ...found, configurable: true }; // a proxy must not report other properties of an empty object
      },
    },
  );
}

function standIn(sdk: NodeJS.Require, name: string, exportsOf: Exports): void {
  const file = resolved(sdk, name);
  if (file === undefined || sdk.cache[file]) return;
  let loaded: object | undefined;
  const real = () => {
    if (!loaded) {
      delete sdk.cache[file];
      loaded = sdk(file) as object;
    }
    return loaded;
  };
  const { Module } = process.getBuiltinModule("node:module");
  sdk.cache[file] = Object.assign(new Module(file), { filename: file, loaded: true, exports: exportsOf(real) });
}

/** Path of a module; undefined if a different version of the SDK does not use it. */
function resolved(require: NodeJS.Require, name: string): string | undefined {
  try {
    return require.resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

import { createRequire } from "node:module";

/**
 * Keeps `@npmcli/arborist` out of what `@pulumi/pulumi` loads: more than half of the time in which it starts, for one function
 * that packs the code of closures (dynamic providers). It is loaded when that function is called. Import this before the SDK.
 */
const own = createRequire(import.meta.url);
const sdk = createRequire(own.resolve("@pulumi/pulumi"));
const file = resolved("@npmcli/arborist");
if (file !== undefined && !own.cache[file]) {
  const real = (): unknown => {
    delete own.cache[file];
    return (sdk(file) as { Arborist: unknown }).Arborist;
  };
  const standIn = Object.defineProperty({ __esModule: true }, "Arborist", { get: real, enumerable: true });
  own.cache[file] = { ...emptyModule(file), exports: standIn };
}

/** Undefined where another version of the SDK does without it. */
function resolved(name: string): string | undefined {
  try {
    return sdk.resolve(name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === "MODULE_NOT_FOUND") return undefined;
    throw error;
  }
}

function emptyModule(id: string): NodeJS.Module {
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
    require: sdk,
  };
}

import { createRequire } from "node:module";

/**
 * Keeps the SDK out of what `@pulumi/policy` loads: the engine starts the program only when the pack has answered. Assets and outputs,
 * the parts that `@pulumi/policy` uses, are modules of their own; any other use of the SDK loads it whole. Without effect once the
 * SDK is loaded.
 *
 * @param require of a package that depends on the SDK
 */
export function loadSdkWhenAsked(require: NodeJS.Require): void {
  const file = require.resolve("@pulumi/pulumi");
  if (require.cache[file]) return;
  let loaded: object | undefined;
  const sdk = (): object => {
    if (loaded) return loaded;
    delete require.cache[file];
    loaded = require(file) as object;
    return loaded;
  };
  const parts: Readonly<Record<string, () => unknown>> = {
    __esModule: () => true,
    asset: () => require("@pulumi/pulumi/asset"),
    Output: () => (require("@pulumi/pulumi/output") as { Output: unknown }).Output,
  };
  const exports = new Proxy(
    {},
    {
      get: (_, name) => {
        const part = typeof name === "string" && Object.hasOwn(parts, name) ? parts[name] : undefined;
        return part ? part() : Reflect.get(sdk(), name);
      },
      has: (_, name) => Reflect.has(sdk(), name),
      ownKeys: () => Reflect.ownKeys(sdk()),
      getOwnPropertyDescriptor: (_, name) => {
        const found = Reflect.getOwnPropertyDescriptor(sdk(), name);
        return found && { ...found, configurable: true }; // a proxy may not claim others of an empty object
      },
    },
  );
  const { Module } = process.getBuiltinModule("node:module");
  require.cache[file] = Object.assign(new Module(file), {
    filename: file,
    loaded: true,
    exports,
    require: createRequire(file),
  });
}

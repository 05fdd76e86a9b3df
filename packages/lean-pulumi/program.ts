export type PulumiSdk = typeof import("@pulumi/pulumi");

/**
 * Keeps stack traces in Node's own form. `source-map-support`, which the SDK's runner installs, looks up each frame of
 * each error. Node strips types without moving code, so the positions are already correct.
 */
export function mapNoStackTraces(): void {
  Object.assign(Error, { prepareStackTrace: undefined });
}

/**
 * Stops sending debug messages to the engine. The SDK sends a message at each step of each resource, each in a separate
 * call. The messages are still sent if `PULUMI_OPTION_DEBUG`, the variable for `pulumi`'s `--debug`, is set.
 */
export function sendNoDebugMessages({ log }: PulumiSdk): void {
  if (!process.env["PULUMI_OPTION_DEBUG"]) Object.assign(log, { debug: async () => {} });
}

/**
 * Omits source positions from the state. All flows are registered from the same lines of the components, so a position
 * is not useful. The SDK would capture a stack trace for each resource, and write absolute paths for frames that it
 * cannot make relative.
 */
export function takeNoSourcePositions({ Resource }: Pick<PulumiSdk, "Resource">): void {
  Object.assign(Resource, { callsites: () => [] });
}

/** The part of the SDK's `runtime/debuggable.js` that is changed. */
export interface Debuggable {
  debugPromiseLeaks: boolean;
  debuggablePromise<T>(promise: Promise<T>, context?: unknown): Promise<T>;
}

/** The part of the SDK's `runtime/state.js` that is used. */
export interface State {
  getStore(): { readonly leakCandidates: Set<Promise<unknown>> };
}

/**
 * Stops storing a number, a context and a stack trace with each promise of the SDK: they are read only if
 * `PULUMI_DEBUG_PROMISE_LEAKS` is set. The SDK still reports promises that never settle.
 */
export function keepPromisesBare(debuggable: Debuggable, state: State): void {
  if (debuggable.debugPromiseLeaks) return;
  const own = debuggable.debuggablePromise;
  let reports = false;
  debuggable.debuggablePromise = (promise, context) => {
    if (!reports) {
      // The first promise of the SDK makes it check for leaks at the end.
      reports = true;
      return own(promise, context);
    }
    const { leakCandidates } = state.getStore();
    leakCandidates.add(promise);
    return promise.then(
      (value) => {
        leakCandidates.delete(promise);
        return value;
      },
      (error) => {
        leakCandidates.delete(promise);
        error.promise = promise;
        throw error;
      },
    );
  };
}

type Resolver = (...settled: readonly unknown[]) => void;

/** The part of the SDK's `runtime/rpc.js` that is changed. */
export interface Rpc {
  transferProperties(
    onto: object,
    label: string,
    properties: Readonly<Record<string, unknown>>,
  ): Record<string, Resolver>;
}

/**
 * Creates a resource's outputs only when they are read. The SDK creates an output for each input and output of each
 * resource, with about thirty promises for each, but a program reads few of these outputs.
 */
export function makeOutputsWhenRead(rpc: Rpc): void {
  const transfer = rpc.transferProperties;
  rpc.transferProperties = (onto, label, properties) => {
    const resolvers: Record<string, Resolver> = {};
    for (const name of Object.keys(properties)) {
      if (name === "id" || name === "urn") continue;
      const made = () => transfer(onto, label, { [name]: properties[name] })[name] as Resolver;
      if (Object.hasOwn(onto, name)) made(); // which the SDK refuses
      resolvers[name] = outputWhenRead(onto, name, made);
    }
    return resolvers;
  };
}

/** @param make defines the property, and returns the functions that settle it */
function outputWhenRead(onto: object, name: string, make: () => Resolver): Resolver {
  let settle: Resolver | undefined;
  let settled: readonly unknown[] | undefined;
  const define = (value: unknown) =>
    Object.defineProperty(onto, name, { value, enumerable: true, configurable: true, writable: true });
  Object.defineProperty(onto, name, {
    enumerable: true,
    configurable: true,
    get() {
      delete (onto as Record<string, unknown>)[name];
      settle = make();
      if (settled) settle(...settled);
      return (onto as Record<string, unknown>)[name];
    },
    set: define,
  });
  return (...outcome) => {
    settled = outcome;
    settle?.(...outcome);
  };
}

/** The SDK's message about a resource that the engine skipped, or could not create or update. */
const FAILED = /resource (\S+) \[([^\]]*)\] failed to register$/;

/**
 * With `--continue-on-error`, the outputs of a failed resource reject, and with them every resource that depends on it.
 * The runner would report each rejection as a defect of the program, with a stack trace. Instead, one sentence is
 * printed for each failed resource. The program still fails, so the engine deletes nothing.
 */
export function nameFailedRegistrations(): void {
  // Runs before the runner's own listener, which reports the error.
  process.prependListener("unhandledRejection", (error: unknown) => {
    if (!(error instanceof Error)) return;
    const said = dependentsOf(error.message);
    if (said === undefined) return;
    // The runner's mark for errors that it reports without a stack trace (`pulumi.RunError`).
    Object.assign(error, { message: said, __pulumiRunError: true });
  });
}

/** The sentence for a message from the SDK; undefined for other errors. */
function dependentsOf(message: string): string | undefined {
  const [, name, type = ""] = FAILED.exec(message) ?? [];
  if (name === undefined) return undefined;
  return `${type.split(":").at(-1)} '${name}' failed, so everything that depends on it stays as it was, and nothing is deleted.`;
}

/** Settles an output: with its value, or with an error. */
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
 * Makes an output of a resource when it is read. The SDK makes one for each input and output of each resource, of about thirty
 * promises each; a program reads few of them.
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

/** @param make defines the property, and returns what settles it */
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

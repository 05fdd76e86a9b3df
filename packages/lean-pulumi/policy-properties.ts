import { createRequire } from "node:module";

/** The part of `@pulumi/policy/deserialize.js` that is used here. */
interface Deserialize {
  deserializeProperties(struct: object, proxySecrets: boolean): object;
}

/**
 * Reads the properties of a request once for all policies of the pack, which share one object (`behindProxy`). Suitable
 * for a pack whose policies do not change their input. Remediation requests are read as before.
 */
export function sharePropertiesOfRequest(deserialize = ofPolicySdk()): void {
  const { deserializeProperties: read } = deserialize;
  const known = new WeakMap<object, object>();
  deserialize.deserializeProperties = (struct, proxySecrets) => {
    if (proxySecrets) return read(struct, proxySecrets);
    const properties = known.get(struct) ?? read(struct, proxySecrets);
    known.set(struct, properties);
    return properties;
  };
}

function ofPolicySdk(): Deserialize {
  return createRequire(import.meta.url)("@pulumi/policy/deserialize.js") as Deserialize;
}

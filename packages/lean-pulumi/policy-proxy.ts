/**
 * The value behind the proxy by which `@pulumi/policy` notices that a policy reads what is not known yet; a value without one as it
 * is. The fields of an asset are promises, and a promise behind that proxy cannot be awaited.
 */
export function behindProxy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return (value as { __getSpecialProxyTarget?: unknown }).__getSpecialProxyTarget ?? value;
}

/**
 * Returns the value behind the proxy with which `@pulumi/policy` detects that a policy reads an unknown value. Returns
 * a value without a proxy unchanged. The fields of an asset are promises, and a promise behind that proxy cannot be
 * awaited.
 */
export function behindProxy(value: unknown): unknown {
  if (typeof value !== "object" || value === null) return value;
  return (value as { __getSpecialProxyTarget?: unknown }).__getSpecialProxyTarget ?? value;
}

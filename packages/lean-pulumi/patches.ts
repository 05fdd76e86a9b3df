/** The SDK, loaded. */
export type PulumiSdk = typeof import("@pulumi/pulumi");

/**
 * Leaves stack traces as Node writes them. `source-map-support`, which the SDK's runner installs, looks up each frame of each
 * error. Node strips types without moving anything, so positions are right without that.
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

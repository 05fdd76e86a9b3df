import { createRequire } from "node:module";

/**
 * The part of `AnalyzerService` in the SDK's `proto/analyzer_grpc_pb.js` that is used here: how a policy pack's server
 * reads two requests.
 */
export interface AnalyzerService {
  readonly configureStack: { requestDeserialize(bytes: Buffer): { getStack(): string } };
  readonly configure: { requestDeserialize(bytes: Buffer): ConfigureRequest };
}

interface ConfigureRequest {
  getPolicyconfigMap(): { entries(): IterableIterator<[string, PolicyConfig]> };
}

interface PolicyConfig {
  getEnforcementlevel(): number;
  getProperties(): { toJavaScript(): Record<string, unknown> } | undefined;
}

/** `EnforcementLevel` of `pulumi/analyzer.proto`, by number. */
const levels = ["advisory", "mandatory", "disabled", "remediate"] as const;

export interface ConfiguredPolicy {
  readonly level: (typeof levels)[number];
  readonly properties: Readonly<Record<string, unknown>>;
}

/** Configuration that the engine sends to a pack. */
export interface Configured {
  /** Name of the stack; undefined if the engine did not send it. */
  readonly stack: string | undefined;
  /** By name; empty for a pack without configuration. */
  readonly policies: ReadonlyMap<string, ConfiguredPolicy>;
}

/**
 * Calls a function when the engine configures the pack, before the response to the engine and therefore before the
 * first request for a resource. The function that the callback returns is called after the response. `@pulumi/policy`
 * receives this configuration from the engine, but does not pass the name of the stack and the level to a policy. Call
 * this function before the pack is served.
 */
export function whenConfigured(
  callBack: (configured: Configured) => (() => void) | undefined,
  service = analyzerService(),
): void {
  const { configureStack, configure } = service;
  let stack: string | undefined;
  const readStack = configureStack.requestDeserialize;
  configureStack.requestDeserialize = (bytes) => {
    const request = readStack(bytes);
    stack = request.getStack();
    return request;
  };
  const readConfiguration = configure.requestDeserialize;
  configure.requestDeserialize = (bytes) => {
    const request = readConfiguration(bytes);
    const after = callBack({ stack, policies: policiesIn(request) });
    if (after) setImmediate(() => setImmediate(after));
    return request;
  };
}

function policiesIn(request: ConfigureRequest): Map<string, ConfiguredPolicy> {
  return new Map(
    [...request.getPolicyconfigMap().entries()].map(([name, policy]) => [
      name,
      {
        level: levels[policy.getEnforcementlevel()] ?? "mandatory",
        properties: policy.getProperties()?.toJavaScript() ?? {},
      },
    ]),
  );
}

function analyzerService(): AnalyzerService {
  const { AnalyzerService } = createRequire(import.meta.url)("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
  return AnalyzerService as AnalyzerService;
}

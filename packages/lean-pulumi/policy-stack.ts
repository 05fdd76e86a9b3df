import { createRequire } from "node:module";

/** What is used of `AnalyzerService` in the SDK's `proto/analyzer_grpc_pb.js`: how the server of a policy pack reads two requests. */
export interface AnalyzerService {
  readonly configureStack: { requestDeserialize(bytes: Buffer): { getStack(): string } };
  readonly configure: { requestDeserialize(bytes: Buffer): unknown };
}

/**
 * Calls back with the name of the stack when the engine has configured the pack, after the answer to the engine. `@pulumi/policy` has the
 * name from the engine, but gives it to nobody. To be called before the pack is served.
 */
export function whenConfigured(callBack: (stack: string | undefined) => void, service = analyzerService()): void {
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
    setImmediate(() => setImmediate(callBack, stack));
    return readConfiguration(bytes);
  };
}

function analyzerService(): AnalyzerService {
  const { AnalyzerService } = createRequire(import.meta.url)("@pulumi/pulumi/proto/analyzer_grpc_pb.js");
  return AnalyzerService as AnalyzerService;
}

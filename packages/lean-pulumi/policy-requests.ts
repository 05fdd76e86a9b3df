/** What is looked at of a policy: what it can do. */
export interface Policy {
  readonly validateResource?: unknown;
  readonly remediateResource?: unknown;
  readonly validateStack?: unknown;
}

type Serve = (
  name: string,
  version: string,
  enforcementLevel: string,
  pack: { readonly policies?: readonly Policy[] },
  ...rest: readonly unknown[]
) => void;

/** What is used of `@pulumi/policy/server.js`. */
export interface PolicyServer {
  serve: Serve;
}

/** What is used of the SDK's `proto/analyzer_grpc_pb.js`: how the server of a policy pack reads two kinds of request. */
export interface AnalyzerProto {
  readonly AnalyzerService: Readonly<Record<"remediate" | "analyzeStack", Method>>;
}

interface Method {
  requestDeserialize: (bytes: Buffer) => Request;
  readonly requestType: new () => Request;
}

interface Request {
  setProperties(struct: object): void;
  setOptions(options: object): void;
}

/**
 * Does not read the requests that no policy of the pack needs: to remediate, where none remediates; to analyze the stack, where none looks
 * at the stack. `@pulumi/policy` then answers as it does for an empty request. The engine sends the first for each resource, and
 * the second with all resources.
 */
export function skipUnneededRequests(
  server: PolicyServer,
  { AnalyzerService: { remediate, analyzeStack } }: AnalyzerProto,
  o: { readonly Struct: new () => object; readonly AnalyzerResourceOptions: new () => object },
): void {
  const { serve } = server;
  server.serve = (name, version, enforcementLevel, pack, ...rest) => {
    const policies = pack.policies ?? [];
    if (!policies.some((policy) => policy.remediateResource)) {
      const request = new remediate.requestType();
      request.setProperties(new o.Struct());
      request.setOptions(new o.AnalyzerResourceOptions());
      remediate.requestDeserialize = () => request;
    }
    if (!policies.some((policy) => policy.validateStack)) {
      const request = new analyzeStack.requestType();
      analyzeStack.requestDeserialize = () => request;
    }
    serve(name, version, enforcementLevel, pack, ...rest);
  };
}

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

/** The part of `@pulumi/policy/server.js` that is used here. */
export interface PolicyServer {
  serve: Serve;
}

/**
 * The part of `AnalyzerService` in the SDK's `proto/analyzer_grpc_pb.js` that is used here: how a policy pack's server
 * reads requests, and writes responses.
 */
interface AnalyzerService {
  readonly analyze: Answering;
  readonly remediate: Asked & Answering;
  readonly analyzeStack: Asked;
}

interface Asked {
  requestDeserialize: (bytes: Buffer) => UnneededRequest;
  readonly requestType: new () => UnneededRequest;
}

interface UnneededRequest {
  setProperties(struct: object): void;
  setOptions(options: object): void;
}

interface Answering {
  responseSerialize: (response: object) => Buffer;
}

export interface AnalyzerProto {
  readonly AnalyzerService: AnalyzerService;
}

/**
 * Skips reading requests that no policy of the pack needs: remediation requests if no policy remediates, and stack
 * analysis requests if no policy checks the stack. `@pulumi/policy` then responds as it does to an empty request. The
 * engine sends a remediation request for each resource, and a stack analysis request with all resources.
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

interface AnalyzeRequest {
  getType(): string;
}
type Answer = (error: unknown, response?: object) => void;
type Handler = (call: { readonly request: AnalyzeRequest }, answer: Answer) => void;

type Handlers = Readonly<Record<"analyze" | "remediate" | "configure", Handler>>;

/** The part of the class `Server` of `@grpc/grpc-js` that is used here. */
export interface GrpcServer {
  readonly prototype: { addService(service: object, handlers: Handlers): void };
}

/**
 * Caches two responses that are the same for many resources. Otherwise, `@pulumi/policy` would build and write them
 * each time. The first response says that no policy applies, with the reason, and is used for resource types that no
 * policy of the pack checks. The second is the response to a remediation request if no policy remediates. Both depend
 * on the levels, so they are rebuilt when the engine configures the pack.
 */
export function keepSameAnswers(server: PolicyServer, { AnalyzerService }: AnalyzerProto, grpc: GrpcServer): void {
  const { serve } = server;
  const { prototype } = grpc;
  server.serve = (name, version, enforcementLevel, pack, ...rest) => {
    const { addService } = prototype;
    prototype.addService = function (service, handlers) {
      const own = service === AnalyzerService;
      addService.call(this, service, own ? keeping(handlers, pack.policies ?? [], AnalyzerService) : handlers);
    };
    try {
      serve(name, version, enforcementLevel, pack, ...rest);
    } finally {
      prototype.addService = addService;
    }
  };
}

/**
 * The types that the policies check, from the names of the functions for single types; undefined if a policy checks all
 * types.
 */
function typesOf(policies: readonly Policy[]): ReadonlySet<string> | undefined {
  const types = policies.flatMap(({ validateResource: one }) => {
    if (!one) return [];
    return Array.isArray(one) ? "" : ((one as { __pulumiType?: string }).__pulumiType ?? "");
  });
  return types.includes("") ? undefined : new Set(types);
}

function keeping(handlers: Handlers, policies: readonly Policy[], service: AnalyzerService): Handlers {
  const types = typesOf(policies);
  const remediates = policies.some((policy) => policy.remediateResource);
  const analyze = kept(handlers.analyze, service.analyze);
  const remediate = kept(handlers.remediate, service.remediate);
  return {
    ...handlers,
    configure(call, answer) {
      analyze.forget();
      remediate.forget();
      handlers.configure(call, answer);
    },
    analyze(call, answer) {
      const isOther = types !== undefined && !types.has(call.request.getType());
      (isOther ? analyze.handle : handlers.analyze)(call, answer);
    },
    remediate: remediates ? handlers.remediate : remediate.handle,
  };
}

/** A handler that caches the first response of another handler and returns it for every call until it is reset. */
function kept(handler: Handler, method: Answering): { readonly handle: Handler; forget(): void } {
  let first: { readonly response: object; bytes?: Buffer } | undefined;
  const write = method.responseSerialize;
  method.responseSerialize = (response) => {
    if (response !== first?.response) return write(response);
    first.bytes ??= write(response);
    return first.bytes;
  };
  return {
    handle(call, answer) {
      if (first) return answer(undefined, first.response);
      handler(call, (error, response) => {
        if (response) first = { response };
        answer(error, response);
      });
    },
    forget() {
      first = undefined;
    },
  };
}

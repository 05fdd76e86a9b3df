import type { Policy, PolicyServer } from "./policy-requests.ts";

interface Request {
  getType(): string;
}
type Answer = (error: unknown, response?: object) => void;
type Handler = (call: { readonly request: Request }, answer: Answer) => void;

/** The handlers of the server of a policy pack, by their methods. */
type Handlers = Readonly<Record<"analyze" | "configure", Handler>>;

/** What is used of the class `Server` of `@grpc/grpc-js`. */
export interface GrpcServer {
  readonly prototype: { addService(service: object, handlers: Handlers): void };
}

/** What is used of the SDK's `proto/analyzer_grpc_pb.js`: how the server of a policy pack writes an answer. */
export interface AnalyzeProto {
  readonly AnalyzerService: { readonly analyze: { responseSerialize: (response: object) => Buffer } };
}

/**
 * Keeps the answer about a resource of a type that no policy of the pack is about: that it concerns none of them, and why. The engine
 * asks about each resource, and `@pulumi/policy` would write the same message for each policy again. The answer depends on the
 * levels, so it is made again when the engine configures the pack. Without effect on a pack with a policy for all types.
 */
export function keepAnswerAboutOthers(server: PolicyServer, { AnalyzerService }: AnalyzeProto, grpc: GrpcServer): void {
  const { serve } = server;
  const { prototype } = grpc;
  server.serve = (name, version, enforcementLevel, pack, ...rest) => {
    const types = typesOf(pack.policies ?? []);
    const { addService } = prototype;
    if (types) {
      prototype.addService = function (service, handlers) {
        addService.call(
          this,
          service,
          service === AnalyzerService ? keeping(handlers, types, AnalyzerService) : handlers,
        );
      };
    }
    try {
      serve(name, version, enforcementLevel, pack, ...rest);
    } finally {
      prototype.addService = addService;
    }
  };
}

/** The types that the policies are about, whose names the functions for single types have; undefined where one is about all types. */
function typesOf(policies: readonly Policy[]): ReadonlySet<string> | undefined {
  const types = policies.flatMap(({ validateResource: one }) => {
    if (!one) return [];
    return Array.isArray(one) ? "" : ((one as { __pulumiType?: string }).__pulumiType ?? "");
  });
  return types.includes("") ? undefined : new Set(types);
}

function keeping(handlers: Handlers, types: ReadonlySet<string>, service: AnalyzeProto["AnalyzerService"]): Handlers {
  let kept: { readonly response: object; bytes?: Buffer } | undefined;
  const { analyze } = service;
  const write = analyze.responseSerialize;
  analyze.responseSerialize = (response) => {
    if (response !== kept?.response) return write(response);
    kept.bytes ??= write(response);
    return kept.bytes;
  };
  return {
    ...handlers,
    configure(call, answer) {
      kept = undefined;
      handlers.configure(call, answer);
    },
    analyze(call, answer) {
      if (types.has(call.request.getType())) return handlers.analyze(call, answer);
      if (kept) return answer(undefined, kept.response);
      handlers.analyze(call, (error, response) => {
        if (response) kept = { response };
        answer(error, response);
      });
    },
  };
}

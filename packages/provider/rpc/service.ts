import { parseUrn, type ResourceUrn } from "@genesys-flows/project/state";
import { status as codes, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import pluginMessages from "@pulumi/pulumi/proto/plugin_pb.js";
import type providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import type structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import {
  type CheckFailure,
  type CheckResult,
  type DiffResult,
  InvalidInputs,
  type Operation,
  type ProviderFunction,
  type Resource,
} from "../engine/resource.ts";
import { equalValues, type Properties } from "../engine/values.ts";
import type { EngineLog } from "./engine-log.ts";
import { toServiceError, toStruct } from "./errors.ts";
import { unwrapProperties } from "./wire-values.ts";

/** The provider behind the gRPC adapter. The adapter does not know any particular resource. */
export interface ProviderServer {
  readonly version: string;
  schema(): string;
  checkConfig(inputs: Properties): CheckResult;
  configure(request: { inputs: Properties; urn: ResourceUrn | undefined }): void;
  readonly resources: ReadonlyMap<string, Resource>;
  readonly functions: ReadonlyMap<string, ProviderFunction>;
  /**
   * Report for the user who interrupted the run, after its last operation; undefined if there is nothing to report.
   */
  interrupted(): string | undefined;
  redact(text: string): string;
  close(): Promise<void>;
}

interface ServiceEvents {
  /** Aborted when the engine requests that operations stop waiting. Running operations then end by themselves. */
  readonly cancelled: AbortController;
  /** Number of operations that have not returned yet. */
  readonly operations: { running: number };
}

/**
 * The gRPC service `ResourceProvider` for a provider. Only this folder knows Pulumi's wire format.
 * @param loading the provider, which may still be loading while the engine connects
 */
export function resourceProviderService(
  loading: Promise<ProviderServer>,
  engine: EngineLog,
  events: ServiceEvents,
): Partial<providerServices.IResourceProviderServer> {
  interface Scope {
    readonly provider: ProviderServer;
    /** Names of the properties that were received as secrets and must be returned as secrets. */
    readonly secrets: Set<string>;
  }

  let working = 0;
  let interrupted = false;

  /** Responds with the result of `work`, and converts its errors to gRPC errors. */
  function unary<Request, Response>(work: (request: Request, scope: Scope) => Promise<Response> | Response) {
    return (call: ServerUnaryCall<Request, Response>, answer: sendUnaryData<Response>): void => {
      events.operations.running++;
      working++;
      const secrets = new Set<string>();
      loading
        .then((provider) => work(call.request, { provider, secrets }))
        .then(
          async (response) => {
            await deliverMessages();
            answer(null, response);
          },
          async (thrown) => {
            await deliverMessages();
            answer(toServiceError(thrown, { shown: engine.shown, secrets }), null);
          },
        )
        .finally(() => events.operations.running--);
    };
  }

  /**
   * Delivers all messages to the engine before a response. After the response to the last operation of a cancelled run,
   * the engine stops listening, so the report of the run is sent before it. (The engine also cancels at the end of a
   * successful run, when no operation is running, as observed with CLI 3.259.)
   */
  async function deliverMessages(): Promise<void> {
    working--;
    if (interrupted && working === 0) {
      const provider = await loading.catch(() => undefined); // the caller receives the reason
      const report = provider?.interrupted();
      if (report !== undefined) engine.of("").warn(report);
    }
    await engine.flush();
  }

  function operation(urnText: string): Operation {
    const urn = parseUrn(urnText) ?? { text: urnText, project: "", stack: "", type: "", name: "" };
    const runsProgram = () => engine.runsProgram();
    return { urn, log: engine.of(urnText), signal: events.cancelled.signal, runsProgram };
  }

  /** Redacts the reasons, because an error may quote a secret input. */
  function safe(failures: readonly CheckFailure[]): CheckFailure[] {
    return failures.map(({ property, reason }) => ({ property, reason: engine.shown(reason) }));
  }

  function resourceOf(provider: ProviderServer, urn: ResourceUrn): Resource {
    const resource = provider.resources.get(urn.type);
    if (!resource) throw new Error(`The provider has no resource type '${urn.type}'.`);
    return resource;
  }

  return {
    handshake: unary((request: messages.ProviderHandshakeRequest) => {
      if (request.getEngineAddress()) engine.connect(request.getEngineAddress());
      return new messages.ProviderHandshakeResponse()
        .setAcceptSecrets(true)
        .setAcceptResources(true)
        .setAcceptOutputs(false);
    }),

    attach: unary((request: pluginMessages.PluginAttach) => {
      engine.connect(request.getAddress());
      return new emptyMessages.Empty();
    }),

    getPluginInfo: unary((_request: emptyMessages.Empty, { provider }) =>
      new pluginMessages.PluginInfo().setVersion(provider.version),
    ),

    getSchema: unary((request: messages.GetSchemaRequest, { provider }) => {
      if (request.getVersion() !== 0)
        throw new Error(`Unknown schema version ${request.getVersion()}; the only version is 0.`);
      return new messages.GetSchemaResponse().setSchema(provider.schema());
    }),

    checkConfig: unary((request: messages.CheckRequest, { provider }) => {
      const news = read(request.getNews());
      const { failures } = provider.checkConfig(news.properties);
      return checkResponse({ inputs: news.properties, failures: safe(failures) }, news.secrets);
    }),

    // Never returns DIFF_NONE if something changed: otherwise, the engine would continue with the configuration in the
    // state.
    diffConfig: unary((request: messages.DiffRequest) => {
      const olds = read(request.getOldInputs() ?? request.getOlds()).properties;
      const news = read(request.getNews()).properties;
      const changed = [...new Set([...Object.keys(olds), ...Object.keys(news)])].filter(
        (key) => !equalValues(olds[key], news[key]),
      );
      return someDiff(changed);
    }),

    configure: unary((request: messages.ConfigureRequest, { provider }) => {
      provider.configure({ inputs: read(request.getArgs()).properties, urn: parseUrn(request.getUrn()) });
      return new messages.ConfigureResponse()
        .setAcceptsecrets(true)
        .setSupportspreview(true)
        .setAcceptresources(true)
        .setAcceptoutputs(false);
    }),

    check: unary(async (request: messages.CheckRequest, { provider }) => {
      const op = operation(request.getUrn());
      const news = read(request.getNews());
      const result = await resourceOf(provider, op.urn).check(op, {
        inputs: news.properties,
        oldInputs: read(request.getOlds()).properties,
      });
      return checkResponse({ inputs: result.inputs, failures: safe(result.failures) }, news.secrets);
    }),

    diff: unary(async (request: messages.DiffRequest, { provider }) => {
      const op = operation(request.getUrn());
      const result = await resourceOf(provider, op.urn).diff(op, {
        id: request.getId(),
        state: read(request.getOlds()).properties,
        inputs: read(request.getNews()).properties,
        oldInputs: read(request.getOldInputs()).properties,
      });
      return diffResponse(result, request.getIgnorechangesList());
    }),

    create: unary(async (request: messages.CreateRequest, { provider, secrets }) => {
      const op = operation(request.getUrn());
      const inputs = read(request.getProperties(), secrets).properties;
      const result = await resourceOf(provider, op.urn).create(op, { inputs, preview: request.getPreview() });
      return new messages.CreateResponse().setId(result.id ?? "").setProperties(toStruct(result.outputs, secrets));
    }),

    read: unary(async (request: messages.ReadRequest, { provider, secrets }) => {
      const op = operation(request.getUrn());
      const result = await resourceOf(provider, op.urn).read(op, {
        id: request.getId(),
        state: read(request.getProperties(), secrets).properties,
        inputs: read(request.getInputs(), secrets).properties,
      });
      const response = new messages.ReadResponse();
      if (!result) return response; // an empty id means that the object does not exist
      return response
        .setId(request.getId())
        .setProperties(toStruct(result.outputs, secrets))
        .setInputs(toStruct(result.inputs, secrets));
    }),

    update: unary(async (request: messages.UpdateRequest, { provider, secrets }) => {
      const op = operation(request.getUrn());
      const outputs = await resourceOf(provider, op.urn).update(op, {
        id: request.getId(),
        state: read(request.getOlds()).properties,
        inputs: read(request.getNews(), secrets).properties,
        oldInputs: read(request.getOldInputs()).properties,
        preview: request.getPreview(),
      });
      return new messages.UpdateResponse().setProperties(toStruct(outputs, secrets));
    }),

    delete: unary(async (request: messages.DeleteRequest, { provider }) => {
      const op = operation(request.getUrn());
      await resourceOf(provider, op.urn).delete(op, {
        id: request.getId(),
        state: read(request.getProperties()).properties,
        inputs: read(request.getOldInputs()).properties,
      });
      return new emptyMessages.Empty();
    }),

    invoke: unary(async (request: messages.InvokeRequest, { provider, secrets }) => {
      const called = provider.functions.get(request.getTok());
      if (!called) throw new Error(`The provider has no function '${request.getTok()}'.`);
      const response = new messages.InvokeResponse();
      try {
        return response.setReturn(
          toStruct(await called.invoke(operation(""), read(request.getArgs(), secrets).properties)),
        );
      } catch (thrown) {
        if (!(thrown instanceof InvalidInputs)) throw thrown;
        return response.setFailuresList(failureMessages(safe(thrown.failures)));
      }
    }),

    cancel: unary(() => {
      interrupted ||= working > 1; // other calls are running
      events.cancelled.abort(new Error("The update was cancelled."));
      return new emptyMessages.Empty();
    }),

    getMapping: unary(() => new messages.GetMappingResponse()),
    getMappings: unary(() => new messages.GetMappingsResponse()),
    parameterize: unimplemented("Parameterize"),
    call: unimplemented("Call"),
    construct: unimplemented("Construct"),
  };
}

function unimplemented(name: string) {
  return (_call: unknown, answer: sendUnaryData<never>): void =>
    answer({ code: codes.UNIMPLEMENTED, details: `${name} is not implemented by this provider.` }, null);
}

/** Reads the properties of a message and adds the names of secret properties to `secrets`. */
function read(
  struct: structMessages.Struct | undefined,
  secrets?: Set<string>,
): { properties: Properties; secrets: ReadonlySet<string> } {
  const unwrapped = unwrapProperties(struct?.toJavaScript());
  for (const name of unwrapped.secrets) secrets?.add(name);
  return unwrapped;
}

function failureMessages(failures: readonly CheckFailure[]): messages.CheckFailure[] {
  return failures.map(({ property, reason }) => new messages.CheckFailure().setProperty(property).setReason(reason));
}

function checkResponse({ inputs, failures }: CheckResult, secrets: ReadonlySet<string>): messages.CheckResponse {
  return new messages.CheckResponse().setInputs(toStruct(inputs, secrets)).setFailuresList(failureMessages(failures));
}

const kinds = {
  add: messages.PropertyDiff.Kind.ADD,
  "add-replace": messages.PropertyDiff.Kind.ADD_REPLACE,
  delete: messages.PropertyDiff.Kind.DELETE,
  "delete-replace": messages.PropertyDiff.Kind.DELETE_REPLACE,
  update: messages.PropertyDiff.Kind.UPDATE,
  "update-replace": messages.PropertyDiff.Kind.UPDATE_REPLACE,
};

function diffResponse(result: DiffResult, ignored: readonly string[]): messages.DiffResponse {
  const details = new Map<string, messages.PropertyDiff>();
  const top = new Set<string>();
  const replaces = new Set<string>();
  for (const [path, change] of result.changes) {
    const property = /^[^.[]+/.exec(path)?.[0] ?? path;
    if (ignored.includes(property) || ignored.includes(path)) continue;
    details.set(path, new messages.PropertyDiff().setKind(kinds[change.kind]).setInputdiff(change.inputDiff));
    top.add(property);
    if (change.kind.endsWith("-replace")) replaces.add(property);
  }
  const response = someDiff([...top])
    .setReplacesList([...replaces])
    .setDeletebeforereplace(replaces.size > 0 && result.deleteBeforeReplace === true)
    .setHasdetaileddiff(true);
  for (const [path, detail] of details) response.getDetaileddiffMap().set(path, detail);
  return response;
}

function someDiff(changed: string[]): messages.DiffResponse {
  const { DIFF_NONE, DIFF_SOME } = messages.DiffResponse.DiffChanges;
  return new messages.DiffResponse().setChanges(changed.length > 0 ? DIFF_SOME : DIFF_NONE).setDiffsList(changed);
}

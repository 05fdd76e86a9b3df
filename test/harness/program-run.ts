import { spawn } from "node:child_process";
import { once } from "node:events";
import { readFileSync } from "node:fs";
import { Server, ServerCredentials, type ServerUnaryCall, type sendUnaryData } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import resourceServices from "@pulumi/pulumi/proto/resource_grpc_pb.js";
import resourceMessages from "@pulumi/pulumi/proto/resource_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";
import { parse } from "yaml";
import { inCheckout } from "./checkout.ts";

export interface ProgramRun {
  readonly code: number | null;
  /** What it asked the engine for, in order: `genesyscloud:index/beginRun:beginRun`, `genesyscloud:index/flow:Flow sales`. */
  readonly requests: readonly string[];
  /** Milliseconds from its start to the registration of its first resource, the stack apart; undefined without one. */
  readonly firstResourceMs: number | undefined;
  /** Its messages to the engine: errors among them. */
  readonly messages: readonly string[];
  readonly stdout: string;
  readonly stderr: string;
}

/**
 * Runs a project's program in a preview, as the language host does, with its `nodeargs`. Its engine accepts everything and has no
 * provider: each function returns that there is no error and no change.
 *
 * @param o.config of the stack, by its full key: `genesys-flows:config:values`
 * @param o.nodeArgs further arguments of Node
 */
export async function runProgram(o: {
  readonly project: string;
  readonly config?: Readonly<Record<string, string>>;
  readonly nodeArgs?: readonly string[];
}): Promise<ProgramRun> {
  const [requests, messages]: [string[], string[]] = [[], []];
  const engine = new Server();
  engine.addService(engineServices.EngineService, answering(engineServices.EngineService, engineAnswers(messages)));
  let started = 0;
  let firstResourceMs: number | undefined;
  const registered = (type: string): void => {
    if (type !== "pulumi:pulumi:Stack") firstResourceMs ??= performance.now() - started;
  };
  const monitor = monitorAnswers(requests, registered);
  engine.addService(
    resourceServices.ResourceMonitorService,
    answering(resourceServices.ResourceMonitorService, monitor),
  );
  const port = await new Promise<number>((resolve, reject) => {
    const credentials = ServerCredentials.createInsecure();
    engine.bindAsync("127.0.0.1:0", credentials, (error, bound) => (error ? reject(error) : resolve(bound)));
  });
  try {
    const address = `127.0.0.1:${port}`;
    const runner = inCheckout("node_modules/@pulumi/pulumi/cmd/run");
    const stack = ["--monitor", address, "--engine", address, "--project", "genesys-flows", "--stack", "dev"];
    const rest = ["--pwd", o.project, "--dry-run", "--parallel", "32", "index.ts"];
    const args = [...(o.nodeArgs ?? []), ...nodeArgsOf(o.project), runner, ...stack, ...rest];
    const env = { ...process.env, PULUMI_CONFIG: JSON.stringify(o.config ?? {}) };
    started = performance.now();
    const child = spawn(process.execPath, args, { cwd: o.project, env });
    const [stdout, stderr] = [textOf(child.stdout), textOf(child.stderr)];
    const [code] = (await once(child, "close")) as [number | null];
    return { code, requests, firstResourceMs, messages, stdout: stdout(), stderr: stderr() };
  } finally {
    engine.forceShutdown();
  }
}

/** `runtime.options.nodeargs` of Pulumi.yaml. */
function nodeArgsOf(project: string): string[] {
  const { runtime } = parse(readFileSync(`${project}/Pulumi.yaml`, "utf8")) as {
    readonly runtime: { readonly options: { readonly nodeargs?: string } };
  };
  return runtime.options.nodeargs?.split(/\s+/) ?? [];
}

function textOf(stream: NodeJS.ReadableStream): () => string {
  const chunks: Buffer[] = [];
  stream.on("data", (chunk: Buffer) => chunks.push(chunk));
  return () => Buffer.concat(chunks).toString("utf8");
}

type Answers = Readonly<Record<string, (request: never) => unknown>>;

/** Handlers of a whole service; the methods without an answer of their own return an empty message. */
function answering(service: object, answers: Answers): never {
  const handler =
    (answerOf: (request: never) => unknown) =>
    ({ request }: ServerUnaryCall<never, unknown>, answer: sendUnaryData<unknown>): void =>
      answer(null, answerOf(request));
  const empty = () => new emptyMessages.Empty();
  return Object.fromEntries(Object.keys(service).map((name) => [name, handler(answers[name] ?? empty)])) as never;
}

function engineAnswers(messages: string[]): Answers {
  return {
    log: (request: engineMessages.LogRequest) => {
      messages.push(request.getMessage());
      return new emptyMessages.Empty();
    },
    getRootResource: () => new engineMessages.GetRootResourceResponse(),
    setRootResource: () => new engineMessages.SetRootResourceResponse(),
  };
}

function monitorAnswers(requests: string[], registered: (type: string) => void): Answers {
  return {
    getDeploymentInfo: () => {
      const response = new resourceMessages.DeploymentInfo();
      const { ResourceMonitorFeature: features } = resourceMessages;
      response.setSupportedfeaturesList([
        features.RESOURCE_MONITOR_FEATURE_SECRETS,
        features.RESOURCE_MONITOR_FEATURE_RESOURCE_REFERENCES,
        features.RESOURCE_MONITOR_FEATURE_OUTPUT_VALUES,
        features.RESOURCE_MONITOR_FEATURE_ALIAS_SPECS,
      ]);
      return response;
    },
    invoke: (request: resourceMessages.ResourceInvokeRequest) => {
      requests.push(request.getTok());
      const response = new resourceMessages.ResourceInvokeResponse();
      response.setReturn(structMessages.Struct.fromJavaScript({ errors: 0, flows: [], movedNumbers: {} }));
      return response;
    },
    registerResource: (request: resourceMessages.RegisterResourceRequest) => {
      requests.push(`${request.getType()} ${request.getName()}`);
      registered(request.getType());
      const response = new resourceMessages.RegisterResourceResponse();
      response.setUrn(`urn:pulumi:dev::genesys-flows::${request.getType()}::${request.getName()}`);
      response.setObject(request.getObject());
      return response;
    },
  };
}

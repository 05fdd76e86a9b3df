import { type ChildProcessWithoutNullStreams, spawn } from "node:child_process";
import { createHash, randomUUID } from "node:crypto";
import path from "node:path";
import { credentials, Server, ServerCredentials, type ServiceError } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import messages from "@pulumi/pulumi/proto/provider_pb.js";
import statusMessages from "@pulumi/pulumi/proto/status_pb.js";
import emptyMessages from "google-protobuf/google/protobuf/empty_pb.js";
import structMessages from "google-protobuf/google/protobuf/struct_pb.js";

export type Plain = Record<string, unknown>;

const checkout = path.resolve(import.meta.dirname, "../../..");
const executable = path.join(checkout, "packages", "genesys-flows", "provider", "pulumi-resource-genesyscloud");
/** A start is three times as long without. */
const compileCache = path.join(checkout, ".genesys", "compile-cache");

export const unknownValue = "04da6b54-80e4-46f7-96ec-b56ff0331ba9";
export const secret = (value: unknown): Plain => ({
  "4dabf18193072939515e22adb298388d": "1b47061264138c4ac30d75fd1eb44270",
  value,
});
export const textAsset = (text: string): Plain => ({
  "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
  hash: createHash("sha256").update(text).digest("hex"),
  text,
});
/** A file of the plugin's folder. Its hash is never the one of before: the file may be another one by now. */
export const fileAsset = (file: string): Plain => ({
  "4dabf18193072939515e22adb298388d": "c44067f5952c0a294b673a41bacd8c17",
  hash: randomUUID(),
  path: file,
});

export interface LoggedMessage {
  readonly message: string;
  readonly urn: string;
  readonly ephemeral: boolean;
  readonly severity: number;
}

/** An error of the plugin, with what a partial failure hands back. */
export class PluginError extends Error {
  readonly partial: { id: string; properties: Plain; reasons: string[] } | undefined;

  constructor(error: ServiceError) {
    super(error.details);
    const [details] = error.metadata?.get("grpc-status-details-bin") ?? [];
    const any = details && statusMessages.Status.deserializeBinary(details as Buffer).getDetailsList()[0];
    const failed = any && messages.ErrorResourceInitFailed.deserializeBinary(any.getValue_asU8());
    if (failed) {
      this.partial = {
        id: failed.getId(),
        properties: plain(failed.getProperties()),
        reasons: failed.getReasonsList(),
      };
    }
  }
}

type Client = InstanceType<typeof providerServices.ResourceProviderClient>;

/** The plugin as the engine sees it: a process, its port, the engine's log. */
export class Plugin {
  readonly log: LoggedMessage[] = [];
  readonly process: ChildProcessWithoutNullStreams;
  readonly exited: Promise<number | null>;
  /** What a program registers with the engine when it starts; empty while none runs, as in `pulumi import`. */
  rootResource = "";
  stdout = "";
  stderr = "";
  #client: Client | undefined;
  #engine: Server | undefined;
  #configured: messages.ConfigureRequest | undefined;

  private constructor(child: ChildProcessWithoutNullStreams) {
    this.process = child;
    this.exited = new Promise((resolve) => child.on("exit", resolve));
  }

  static async start(options: { folder: string; env?: Record<string, string> }): Promise<Plugin> {
    const inherited = Object.entries(process.env).filter(([name]) => !name.startsWith("GENESYSCLOUD_"));
    const child = spawn(process.execPath, [executable], {
      cwd: options.folder,
      env: { NODE_COMPILE_CACHE: compileCache, ...Object.fromEntries(inherited), ...options.env },
    });
    const plugin = new Plugin(child);
    child.stderr.on("data", (chunk) => {
      plugin.stderr += chunk;
    });
    const port = await new Promise<string>((resolve, reject) => {
      child.stdout.on("data", (chunk) => {
        plugin.stdout += chunk;
        if (plugin.stdout.includes("\n")) resolve(plugin.stdout.trim());
      });
      child.on("exit", (code) => reject(new Error(`The plugin ended with ${code}: ${plugin.stderr}`)));
    });
    plugin.#client = new providerServices.ResourceProviderClient(`127.0.0.1:${port}`, credentials.createInsecure());
    await plugin.#handshake();
    return plugin;
  }

  async #handshake(): Promise<void> {
    const engine = new Server();
    engine.addService(engineServices.EngineService, {
      log: (
        call: { request: engineMessages.LogRequest },
        answer: (error: null, empty: emptyMessages.Empty) => void,
      ) => {
        const { request } = call;
        this.log.push({
          message: request.getMessage(),
          urn: request.getUrn(),
          ephemeral: request.getEphemeral(),
          severity: request.getSeverity(),
        });
        answer(null, new emptyMessages.Empty());
      },
      getRootResource: (
        _call: unknown,
        answer: (error: null, root: engineMessages.GetRootResourceResponse) => void,
      ) => {
        const root = new engineMessages.GetRootResourceResponse();
        root.setUrn(this.rootResource);
        answer(null, root);
      },
      setRootResource: () => {},
      startDebugging: () => {},
      requirePulumiVersion: () => {},
    } as never);
    const port = await new Promise<number>((resolve, reject) =>
      engine.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
        error ? reject(error) : resolve(bound),
      ),
    );
    this.#engine = engine;
    const request = new messages.ProviderHandshakeRequest();
    request.setEngineAddress(`127.0.0.1:${port}`);
    request.setConfigureWithUrn(true);
    await this.call("handshake", request);
  }

  async configure(inputs: Plain, where: { project?: string; stack?: string } = {}): Promise<void> {
    const request = new messages.ConfigureRequest();
    request.setArgs(struct(inputs));
    request.setAcceptsecrets(true);
    request.setUrn(
      `urn:pulumi:${where.stack ?? "dev"}::${where.project ?? "flows"}::pulumi:providers:genesyscloud::default`,
    );
    this.#configured = request;
    await this.call("configure", request);
  }

  /** Another run begins on the same process: the engine configures a provider once for each run. */
  async beginRun(): Promise<void> {
    if (this.#configured) await this.call("configure", this.#configured);
  }

  /** One call of the service. @throws PluginError */
  call<Response>(name: keyof Client, request: unknown): Promise<Response> {
    const client = this.#client as unknown as Record<
      string,
      (request: unknown, done: (error: ServiceError | null, response: Response) => void) => void
    >;
    return new Promise((resolve, reject) => {
      client[name as string]?.call(client, request, (error, response) =>
        error ? reject(new PluginError(error)) : resolve(response),
      );
    });
  }

  /** A function of the provider by its name: `endRun`. */
  async invoke(name: string, given: Plain): Promise<Plain> {
    const request = new messages.InvokeRequest();
    request.setTok(`genesyscloud:index/${name}:${name}`);
    request.setArgs(struct(given));
    return plain((await this.call<messages.InvokeResponse>("invoke", request)).getReturn());
  }

  async stop(): Promise<void> {
    this.#client?.close();
    this.process.stdin.end();
    await this.exited;
    this.#engine?.forceShutdown();
  }
}

export function struct(value: Plain): structMessages.Struct {
  return structMessages.Struct.fromJavaScript(value as Record<string, structMessages.JavaScriptValue>);
}

export function plain(value: structMessages.Struct | undefined): Plain {
  return value?.toJavaScript() ?? {};
}

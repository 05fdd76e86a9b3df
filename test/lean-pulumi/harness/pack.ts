import { spawn } from "node:child_process";
import { once } from "node:events";
import { symlinkSync, writeFileSync } from "node:fs";
import path from "node:path";
import { Client, credentials } from "@grpc/grpc-js";
import analyzer from "@pulumi/pulumi/proto/analyzer_grpc_pb.js";
import analyzerMessages from "@pulumi/pulumi/proto/analyzer_pb.js";
import structs from "google-protobuf/google/protobuf/struct_pb.js";
import { checkout, inCheckout } from "../../harness/checkout.ts";
import { newFolder, removeFolder } from "../../harness/temporary-folder.ts";

const { AnalyzerService } = analyzer;
const { Struct } = structs;

type Method = "analyze" | "remediate" | "analyzeStack" | "configure" | "configureStack" | "getAnalyzerInfo";

/** What a resource is to the engine. */
export interface Resource {
  readonly type: string;
  readonly name: string;
  readonly properties: Readonly<Record<string, unknown>>;
  readonly provider?: Readonly<Record<string, unknown>>;
  readonly parent?: string;
  readonly dependencies?: readonly string[];
}

/** The engine's side of a policy pack that runs in a process of its own. */
export class Pack {
  readonly #client: Client;
  readonly #end: () => Promise<void>;

  private constructor(client: Client, end: () => Promise<void>) {
    this.#client = client;
    this.#end = end;
  }

  /**
   * Starts a pack.
   * @param o.folder its folder, or the source of its only file
   * @param o.imports modules that Node imports before it
   */
  static async start(o: {
    readonly folder?: string;
    readonly source?: string;
    readonly imports?: readonly string[];
    readonly env?: Readonly<Record<string, string>>;
  }): Promise<Pack> {
    const made = o.folder === undefined ? newFolder("pack") : undefined;
    const folder = o.folder ?? (made as string);
    if (made !== undefined) {
      writeFileSync(path.join(made, "package.json"), '{"version": "1.0.0", "type": "module", "main": "main.js"}');
      writeFileSync(path.join(made, "main.js"), o.source as string);
      symlinkSync(inCheckout("node_modules"), path.join(made, "node_modules"));
    }
    const imports = (o.imports ?? []).map((module) => `--import=${module}`);
    const { NODE_OPTIONS: _, ...inherited } = process.env;
    const child = spawn(process.execPath, [...imports, folder, "x"], {
      cwd: folder,
      env: { ...inherited, ...o.env },
      stdio: ["ignore", "pipe", "inherit"],
    });
    const ended = once(child, "exit");
    const early = ended.then(([code]) => Promise.reject(new Error(`The pack ended with exit code ${code}.`)));
    const port = Number(String((await Promise.race([once(child.stdout, "data"), early]))[0]));
    early.catch(() => {}); // it ends at some time
    const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure());
    return new Pack(client, async () => {
      client.close();
      child.kill();
      await ended;
      if (made !== undefined) removeFolder(made);
    });
  }

  /** The bytes of an answer, or the message of the refusal. */
  ask(method: Method, request: { serializeBinary(): Uint8Array }): Promise<Buffer | string> {
    const bytes = Buffer.from(request.serializeBinary());
    const { path: address } = AnalyzerService[method];
    return new Promise((resolve) => {
      this.#client.makeUnaryRequest(
        address,
        (request: Buffer) => request,
        (answer: Buffer) => answer,
        bytes,
        (error, answer) => resolve(error ? error.message : (answer as Buffer)),
      );
    });
  }

  /** Ends the pack. */
  stop(): Promise<void> {
    return this.#end();
  }
}

/** A request of the engine about one resource. */
export function aboutResource(resource: Resource): InstanceType<typeof analyzerMessages.AnalyzeRequest> {
  const request = new analyzerMessages.AnalyzeRequest();
  fill(request, resource);
  return request;
}

/** A request of the engine about all resources. */
export function aboutStack(resources: readonly Resource[]): InstanceType<typeof analyzerMessages.AnalyzeStackRequest> {
  const request = new analyzerMessages.AnalyzeStackRequest();
  request.setResourcesList(
    resources.map((resource) => {
      const message = new analyzerMessages.AnalyzerResource();
      fill(message, resource);
      message.setParent(resource.parent ?? "");
      message.setDependenciesList([...(resource.dependencies ?? [])]);
      return message;
    }),
  );
  return request;
}

/** The URN of a resource in these requests. */
export function urnOf({ type, name }: Pick<Resource, "type" | "name">): string {
  return `urn:pulumi:dev::test::${type}::${name}`;
}

function fill(
  message:
    | InstanceType<typeof analyzerMessages.AnalyzeRequest>
    | InstanceType<typeof analyzerMessages.AnalyzerResource>,
  resource: Resource,
): void {
  message.setType(resource.type);
  message.setName(resource.name);
  message.setUrn(urnOf(resource));
  message.setProperties(Struct.fromJavaScript(resource.properties as never));
  const options = new analyzerMessages.AnalyzerResourceOptions();
  options.setProtect(true);
  options.setAliasesList(["old"]);
  message.setOptions(options);
  if (!resource.provider) return;
  const provider = new analyzerMessages.AnalyzerProviderResource();
  provider.setType("pulumi:providers:test");
  provider.setName("default");
  provider.setUrn(urnOf({ type: "pulumi:providers:test", name: "default" }));
  provider.setProperties(Struct.fromJavaScript(resource.provider as never));
  message.setProvider(provider);
}

/** Where the checkout's own pack is. */
export const ownPack = path.join(checkout, "policies");

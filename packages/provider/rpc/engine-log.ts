import { formatDiagnostic } from "@genesys-flows/architect/diagnostic";
import { printable } from "@genesys-flows/architect/printable";
import { credentials, Metadata } from "@grpc/grpc-js";
import engineServices from "@pulumi/pulumi/proto/engine_grpc_pb.js";
import engineMessages from "@pulumi/pulumi/proto/engine_pb.js";
import type { OperationLog } from "../engine/resource.ts";

/** Short, because the engine is a process on this machine. */
const ANSWER_WITHIN_MS = 5_000;

const severities = {
  debug: engineMessages.LogSeverity.DEBUG,
  info: engineMessages.LogSeverity.INFO,
  warning: engineMessages.LogSeverity.WARNING,
};

/**
 * Log of the engine, which is the only output that users see: the plugin's own stdout and stderr are hidden. Without an
 * engine, for example when a schema is printed, messages are discarded.
 */
export class EngineLog {
  #client: engineServices.EngineClient | undefined;
  /**
   * Makes a message safe to show: removes secrets and escapes control characters. All messages to users pass through
   * it.
   */
  readonly shown: (text: string) => string;
  readonly #pending = new Set<Promise<void>>();

  constructor(options: { redact: (text: string) => string }) {
    this.shown = (text) => printable(options.redact(text));
  }

  /** @param address `host:port` of the engine, from Handshake, Attach or the command line */
  connect(address: string): void {
    this.#client?.close();
    this.#client = new engineServices.EngineClient(address, credentials.createInsecure());
  }

  of(urn: string): OperationLog {
    return {
      progress: (message) => this.#send("info", urn, message, true),
      info: (message) => this.#send("info", urn, message),
      warn: (message) => this.#send("warning", urn, message),
      note: (note) => this.#send(note.severity === "note" ? "info" : "warning", urn, formatDiagnostic(note)),
      debug: (message) => this.#send("debug", urn, message),
    };
  }

  /**
   * Whether a program drives this run, that is, whether the engine knows a root resource. Pulumi's Node.js SDK
   * registers one; `pulumi import` runs no program. False if unknown.
   */
  runsProgram(): Promise<boolean> {
    const client = this.#client;
    if (!client) return Promise.resolve(false);
    const request = new engineMessages.GetRootResourceRequest();
    const inTime = { deadline: Date.now() + ANSWER_WITHIN_MS };
    return new Promise((resolve) => {
      client.getRootResource(request, new Metadata(), inTime, (error, response) =>
        resolve(!error && response.getUrn() !== ""),
      );
    });
  }

  /** Resolves when the engine has received all messages so far. */
  async flush(): Promise<void> {
    await Promise.all(this.#pending);
  }

  close(): void {
    this.#client?.close();
    this.#client = undefined;
  }

  #send(severity: keyof typeof severities, urn: string, message: string, ephemeral = false): void {
    const client = this.#client;
    if (!client) return;
    const request = new engineMessages.LogRequest()
      .setSeverity(severities[severity])
      .setUrn(urn)
      .setMessage(this.shown(message))
      .setEphemeral(ephemeral);
    const sent = new Promise<void>((resolve) => {
      // The engine may have stopped. The result of the operation does not depend on this message.
      client.log(request, () => resolve());
    });
    this.#pending.add(sent);
    void sent.then(() => this.#pending.delete(sent));
  }
}

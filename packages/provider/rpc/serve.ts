import { fstatSync } from "node:fs";
import { Server, ServerCredentials } from "@grpc/grpc-js";
import providerServices from "@pulumi/pulumi/proto/provider_grpc_pb.js";
import { EngineLog } from "./engine-log.ts";
import { type ProviderServer, resourceProviderService } from "./service.ts";

/** Documents of several megabytes arrive in one message. */
const MESSAGE_LIMIT = 400 * 1024 * 1024;
const PARENT_CHECK_MS = 1000;
/** Time limit for closing connections; after it, the process exits. */
const CLOSING_MS = 2000;

/**
 * Serves a provider on a free loopback port and prints the port as the only line on stdout. The process exits when the
 * engine has stopped: stdin is then closed, or the parent process is a different one (reference/toolchain.md §4).
 * @param load creates the provider while the engine is already connecting; its signal is aborted when the engine
 * cancels, and its notes are shown with the run
 * @param options.engineAddress the engine's address from the command line; a Handshake also contains it
 */
export async function serve(
  load: (run: { signal: AbortSignal; onNote: (text: string) => void }) => Promise<ProviderServer>,
  options: { engineAddress?: string | undefined },
): Promise<void> {
  const cancelled = new AbortController();
  const loading = Promise.withResolvers<ProviderServer>();
  loading.promise.catch(() => {}); // each call reports it
  let provider: ProviderServer | undefined;
  const engine = new EngineLog({ redact: (text) => provider?.redact(text) ?? text });
  if (options.engineAddress) engine.connect(options.engineAddress);

  const operations = { running: 0 };
  const server = new Server({
    "grpc.max_receive_message_length": MESSAGE_LIMIT,
    "grpc.max_send_message_length": MESSAGE_LIMIT,
  });
  const exit = once(async () => {
    cancelled.abort(new Error("The engine has stopped."));
    setTimeout(() => process.exit(0), CLOSING_MS);
    server.forceShutdown();
    engine.close();
    await provider?.close();
    process.exit(0);
  });
  const service = resourceProviderService(loading.promise, engine, { cancelled, operations });
  server.addService(providerServices.ResourceProviderService, service as providerServices.IResourceProviderServer);

  const port = await new Promise<number>((resolve, reject) => {
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, bound) =>
      error ? reject(error) : resolve(bound),
    );
  });
  process.stdout.write(`${port}\n`);
  exitWithEngine(exit);
  // The engine stops a plugin with SIGINT, and so does Ctrl-C in a shared terminal. Running operations must still
  // respond. If no operations are running, the engine has finished and waits one second for the plugin to exit.
  process.on("SIGINT", () => {
    if (operations.running === 0) exit();
    else cancelled.abort(new Error("The update was cancelled."));
  });
  // After a Cancel, the engine sends no new requests, so exit as soon as the running operations have responded.
  cancelled.signal.addEventListener("abort", () => {
    setInterval(() => {
      if (operations.running === 0) exit();
    }, PARENT_CHECK_MS);
  });

  try {
    provider = await load({ signal: cancelled.signal, onNote: (text) => engine.of("").info(text) });
    loading.resolve(provider);
  } catch (error) {
    loading.reject(error);
  }
}

function exitWithEngine(exit: () => void): void {
  const stdin = fstatSync(0);
  if (stdin.isFIFO() || stdin.isSocket()) {
    process.stdin.on("end", exit).on("error", exit).resume();
  }
  const parent = process.ppid;
  setInterval(() => {
    if (process.ppid !== parent) exit();
  }, PARENT_CHECK_MS).unref();
  for (const signal of ["SIGTERM", "SIGHUP"] as const) process.on(signal, exit);
}

function once(run: () => Promise<void>): () => void {
  let ran = false;
  return () => {
    if (ran) return;
    ran = true;
    void run();
  };
}

import { type ChildProcess, spawn } from "node:child_process";
import { once } from "node:events";
import path from "node:path";
import { pathToFileURL } from "node:url";

const root = path.join(import.meta.dirname, "..", "..", "..");
const MODELINE = "# yaml-language-server: $schema=";

/** A place in a text as the protocol has it: both count from 0. */
export interface Position {
  readonly line: number;
  readonly character: number;
}

export interface Completion {
  readonly label: string;
  readonly kind?: number;
  readonly insertText?: string;
  readonly documentation?: string | { readonly value: string };
}

export interface Problem {
  readonly message: string;
  readonly range: { readonly start: Position; readonly end: Position };
}

interface Message {
  readonly id?: number;
  readonly method?: string;
  readonly params?: unknown;
  readonly result?: unknown;
  readonly error?: { readonly message: string };
}

/** The server uses no network, and a hover does not name the schema's file. */
const SETTINGS = {
  yaml: { schemaStore: { enable: false }, kubernetesCRDStore: { enable: false }, hoverSchemaSource: false },
  http: {},
};

/**
 * A running `yaml-language-server`, the program behind YAML in VS Code, Neovim and others, as an editor drives it: over
 * its protocol. It reads the schema that the first line of a document names, and asks no network.
 */
export class LanguageServer {
  readonly #process: ChildProcess;
  readonly #waiting = new Map<number, (message: Message) => void>();
  readonly #problems = new Map<string, PromiseWithResolvers<Problem[]>>();
  #buffer = Buffer.alloc(0);
  #id = 0;
  #documents = 0;

  private constructor() {
    const program = require.resolve("yaml-language-server/bin/yaml-language-server");
    this.#process = spawn(process.execPath, [program, "--stdio"], { stdio: ["pipe", "pipe", "inherit"] });
    this.#process.stdout?.on("data", (data: Buffer) => this.#read(data));
    this.#process.on("exit", () => this.#giveUp());
  }

  static async start(): Promise<LanguageServer> {
    const server = new LanguageServer();
    await server.#request("initialize", {
      processId: process.pid,
      rootUri: pathToFileURL(root).href,
      capabilities: {
        textDocument: { completion: { completionItem: { snippetSupport: true, documentationFormat: ["markdown"] } } },
        workspace: { configuration: true },
      },
    });
    server.#notify("initialized", {});
    server.#notify("workspace/didChangeConfiguration", { settings: SETTINGS });
    return server;
  }

  /** Ends the server, and waits until its process is gone. */
  async stop(): Promise<void> {
    if (this.#process.exitCode !== null) return;
    const gone = once(this.#process, "exit");
    await this.#request("shutdown", null);
    this.#notify("exit", null);
    await gone;
  }

  /** The text as an open document, checked against the schema of flow files. */
  open(text: string): Document {
    const uri = pathToFileURL(path.join(root, "flows", "inbound", `document-${this.#documents++}.yaml`)).href;
    const added = text.startsWith(MODELINE) ? 0 : 1;
    const whole = added === 0 ? text : `${MODELINE}../../docs/flow-file.schema.json\n${text}`;
    const found = Promise.withResolvers<Problem[]>();
    this.#problems.set(uri, found);
    found.promise.catch(() => undefined);
    this.#notify("textDocument/didOpen", { textDocument: { uri, languageId: "yaml", version: 1, text: whole } });
    const moved = ({ line, character }: Position, by: number): Position => ({ line: line + by, character });
    const at = (position: Position) => ({ textDocument: { uri }, position: moved(position, added) });
    return {
      problems: async () =>
        (await found.promise).map(({ message, range: { start, end } }) => ({
          message,
          range: { start: moved(start, -added), end: moved(end, -added) },
        })),
      complete: async (position) => {
        const result = await this.#request("textDocument/completion", at(position));
        return (result as { items: Completion[] }).items;
      },
      hover: async (position) => {
        const result = await this.#request("textDocument/hover", at(position));
        return (result as { contents: { value: string } } | null)?.contents.value ?? "";
      },
    };
  }

  async #request(method: string, params: unknown): Promise<unknown> {
    const id = ++this.#id;
    const answer = new Promise<Message>((resolve) => this.#waiting.set(id, resolve));
    this.#send({ id, method, params });
    const { result, error } = await answer;
    if (error) throw new Error(`${method}: ${error.message}`);
    return result;
  }

  #notify(method: string, params: unknown): void {
    this.#send({ method, params });
  }

  #send(message: Message): void {
    const body = JSON.stringify({ jsonrpc: "2.0", ...message });
    this.#process.stdin?.write(`Content-Length: ${Buffer.byteLength(body)}\r\n\r\n${body}`);
  }

  #read(data: Buffer): void {
    this.#buffer = Buffer.concat([this.#buffer, data]);
    for (;;) {
      const head = this.#buffer.indexOf("\r\n\r\n");
      const length = /Content-Length: (\d+)/i.exec(this.#buffer.subarray(0, Math.max(head, 0)).toString())?.[1];
      if (length === undefined) return;
      const end = head + 4 + Number(length);
      if (this.#buffer.length < end) return;
      const message = JSON.parse(this.#buffer.subarray(head + 4, end).toString()) as Message;
      this.#buffer = this.#buffer.subarray(end);
      this.#receive(message);
    }
  }

  #receive({ id, method, params, ...rest }: Message): void {
    if (method === undefined && id !== undefined) {
      this.#waiting.get(id)?.({ id, ...rest });
      this.#waiting.delete(id);
    } else if (method === "textDocument/publishDiagnostics") {
      const { uri, diagnostics } = params as { uri: string; diagnostics: Problem[] };
      this.#problems.get(uri)?.resolve(diagnostics);
      this.#problems.delete(uri);
    } else if (id !== undefined) this.#send({ id, result: this.#answer(method, params) });
  }

  /** Rejects all waiting requests when the server has ended. */
  #giveUp(): void {
    const message = "The language server has ended.";
    for (const resolve of this.#waiting.values()) resolve({ error: { message } });
    for (const { reject } of this.#problems.values()) reject(new Error(message));
  }

  /** An editor's answers to requests of the server. */
  #answer(method: string | undefined, params: unknown): unknown {
    if (method !== "workspace/configuration") return null;
    const { items } = params as { items: { section?: string }[] };
    return items.map(({ section }) => (section === "yaml" ? SETTINGS.yaml : section === "http" ? SETTINGS.http : null));
  }
}

/** A document that is open in the server. */
export interface Document {
  /** The problems that the server reports. The server waits a moment before it checks, so open several files first. */
  problems(): Promise<readonly Problem[]>;
  complete(position: Position): Promise<Completion[]>;
  /** The hover text at a place; empty without one. */
  hover(position: Position): Promise<string>;
}

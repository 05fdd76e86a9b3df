import { watch as watchFolder } from "node:fs";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { basename, dirname, join, resolve } from "node:path";
import { messageOf } from "@genesys-flows/architect/printable";
import { interrupted } from "@genesys-flows/cli";
import { buildReport, htmlReport, type Report, type ReportSources, replanned, stoppedAt } from "@genesys-flows/report";
import type { Context } from "../../context.ts";
import { flowsFolder, loadForStack } from "../../stack-file.ts";
import { Updates } from "../../watching.ts";
import { portOf, startProblem } from "../port.ts";
import { engineRun, runPreview } from "./preview.ts";

interface WatchOptions {
  readonly stack: string;
  readonly port: string;
  readonly run?: boolean;
  readonly events: string;
  readonly sources: ReportSources;
}

const AS_OF = "Findings, drift, locks and other facts about the organisation are from the last preview.";

/**
 * Serves the report. After each save, shows the differences between the flows and the deployed versions that the last
 * preview read. With `run`, each save also starts a preview. Ends when the process is interrupted.
 */
export async function watch(o: WatchOptions, context: Context): Promise<number> {
  const port = portOf(o.port);
  const end = interrupted();
  const report = reporter(o, context);
  const page = new LivePage(await report());
  const address = await page.listen(port).catch((error: unknown) => {
    end.ignore();
    throw startProblem(error, port);
  });
  const updates = new Updates(async () => page.show(await report()));
  const sources = [join(context.root, flowsFolder(context, o.stack)), join(context.root, `Pulumi.${o.stack}.yaml`)];
  const watchers = [
    ...sources.map((path) => watchFolder(path, { recursive: true }, () => updates.request())),
    // A preview started elsewhere rewrites the file.
    watchFolder(dirname(resolve(o.events)), (_event, name) => {
      if (name === basename(o.events)) updates.repeat();
    }),
  ];
  const previews = o.run
    ? new Updates(async () => void (await runPreview({ root: context.root, stack: o.stack })))
    : undefined;
  if (previews) {
    updates.next = () => previews.request();
    previews.next = () => updates.repeat();
  }
  context.out(`${address}\n`);
  context.err("This address serves the report. Save a flow file, and the page shows what changes. Ctrl-C stops it.\n");
  await end.signal;
  for (const watcher of watchers) watcher.close();
  await Promise.all([updates.end(), previews?.end()]);
  await page.close();
  return 0;
}

/**
 * Builds the report of the last preview with the current flows. Never rejects: the report lists anything that could not
 * be read.
 */
function reporter({ events, sources, stack }: WatchOptions, context: Context): () => Promise<Report> {
  // Keeps the last run that could be read, because a running preview rewrites its events.
  let run = engineRun(events);
  return async () => {
    try {
      const newer = engineRun(events);
      if (newer.isWhole) run = newer;
    } catch {
      // The file is being written; the next change triggers a new read.
    }
    try {
      const project = await loadForStack(context, stack);
      const made = await buildReport(replanned(run, project), { ...sources, project });
      return { ...made, unchecked: [...made.unchecked, AS_OF] };
    } catch (error) {
      const stopped = stoppedAt(run, messageOf(error));
      return buildReport(stopped, { ...sources, ended: "failed", names: { stack } });
    }
  };
}

/** Serves the newest page, and reloads the open pages. */
class LivePage {
  #html = "";
  #version = 0;
  readonly #open = new Set<ServerResponse>();
  readonly #server = createServer((request, response) => {
    const host = request.headers.host ?? "";
    // A page of another site must not be able to read this page through a host name of that site (DNS rebinding).
    if (!/^(127\.0\.0\.1|localhost)(:\d+)?$/.test(host)) return void response.writeHead(403).end();
    if (request.url === "/changes") {
      response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" });
      response.write(`data: ${this.#version}\n\n`);
      this.#open.add(response);
      response.once("close", () => this.#open.delete(response));
    } else if (request.url === "/") {
      response.writeHead(200, { "content-type": "text/html; charset=utf-8", "cache-control": "no-store" });
      response.end(this.#html);
    } else response.writeHead(404).end();
  });

  constructor(report: Report) {
    this.show(report);
  }

  show(report: Report): void {
    this.#version += 1;
    this.#html = htmlReport(report, { live: { version: this.#version, changes: "/changes" } });
    for (const response of this.#open) response.write(`data: ${this.#version}\n\n`);
  }

  /** Starts the server. @returns its address */
  listen(port: number): Promise<string> {
    return new Promise((resolve, reject) => {
      this.#server.once("error", reject);
      this.#server.listen(port, "127.0.0.1", () => {
        resolve(`http://127.0.0.1:${(this.#server.address() as AddressInfo).port}/`);
      });
    });
  }

  async close(): Promise<void> {
    for (const response of this.#open) response.end();
    await new Promise((resolve) => {
      this.#server.close(resolve);
    });
  }
}

import { once } from "node:events";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { type Account, Content } from "./content.ts";
import { type Description, githubDescription } from "./description.ts";
import { type Answer, refused, routes } from "./routes.ts";

/** Something that happens to one request, by its route: `POST /repos/{owner}/{repo}/issues`. */
export interface Event {
  readonly route: string;
  /** Which of the requests of that route, from 1; default: the next. */
  readonly nth?: number;
  /** How many in a row; default: 1. */
  readonly times?: number;
  /** What happens before GitHub looks at it. */
  readonly before?: (content: Content) => void | Promise<void>;
  /** What happens after it was carried out, and before its answer. */
  readonly after?: (content: Content) => void | Promise<void>;
  /** Answered in place of GitHub's own answer: without it being carried out, or with `lost`, after that. */
  readonly answer?: Answer;
  readonly lost?: true;
}

/** A request that was made. */
export interface Made {
  readonly route: string;
  readonly status: number;
}

const DEFAULT_PAGE = 30;
const LARGEST_PAGE = 100;
const VERSION = "2022-11-28";

/** A GitHub on loopback: one repository, and every request and answer checked against GitHub's own description. */
export class FakeGithub {
  readonly content = new Content();
  readonly made: Made[] = [];
  /** What was wrong with requests, and with answers of this fake. A test with any has failed. */
  readonly mistakes: string[] = [];
  readonly #accounts = new Map<string, Account>();
  readonly #events: { readonly event: Event; asked: number }[] = [];
  readonly #description: Description = githubDescription();
  readonly #server: Server = createServer((request, response) => {
    this.#serve(request, response).catch((error: unknown) => {
      this.mistakes.push(`the fake failed: ${(error as Error).stack}`);
      send(response, refused(500, "The fake failed"));
    });
  });

  /** Address of the API. */
  get url(): string {
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  async start(): Promise<this> {
    this.#server.listen(0, "127.0.0.1");
    await once(this.#server, "listening");
    return this;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    this.#server.close();
    await once(this.#server, "close");
  }

  allow(token: string, account: Account): void {
    this.#accounts.set(token, account);
  }

  on(event: Event): void {
    this.#events.push({ event, asked: 0 });
  }

  /** How often a route was asked. */
  count(route: string): number {
    return this.made.filter((one) => one.route === route).length;
  }

  async #serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const method = request.method ?? "GET";
    const text = await textOf(request);
    const known = this.#description.operation(method, url.pathname);
    if (!known || !routes[known.route]) {
      this.mistakes.push(
        `${method} ${url.pathname}: ${known ? "the fake does not implement it" : "no operation of GitHub"}`,
      );
      send(response, refused(404, "Not Found"));
      return;
    }
    const { route, values } = known;
    const body = text === "" ? undefined : JSON.parse(text);
    const wrong = [
      ...headerMistakes(request, text),
      ...this.#description.requestMistakes(known, { query: url.searchParams, body }),
    ];
    this.mistakes.push(...wrong.map((one) => `${route}: ${one}`));
    if (wrong.length > 0) {
      send(response, refused(400, wrong.join("; ")));
      return;
    }
    const event = this.#eventFor(route);
    await event?.before?.(this.content);
    const own = event?.answer && !event.lost ? event.answer : this.#answer(route, { request, values, url, body });
    await event?.after?.(this.content);
    const answer = event?.answer ?? own;
    const answerMistakes = this.#description.answerMistakes(route, answer.status, answer.body);
    this.mistakes.push(...answerMistakes.map((one) => `${route}: answer ${answer.status}: ${one}`));
    this.made.push({ route, status: answer.status });
    send(response, answer);
  }

  #eventFor(route: string): Event | undefined {
    const waiting = this.#events.filter(({ event }) => event.route === route);
    for (const one of waiting) one.asked++;
    const due = waiting.find(({ event: { nth = 1, times = 1 }, asked }) => asked >= nth && asked < nth + times);
    return due?.event;
  }

  #answer(
    route: string,
    o: {
      readonly request: IncomingMessage;
      readonly values: Readonly<Record<string, string>>;
      readonly url: URL;
      readonly body: unknown;
    },
  ): Answer {
    const by = this.#accounts.get(/^(?:token|Bearer) (.+)$/i.exec(o.request.headers.authorization ?? "")?.[1] ?? "");
    if (!by) return refused(401, "Bad credentials");
    const { owner, repo } = o.values;
    if (owner !== undefined && (owner !== this.content.owner || repo !== this.content.repo))
      return refused(404, "Not Found");
    const { needs, answer } = routes[route] as (typeof routes)[string];
    if (by.permissions && needs.length > 0 && !needs.some((one) => by.permissions?.includes(one))) {
      const accepted = needs.map((one) => one.replace(": ", "=")).join("; ");
      return refused(403, "Resource not accessible by integration", { "x-accepted-github-permissions": accepted });
    }
    const made = answer({
      values: o.values,
      query: o.url.searchParams,
      body: (o.body ?? {}) as Readonly<Record<string, unknown>>,
      by,
      content: this.content,
      description: this.#description,
    });
    return Array.isArray(made) ? page(made, o.url) : (made as Answer);
  }
}

/** docs.github.com/rest/using-the-rest-api/using-pagination-in-the-rest-api */
function page(all: readonly unknown[], url: URL): Answer {
  const size = Math.min(Number(url.searchParams.get("per_page") ?? DEFAULT_PAGE), LARGEST_PAGE);
  const number = Number(url.searchParams.get("page") ?? 1);
  const last = Math.max(1, Math.ceil(all.length / size));
  const link = (to: number, rel: string) => {
    const address = new URL(url);
    address.searchParams.set("page", `${to}`);
    return `<${address.href}>; rel="${rel}"`;
  };
  const links = [
    ...(number > 1 ? [link(number - 1, "prev")] : []),
    ...(number < last ? [link(number + 1, "next"), link(last, "last")] : []),
  ];
  const body = all.slice((number - 1) * size, number * size);
  return { status: 200, body, ...(links.length > 0 && { headers: { link: links.join(", ") } }) };
}

function headerMistakes({ headers }: IncomingMessage, text: string): string[] {
  const json = "application/vnd.github+json";
  return [
    ...(headers.accept === json ? [] : [`the header "accept" is ${headers.accept}, not ${json}`]),
    ...(headers["x-github-api-version"] === VERSION ? [] : [`the header "x-github-api-version" is not ${VERSION}`]),
    // GitHub refuses requests without one.
    ...(headers["user-agent"] ? [] : ['the header "user-agent" is missing']),
    ...(text === "" || /^application\/json\b/.test(headers["content-type"] ?? "")
      ? []
      : ["the body is not declared as JSON"]),
  ];
}

async function textOf(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString("utf8");
}

function send(response: ServerResponse, { status, body, headers = {} }: Answer): void {
  const type = body === undefined ? {} : { "content-type": "application/json; charset=utf-8" };
  response.writeHead(status, { ...type, ...headers });
  response.end(body === undefined ? undefined : JSON.stringify(body));
}

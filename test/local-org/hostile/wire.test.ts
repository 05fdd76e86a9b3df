import { once } from "node:events";
import { connect } from "node:net";
import { Service } from "./service.ts";

jest.setTimeout(60_000);

let service: Service;
beforeAll(async () => {
  service = await Service.start(
    "organisation: {name: Wire}\nqueues: [{name: Support}]\nprompts: [{name: Welcome, texts: {en-us: Hi.}}]\n",
  );
});
afterAll(() => service.end());
afterEach(async () => {
  expect(service.said).toBe("");
  expect((await service.ok("GET", "/api/v2/routing/queues")).total).toBe(1);
});

/** Writes bytes to a connection of its own and ends it; what came back. */
async function written(...parts: (string | Buffer)[]): Promise<string> {
  const socket = connect(service.port, "127.0.0.1");
  let answer = "";
  socket.setEncoding("utf8").on("data", (text: string) => {
    answer += text;
  });
  socket.on("error", () => undefined); // a reset is an answer, too
  await once(socket, "connect");
  for (const part of parts) socket.write(part);
  const closed = new Promise((resolve) => socket.once("close", resolve));
  socket.end();
  await closed;
  return answer;
}

const head = (lines: readonly string[], o: { method?: string; target?: string } = {}): string =>
  [
    `${o.method ?? "POST"} ${o.target ?? "/api/v2/routing/queues"} HTTP/1.1`,
    "Host: 127.0.0.1",
    `Authorization: ${service.authorization}`,
    ...lines,
    "",
    "",
  ].join("\r\n");

test.each([
  ["a body that breaks off", ["Content-Length: 1000"], '{"name":'],
  ["a body longer than announced", ["Content-Length: 2"], '{"name":"x"}'],
  ["a length that is none", ["Content-Length: -1"], "{}"],
  ["two lengths", ["Content-Length: 2", "Content-Length: 3"], "{}"],
  ["a length and chunks", ["Content-Length: 2", "Transfer-Encoding: chunked"], "{}"],
  ["broken chunks", ["Transfer-Encoding: chunked"], "zz\r\n{}\r\n0\r\n\r\n"],
  ["an unknown coding", ["Transfer-Encoding: gzip, chunked"], "0\r\n\r\n"],
  ["a chunk that breaks off", ["Transfer-Encoding: chunked"], "ffff\r\n{}"],
  ["very many headers", Array.from({ length: 3_000 }, (_, index) => `X-${index}: y`), ""],
  ["a header name that every object has", ["__proto__: x", "constructor: y", "Content-Length: 2"], "{}"],
  ["an upgrade", ["Connection: Upgrade", "Upgrade: websocket", "Content-Length: 2"], "{}"],
  ["an expectation", ["Expect: 100-continue", "Content-Length: 2"], "{}"],
  ["another expectation", ["Expect: the unexpected", "Content-Length: 2"], "{}"],
])("%s is answered or refused", async (_, lines, body) => {
  expect(await written(head(lines), body)).not.toMatch(/^HTTP\/1\.1 5/);
});

test.each([
  ["OPTIONS", "*"],
  ["TRACE", "/"],
  ["CONNECT", "example.com:443"],
  ["GET", "http://example.com/api/v2/flows"],
  ["GET", "//example.com/"],
  ["GET", "/api/v2/flows/../../etc/passwd"],
  ["GET", "/_local/page/../../../package.json"],
  ["GET", "/_local/page/%2e%2e%2f%2e%2e%2fpackage.json"],
  ["GET", "/downloads/flows/export/jobs/%2e%2e"],
  ["PUT", "/uploads/flows/jobs/..%2f..%2fx"],
  ["GET", "/\u0000"],
  ["GET", `/${"a".repeat(100_000)}`],
  ["GET", `/${"/".repeat(10_000)}`],
  ["GET", `/api/v2/flows?${"a&".repeat(5_000)}`],
  ["ANYTHING", "/api/v2/flows"],
  ["PROPFIND", "/api/v2/flows"],
])("%s %s is refused", async (method, target) => {
  const answer = await written(head(["Connection: close"], { method, target }));
  expect(answer).not.toMatch(/^HTTP\/1\.1 5/);
  expect(answer).not.toContain('"workspaces"');
});

test("a body that is too long is refused, and the client sees it", async () => {
  const answer = await service.send({
    method: "POST",
    target: "/api/v2/routing/queues",
    body: Buffer.alloc(33 * 1024 * 1024, 0x20),
  });
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([413, "request.entity.too.large"]);
  const scenario = await service.send({
    method: "POST",
    target: "/_local/faults",
    body: Buffer.alloc(2 * 1024 * 1024, 0x20),
  });
  expect([scenario.status, JSON.parse(scenario.text).code]).toEqual([413, "request.entity.too.large"]);
});

test("a compressed body is not unpacked", async () => {
  const headers = { "Content-Encoding": "gzip" };
  const answer = await service.send({
    method: "POST",
    target: "/api/v2/routing/queues",
    headers,
    body: Buffer.from("1f8b0800", "hex"),
  });
  expect([answer.status, JSON.parse(answer.text).code]).toEqual([400, "bad.request"]);
});

describe("an upload of a recording", () => {
  const part = (disposition: string, content = "RIFF") =>
    `--b\r\nContent-Disposition: ${disposition}\r\n\r\n${content}\r\n--b--\r\n`;
  test.each<[string, string, number]>([
    ["multipart/form-data; boundary=b", part('form-data; name="file"; filename="../../x.wav"'), 200],
    ["multipart/form-data; boundary=b", part('form-data; name="other"; filename="file"'), 400],
    ["multipart/form-data; boundary=b", part('form-data; name="__proto__"'), 400],
    ["multipart/form-data; boundary=b", "--b\r\n--b\r\n--b--", 400],
    ["multipart/form-data; boundary=b", "--b".repeat(200_000), 400],
    ["multipart/form-data; boundary=b", '--b\r\nContent-Disposition: form-data; name="file"\r\n\r\nno end', 400],
    ["multipart/form-data; boundary=b", "", 400],
    ["multipart/form-data", part('form-data; name="file"'), 400],
    ["multipart/form-data; boundary=", part('form-data; name="file"'), 400],
    [`multipart/form-data; boundary=${"(".repeat(70)}`, part('form-data; name="file"'), 400],
    ["application/json", "{}", 400],
  ])("%s of %j: %i", async (type, body, status) => {
    const [prompt] = (await service.ok("GET", "/api/v2/architect/prompts")).entities;
    const { uploadUri } = await service.ok("GET", `/api/v2/architect/prompts/${prompt.id}/resources/en-us`);
    const answer = await service.send({
      method: "POST",
      target: new URL(uploadUri).pathname,
      headers: { "Content-Type": type },
      body,
    });
    expect([answer.status, answer.text]).toEqual([status, expect.any(String)]);
  });
});

import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs";
import { createServer as createSecureServer } from "node:https";
import { type AddressInfo, createServer as createSocketServer, type Server } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import tls from "node:tls";
import { type ApiFailure, failureOfConnection } from "../../packages/platform/client/failure.ts";
import { anEntity, impatientClient } from "../provider/harness/impatient.ts";
import { errorOf } from "../provider/harness/scene.ts";

const REQUEST = "GET /api/v2/flows/x";
const ask = async (gateway: { protocol: string; host: string; port?: number }) =>
  (await errorOf(async () =>
    (await impatientClient(gateway)).call({ method: "GET", path: "/api/v2/flows/x" }, anEntity),
  )) as ApiFailure;

describe("by code: kind, cause and fix", () => {
  test.each<[string, string, string]>([
    [
      "ENOTFOUND",
      "network",
      "The host's name cannot be resolved (said). Check the region, the gateway and the network (VPN, DNS).",
    ],
    [
      "EAI_AGAIN",
      "network",
      "The host's name cannot be resolved (said). Check the region, the gateway and the network (VPN, DNS).",
    ],
    ["ECONNREFUSED", "network", "Nothing is listening at this address (said). Check the region and the gateway."],
    [
      "EHOSTUNREACH",
      "network",
      "There is no route to this address (said). Check the network (VPN, routes), the region and the gateway.",
    ],
    [
      "ETIMEDOUT",
      "network",
      "The request timed out (said). The platform, or a proxy or firewall in front of it, is slow or does not respond. Retry.",
    ],
    [
      "ECONNABORTED",
      "network",
      "The request timed out (said). The platform, or a proxy or firewall in front of it, is slow or does not respond. Retry.",
    ],
    [
      "ECONNRESET",
      "network",
      "The connection was closed before the response was complete (said). Retry. If it fails again, check proxies and firewalls.",
    ],
    [
      "SELF_SIGNED_CERT_IN_CHAIN",
      "certificate",
      "The server's certificate is not trusted (said). Behind a proxy that inspects TLS, set NODE_EXTRA_CA_CERTS to the certificate file of its authority. Without such a proxy, this server is not the platform.",
    ],
    [
      "CERT_HAS_EXPIRED",
      "certificate",
      "The server's certificate is not valid at this time (said). Check this machine's clock. If it is correct, the server or the proxy in front of it needs a new certificate.",
    ],
    [
      "ERR_TLS_CERT_ALTNAME_INVALID",
      "certificate",
      "The server's certificate is for a different host (said). Check the region and the gateway. A proxy that inspects TLS may respond in place of the host.",
    ],
    [
      "EPROTO",
      "certificate",
      "The server does not speak TLS as expected (said). Check the protocol and port of the gateway (genesyscloud:gateway, GENESYSCLOUD_GATEWAY_PROTOCOL, _PORT).",
    ],
    [
      "ERR_BAD_RESPONSE",
      "unexpected-answer",
      "The server that responded is not the platform (said). Check the region, the gateway and any proxies.",
    ],
    [
      "HPE_INVALID_CONSTANT",
      "unexpected-answer",
      "The server that responded does not speak HTTP (said). Check the protocol, host and port of the gateway.",
    ],
    ["EWHATEVER", "network", "The connection failed (EWHATEVER: said)."],
  ])("%s", (code, kind, text) => {
    for (const error of [
      { code, message: "said" },
      new TypeError("fetch failed", { cause: { code, message: "said" } }),
    ]) {
      const failure = failureOfConnection(REQUEST, error);
      expect([failure.kind, failure.message, failure.code]).toEqual([kind, `${REQUEST}: ${text}`, code]);
    }
  });

  test("of several addresses, what each said", () => {
    const refused = (address: string) =>
      Object.assign(new Error(`connect ECONNREFUSED ${address}`), { code: "ECONNREFUSED" });
    const error = Object.assign(new AggregateError([refused("::1:9"), refused("127.0.0.1:9")]), {
      code: "ECONNREFUSED",
    });
    expect(failureOfConnection(REQUEST, error).message).toContain(
      "(connect ECONNREFUSED ::1:9; connect ECONNREFUSED 127.0.0.1:9)",
    );
  });

  test.each<[unknown]>([[undefined], [null], ["a text"], [{}], [new Error("")]])(
    "whatever was thrown: %j",
    (thrown) => {
      expect(failureOfConnection(REQUEST, thrown).message).toMatch(
        /^GET \/api\/v2\/flows\/x: The connection failed \(no code: .+\)\.$/,
      );
    },
  );
});

describe("over the wire", () => {
  let folder: string;
  const servers: Server[] = [];
  const trusted = tls.getCACertificates("default");

  beforeAll(() => {
    folder = mkdtempSync(path.join(tmpdir(), "certificates-"));
    const openssl = (...args: string[]) => execFileSync("openssl", args, { cwd: folder, stdio: "pipe" });
    const key = ["-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes"];
    openssl("req", "-x509", ...key, "-keyout", "ca.key", "-out", "ca.pem", "-days", "2", "-subj", "/CN=An authority");
    openssl("req", "-x509", ...key, "-keyout", "own.key", "-out", "own.pem", "-days", "2", "-subj", "/CN=localhost");
    const issued: [string, string, string][] = [
      ["expired", "IP:127.0.0.1", "-1"],
      ["other", "DNS:elsewhere.example", "2"],
      ["good", "IP:127.0.0.1", "2"],
    ];
    for (const [name, names, days] of issued) {
      writeFileSync(path.join(folder, "names"), `subjectAltName=${names}`);
      openssl("req", ...key, "-keyout", `${name}.key`, "-out", "csr", "-subj", `/CN=${name}`);
      openssl(
        "x509",
        "-req",
        "-in",
        "csr",
        "-CA",
        "ca.pem",
        "-CAkey",
        "ca.key",
        "-CAcreateserial",
        "-days",
        days,
        "-extfile",
        "names",
        "-out",
        `${name}.pem`,
      );
    }
    tls.setDefaultCACertificates([...trusted, readFileSync(path.join(folder, "ca.pem"), "utf8")]);
  });
  afterEach(() => {
    for (const server of servers.splice(0)) server.close();
  });
  afterAll(() => {
    tls.setDefaultCACertificates(trusted);
    rmSync(folder, { recursive: true, force: true });
  });

  async function listening(server: Server): Promise<number> {
    servers.push(server);
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    return (server.address() as AddressInfo).port;
  }

  test.each<[string, string, RegExp]>([
    ["own", "certificate", /is not trusted \(self.signed certificate.*NODE_EXTRA_CA_CERTS/],
    ["expired", "certificate", /is not valid at this time \(certificate has expired.*machine's clock/],
    [
      "other",
      "certificate",
      /is for a different host \(.*127\.0\.0\.1 is not in the cert's list.*Check the region and the gateway/,
    ],
  ])("a certificate: %s; it is asked for once", async (name, kind, text) => {
    const [key, cert] = ["key", "pem"].map((end) => readFileSync(path.join(folder, `${name}.${end}`)));
    let connections = 0;
    const server = createSecureServer({ key, cert }).on("connection", () => connections++);
    const failure = await ask({ protocol: "https", host: "127.0.0.1", port: await listening(server) });
    expect([failure.kind, failure.message]).toEqual([kind, expect.stringMatching(text)]);
    expect(connections).toBe(1);
  });

  test("a certificate that is trusted is good", async () => {
    const [key, cert] = ["key", "pem"].map((end) => readFileSync(path.join(folder, `good.${end}`)));
    const server = createSecureServer({ key, cert }, (_request, response) => {
      response.setHeader("content-type", "application/json").setHeader("connection", "close").end('{"id":"x"}');
    });
    const client = await impatientClient({ protocol: "https", host: "127.0.0.1", port: await listening(server) });
    await expect(client.call({ method: "GET", path: "/api/v2/flows/x" }, anEntity)).resolves.toEqual({ id: "x" });
  });

  test("https where http is spoken", async () => {
    const port = await listening(createSocketServer((socket) => socket.end("HTTP/1.1 400 Bad Request\r\n\r\n")));
    const failure = await ask({ protocol: "https", host: "127.0.0.1", port });
    expect([failure.kind, failure.message]).toEqual([
      "certificate",
      expect.stringContaining("does not speak TLS as expected"),
    ]);
  });

  test("something that speaks no HTTP", async () => {
    const port = await listening(
      createSocketServer((socket) => socket.on("error", () => {}).end("SSH-2.0-OpenSSH_9\r\n")),
    );
    const failure = await ask({ protocol: "http", host: "127.0.0.1", port });
    expect([failure.kind, failure.message]).toEqual([
      "unexpected-answer",
      expect.stringContaining("does not speak HTTP"),
    ]);
  });

  test("a port where nothing listens", async () => {
    const server = createSocketServer();
    const port = await listening(server);
    await new Promise((resolve) => server.close(resolve));
    const failure = await ask({ protocol: "http", host: "127.0.0.1", port });
    expect([failure.kind, failure.message]).toEqual([
      "network",
      `GET /api/v2/flows/x: Nothing is listening at this address (connect ECONNREFUSED 127.0.0.1:${port}). Check the region and the gateway.`,
    ]);
  });

  test("a name that nobody has", async () => {
    const failure = await ask({ protocol: "http", host: "organisation.invalid" });
    expect([failure.kind, failure.message]).toEqual([
      "network",
      expect.stringMatching(
        /The host's name cannot be resolved \(getaddrinfo \w+ organisation\.invalid\)\. Check the region/,
      ),
    ]);
  });
});

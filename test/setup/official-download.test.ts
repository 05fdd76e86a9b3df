import { createServer, type RequestListener, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { isReachable, releaseUrl } from "../../scripts/lib/official-download.ts";

test.each([
  [{ platform: "linux", arch: "x64" }, "linux-x64"],
  [{ platform: "darwin", arch: "arm64" }, "darwin-arm64"],
])("the release for %j", (machine, name) => {
  expect(releaseUrl("3.259.0", machine)).toBe(`https://get.pulumi.com/releases/sdk/pulumi-v3.259.0-${name}.tar.gz`);
});

describe("whether a release can be had", () => {
  let server: Server | undefined;
  const serve = async (listener: RequestListener) => {
    const started = createServer(listener);
    server = started;
    await new Promise<void>((resolve) => started.listen(0, "127.0.0.1", resolve));
    return `http://127.0.0.1:${(started.address() as AddressInfo).port}/release`;
  };
  afterEach(async () => {
    server?.closeAllConnections();
    await new Promise((resolve) => (server ? server.close(resolve) : resolve(undefined)));
    server = undefined;
  });

  test("it is there", async () => {
    const methods: (string | undefined)[] = [];
    const url = await serve((request, response) => {
      methods.push(request.method);
      response.end();
    });
    expect(await isReachable(url)).toBe(true);
    expect(methods).toEqual(["HEAD"]);
  });

  test("it is not there", async () => {
    expect(await isReachable(await serve((_, response) => response.writeHead(404).end()))).toBe(false);
  });

  test("no answer in time", async () => {
    expect(await isReachable(await serve(() => {}), 50)).toBe(false);
  });

  test("nobody listens", async () => {
    const url = await serve(() => {});
    await new Promise((resolve) => server?.close(resolve));
    expect(await isReachable(url)).toBe(false);
  });
});

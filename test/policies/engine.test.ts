import { spawn } from "node:child_process";
import { once } from "node:events";
import { type AddressInfo, createServer, type Socket } from "node:net";
import path from "node:path";

const pack = path.resolve(import.meta.dirname, "..", "..", "policies");

// The pack is started as the language host starts it.
jest.setTimeout(60_000);

describe("the policy pack and its engine", () => {
  const held = new Set<Socket>();
  const engine = createServer((socket) => {
    held.add(socket);
    socket.once("close", () => held.delete(socket));
  });
  const connected = () => once(engine, "connection");

  beforeAll(async () => {
    engine.listen(0, "127.0.0.1");
    await once(engine, "listening");
  });

  const start = async () => {
    const { port } = engine.address() as AddressInfo;
    const process_ = spawn(process.execPath, [pack, `127.0.0.1:${port}`], { stdio: ["ignore", "pipe", "inherit"] });
    await Promise.all([connected(), once(process_.stdout, "data")]);
    return process_;
  };

  test("it looks again when the engine closes the connection, and ends with the engine", async () => {
    const process_ = await start();
    const again = connected();
    for (const socket of held) socket.destroy();
    await again;
    expect(process_.exitCode).toBeNull();
    const ended = once(process_, "exit");
    engine.close();
    for (const socket of held) socket.destroy();
    expect(await ended).toEqual([0, null]);
  });
});

test("the runner of the SDK starts the pack too, as the released language host does", async () => {
  const runner = require.resolve("@pulumi/pulumi/cmd/run-policy-pack");
  const process_ = spawn(process.execPath, [runner, "127.0.0.1:1", pack], {
    cwd: pack,
    stdio: ["ignore", "pipe", "inherit"],
  });
  const ended = once(process_, "exit");
  const first = await Promise.race([once(process_.stdout, "data"), ended]);
  process_.kill();
  await ended;
  expect(String(first[0])).toMatch(/^\d+\n$/);
});

import { Client, credentials, Server, ServerCredentials } from "@grpc/grpc-js";
import { type ServerClass, serveUnary } from "../../packages/lean-pulumi/unary-server.ts";

const text = {
  requestStream: false,
  responseStream: false,
  requestSerialize: (value: string) => Buffer.from(value),
  requestDeserialize(bytes: Buffer) {
    if (bytes[0] === 0xff) throw new Error("no text");
    return { text: String(bytes) };
  },
  responseSerialize: ({ text }: { text: string }) => Buffer.from(text),
  responseDeserialize: (bytes: Buffer) => String(bytes),
};
const service = {
  echo: { ...text, path: "/Test/Echo" },
  refuse: { ...text, path: "/Test/Refuse" },
  fail: { ...text, path: "/Test/Fail" },
  break: { ...text, path: "/Test/Break" },
  missing: { ...text, path: "/Test/Missing" },
};
type Call = { readonly request: { readonly text: string } };
type Answer = (error: object | undefined, response?: object) => void;
const handlers = {
  echo: ({ request }: Call, answer: Answer) => answer(undefined, request),
  refuse: (_: Call, answer: Answer) =>
    answer(Object.assign(new Error("x"), { code: 7, details: "Not 100 % so: ü\n@ more" })),
  fail: (_: Call, answer: Answer) => answer(new Error("Half a character: \ud800")),
  break: (_: Call, answer: Answer) => answer(undefined, { text: Symbol("x") }),
};

/** What a client of the library gets from a server: each answer, or the message of its refusal. */
async function answers(calls: readonly (readonly [path: string, message: string | Buffer])[], server: Server) {
  server.addService(service as never, handlers as never);
  const port = await new Promise<number>((resolve, reject) =>
    server.bindAsync("127.0.0.1:0", ServerCredentials.createInsecure(), (error, port) =>
      error ? reject(error) : resolve(port),
    ),
  );
  const client = new Client(`127.0.0.1:${port}`, credentials.createInsecure(), {
    "grpc.max_receive_message_length": -1,
  });
  const ask = ([path, message]: (typeof calls)[number]) =>
    new Promise<string>((resolve) => {
      client.makeUnaryRequest(path, Buffer.from, String, message as never, (error, answer) =>
        // Which error it was is the library's business in a realm of its own.
        resolve(error?.message.replace(/(Error (de)?serializing \w+).*/s, "$1") ?? (answer as string)),
      );
    });
  const found = await Promise.all(calls.map(ask));
  client.close();
  server.forceShutdown();
  return found;
}

test("a server answers and refuses as that of the library does", async () => {
  const long = "x".repeat(20_000_000);
  const calls = [
    ["/Test/Echo", "one"],
    ["/Test/Echo", ""],
    ["/Test/Echo", long],
    ["/Test/Echo", Buffer.of(0xff)],
    ["/Test/Refuse", "two"],
    ["/Test/Break", "three"],
  ] as const;
  const expected = await answers(calls, new Server({ "grpc.max_receive_message_length": -1 }));
  expect(expected.map((one) => one.slice(0, 30))).toContain("one");
  class Lean extends Server {}
  serveUnary(Lean as unknown as ServerClass);
  const more = ["/Test/Fail", "/Test/Missing", "/Other/Echo"].map((path) => [path, ""] as const);
  const lean = await answers([...calls, ...more], new Lean());
  expect(lean.slice(0, calls.length)).toEqual(expected);
  expect(lean.slice(calls.length)).toEqual([
    "2 UNKNOWN: Half a character: \ufffd",
    "12 UNIMPLEMENTED: The method is not implemented.",
    "12 UNIMPLEMENTED: The method is not implemented.",
  ]);
});

test("a service with a stream is refused when it is added", () => {
  class Lean extends Server {}
  serveUnary(Lean as unknown as ServerClass);
  const stream = { ...service.echo, responseStream: true };
  expect(() => new Lean().addService({ stream } as never, {})).toThrow("/Test/Echo is a stream.");
});

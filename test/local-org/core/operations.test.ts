import lines from "../../../packages/local-org/http/operations.json" with { type: "json" };
import { operations } from "../../../packages/local-org/http/operations.ts";
import { services } from "../../../packages/local-org/services.ts";
import { operationLines, readSdkFiles, sdkOperations } from "../../../packages/local-org/vendor/sdk.ts";
import { Organisation, SEED } from "../support/organisation.ts";

interface Listed {
  readonly operation: string;
  readonly method: string;
  readonly path: string;
}

const { bundle } = readSdkFiles(import.meta.filename);

test("operations.json is what the installed SDK calls; else: npm run generate", () => {
  expect(lines).toEqual(operationLines(sdkOperations(bundle)));
});

test("every call of the SDK's bundle is read, except the one that checks a token at log-in", () => {
  const calls = [...bundle.matchAll(/apiClient\.callApi\(/g)].length;
  const methods = [...bundle.matchAll(/\n\t(\w+)\([^\n]*\) ?\{(?:(?!\n\t\}\n)[\s\S])*?apiClient\.callApi\(/g)];
  expect(calls).toBe(methods.length);
  expect(new Set(methods.map(([, name]) => name)).size).toBe(operations.length);
});

test("what is implemented has the SDK's name, method and path", () => {
  const known = new Set(operations.map((operation) => operation.join(" ")));
  const served = services
    .flatMap(({ routes }) => routes)
    .filter(({ path }) => path.startsWith("/api/v2/"))
    .map(({ operation, method, path }) => `${operation} ${method} ${path}`);
  expect(served.filter((operation) => !known.has(operation))).toEqual([]);
});

describe("on the wire", () => {
  let organisation: Organisation;
  beforeAll(async () => {
    organisation = await new Organisation().start({ seedText: SEED });
  });
  afterAll(() => organisation.end());

  test("every operation that is not implemented answers 501 with its name", async () => {
    const { body } = await organisation.call("GET", "/_local/operations");
    const missing: Listed[] = body.missing;
    const served = (body.implemented as Listed[]).filter(({ path }) => path.startsWith("/api/v2/"));
    expect(missing.length + served.length).toBe(operations.length);
    const wrong: unknown[] = [];
    const ask = async ({ operation, method, path }: Listed): Promise<void> => {
      const answer = await organisation.call(method, path.replace(/\{\w+\}/g, "any"));
      const isNamed = method === "HEAD" || answer.body?.messageParams?.operation === operation;
      if (answer.status !== 501 || !isNamed) wrong.push([operation, answer.status, answer.text]);
    };
    const left = missing[Symbol.iterator]();
    await Promise.all(
      Array.from({ length: 8 }, async () => {
        for (const one of left) await ask(one);
      }),
    );
    expect(wrong).toEqual([]);
  }, 300_000);

  test.each([
    ["GET", "/api/v2/routing/predictors", 501],
    ["POST", "/api/v2/telephony/providers/edges/trunkbasesettings", 501],
    ["GET", "/api/v2/nothing/of/the/kind", 404],
    ["PUT", "/api/v2/routing/skills/any", 405],
  ])("%s %s is %i", async (method, path, status) => {
    expect((await organisation.call(method, path)).status).toBe(status);
  });
});

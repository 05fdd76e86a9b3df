import { ApiFailure } from "../../packages/platform/client/failure.ts";
import { Gathered } from "../../packages/platform/client/gathered.ts";
import type { PlatformClient } from "../../packages/platform/client/platform-client.ts";
import type { ApiCall } from "../../packages/platform/client/session.ts";
import { FlowLookup } from "../../packages/platform/flows/flow-lookup.ts";

/** Questions as they go out, answered when a test says so. */
class Asked {
  readonly questions: string[][] = [];
  readonly #answers: PromiseWithResolvers<ReadonlyMap<string, string>>[] = [];
  #arrived = Promise.withResolvers<void>();
  readonly gathered = new Gathered<string>((ids) => {
    this.questions.push([...ids]);
    const answer = Promise.withResolvers<ReadonlyMap<string, string>>();
    this.#answers.push(answer);
    this.#arrived.resolve();
    return answer.promise;
  });

  /** Resolves when the next question has gone out. */
  async next(): Promise<PromiseWithResolvers<ReadonlyMap<string, string>>> {
    while (this.#answers.length === 0) {
      this.#arrived = Promise.withResolvers();
      await this.#arrived.promise;
    }
    return this.#answers.shift() as PromiseWithResolvers<ReadonlyMap<string, string>>;
  }
}

test("what is asked at the same time is one question", async () => {
  const asked = new Asked();
  const answers = Promise.all(["a", "b", "a", "c"].map((id) => asked.gathered.ask(id)));
  (await asked.next()).resolve(
    new Map([
      ["a", "A"],
      ["b", "B"],
    ]),
  );
  expect(await answers).toEqual(["A", "B", "A", undefined]);
  expect(asked.questions).toEqual([["a", "b", "c"]]);
});

test("questions during a request share the next one, and get its answer", async () => {
  const asked = new Asked();
  const before = asked.gathered.ask("a");
  const first = await asked.next();
  const after = Promise.all(["b", "a", "c"].map((id) => asked.gathered.ask(id)));
  first.resolve(new Map([["a", "before"]]));
  expect(await before).toBe("before");
  (await asked.next()).resolve(
    new Map([
      ["a", "after"],
      ["b", "B"],
      ["c", "C"],
    ]),
  );
  expect(await after).toEqual(["B", "after", "C"]);
  expect(asked.questions).toEqual([["a"], ["b", "a", "c"]]);
});

test("what goes wrong concerns those who asked", async () => {
  const asked = new Asked();
  const failing = asked.gathered.ask("a");
  const first = await asked.next();
  const following = asked.gathered.ask("b");
  first.reject(new Error("The connection was lost."));
  await expect(failing).rejects.toThrow("The connection was lost.");
  (await asked.next()).resolve(new Map([["b", "B"]]));
  expect(await following).toBe("B");
});

test("a flow that may not be read fails alone", async () => {
  const refused = new ApiFailure({ kind: "permission", message: "No.", request: "GET", status: 403 });
  const asked: string[] = [];
  const client = {
    call: async ({ path }: ApiCall) => {
      asked.push(path);
      if (path.endsWith("/lookup")) return { entities: [flow("a"), flow("c")] };
      throw refused;
    },
  } as unknown as PlatformClient;
  const flow = (id: string) => ({ id, name: id, type: "INBOUNDCALL" });
  const reader = new FlowLookup(client);
  const results = await Promise.allSettled(["a", "b", "c"].map((id) => reader.read(id)));
  expect(results).toEqual([
    { status: "fulfilled", value: flow("a") },
    { status: "rejected", reason: refused },
    { status: "fulfilled", value: flow("c") },
  ]);
  expect(asked).toEqual(["/api/v2/flows/lookup", "/api/v2/flows/b"]);
});

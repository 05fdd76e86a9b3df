import { interrupted, onSignal } from "@genesys-flows/cli";

test("only the first signal is handled; the next one has its usual effect", () => {
  let calls = 0;
  onSignal(["SIGUSR2", "SIGWINCH"], () => {
    calls += 1;
  });
  process.emit("SIGWINCH", "SIGWINCH");
  process.emit("SIGUSR2", "SIGUSR2");
  expect([calls, process.listenerCount("SIGUSR2"), process.listenerCount("SIGWINCH")]).toEqual([1, 0, 0]);
});

test("an interruption resolves, and can be ignored", async () => {
  const before = process.listenerCount("SIGTERM");
  const { signal } = interrupted();
  process.emit("SIGTERM", "SIGTERM");
  await signal;
  interrupted().ignore();
  expect(process.listenerCount("SIGTERM")).toBe(before);
});

import { parentPort, workerData } from "node:worker_threads";
import { openOrganisation } from "../../../packages/local-org/open.ts";

// Opens the file of each round at the moment when all workers are ready: gate[0] counts those that are.
const gate = workerData as Int32Array;
const WORKERS = 3;

parentPort?.on("message", ({ round, file }: { round: number; file: string }) => {
  Atomics.add(gate, 0, 1);
  while (Atomics.load(gate, 0) < round * WORKERS);
  try {
    const { store } = openOrganisation({ file, clock: { now: () => Date.now() } });
    parentPort?.postMessage(store.get<{ id: string }>("SELECT id FROM organisation")?.id);
    store.close();
  } catch (error) {
    parentPort?.postMessage(String(error));
  }
});

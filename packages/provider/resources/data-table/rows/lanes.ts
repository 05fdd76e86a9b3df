/**
 * Number of concurrent requests. If each takes a quarter of a second, the 300 requests allowed per minute are used up
 * in less than ten seconds, so more lanes would only wait.
 */
const LANES = 8;

/**
 * Runs `work` for each item, several at a time, in the order of the items. Stops at the first error.
 * @throws the first error; the signal's reason
 */
export async function inLanes<Item>(
  items: readonly Item[],
  signal: AbortSignal,
  work: (item: Item) => Promise<void>,
): Promise<void> {
  const queue = items.values();
  let failed = false;
  const lane = async (): Promise<void> => {
    for (const item of queue) {
      signal.throwIfAborted();
      if (failed) return;
      try {
        await work(item);
      } catch (error) {
        failed = true;
        throw error;
      }
    }
  };
  const lanes = await Promise.allSettled(Array.from({ length: Math.min(LANES, items.length) }, lane));
  for (const result of lanes) if (result.status === "rejected") throw result.reason;
}

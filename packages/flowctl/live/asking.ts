import { ApiFailure } from "@genesys-flows/platform";

/** Number of concurrent reads of flows; the request budget also limits them. */
export const REQUESTS_AT_ONCE = 8;
export const EXPORTS_AT_ONCE = 4;

/** Runs work for each item, a few at a time. @returns the results in the order of the items */
export async function each<Item, Result>(
  items: readonly Item[],
  atOnce: number,
  work: (item: Item) => Promise<Result>,
): Promise<Result[]> {
  const results = new Array<Result>(items.length);
  let next = 0;
  const one = async (): Promise<void> => {
    for (let index = next++; index < items.length; index = next++) results[index] = await work(items[index] as Item);
  };
  await Promise.all(Array.from({ length: atOnce }, one));
  return results;
}

export interface Refused {
  readonly refusal: string;
}

/** The response of the organisation, or the reason why it refused. */
export async function asked<Answer>(ask: () => Promise<Answer>): Promise<Answer | Refused> {
  try {
    return await ask();
  } catch (error) {
    if (!(error instanceof ApiFailure)) throw error;
    return { refusal: error.message };
  }
}

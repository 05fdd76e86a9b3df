import { ApiFailure } from "./failure.ts";

/**
 * Does `work`; a failure of the platform comes in the words of whoever knows what it was about, and is the cause of that error.
 */
export async function worded<Result>(
  words: (failure: ApiFailure) => string,
  work: () => Promise<Result>,
): Promise<Result> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof ApiFailure ? new Error(words(error), { cause: error }) : error;
  }
}

import { z } from "zod";
import { RequestBudget } from "../../../packages/platform/client/budget.ts";
import { type Connection, PlatformClient } from "../../../packages/platform/client/platform-client.ts";
import { type Patience, platformPatience } from "../../../packages/platform/client/waiting.ts";

/** A client that gives up soon. */
export const impatience: Patience = {
  ...platformPatience,
  answerMs: 300,
  transferMs: 300,
  repetitionMs: [1, 1],
  answerBytes: 100_000,
};

export const anEntity = z.looseObject({ id: z.string() });

export function impatientClient(
  gateway: NonNullable<Connection["gateway"]>,
  o: { credentials?: Connection["credentials"]; signal?: AbortSignal; patience?: Partial<Patience> } = {},
): Promise<PlatformClient> {
  return PlatformClient.connect(
    { gateway, credentials: o.credentials ?? { token: "a-token-of-the-test" } },
    {
      newBudget: () => new RequestBudget({ allowed: 100_000 }),
      signal: o.signal ?? new AbortController().signal,
      onToken: () => {},
      patience: { ...impatience, ...o.patience },
    },
  );
}

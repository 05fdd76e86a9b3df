import { instantIn } from "@genesys-flows/architect/hours";
import { z } from "zod";

/** The start of a conversation: a time with its offset, or a local time with its zone. */
export const instant = z
  .string("expected a time, such as 2026-12-24T10:00-05:00")
  .refine(
    (text) => instantIn(text) !== undefined,
    "expected a time with its offset, such as 2026-12-24T10:00-05:00, or with its zone, such as 2026-12-24T10:00 Europe/Berlin",
  );

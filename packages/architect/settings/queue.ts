import { z } from "zod";
import { choice, setting, wholeNumber } from "./setting.ts";

/**
 * The settings of a queue that a file of the project can set. Names and descriptions are the vendor's
 * (`CreateQueueRequest`).
 */
export const queueSettings = z.object({
  description: setting(z.string(), "Description of the queue.").optional(),
  divisionId: setting(z.string(), "Id of the division to which the queue belongs.", {
    otherwise: "the home division",
  }).optional(),
  // 1 s to 60 min: `AcwSettings.timeoutMs` of the platform's API, `acw_timeout_ms` of the vendor's provider.
  acwTimeoutMs: wholeNumber(
    { minimum: 1000, maximum: 3_600_000 },
    "How long an agent can stay in after-call work, in milliseconds. Only for `AGENT_REQUESTED`, `MANDATORY_TIMEOUT` and `MANDATORY_FORCED_TIMEOUT`.",
  ).optional(),
  acwWrapupPrompt: choice(
    {
      MANDATORY: "The agent must set a code.",
      OPTIONAL: "The agent may set a code.",
      MANDATORY_TIMEOUT: "The agent must set a code before the timeout.",
      MANDATORY_FORCED_TIMEOUT: "The agent stays in after-call work until the timeout.",
      AGENT_REQUESTED: "The agent requests after-call work.",
    },
    "Whether and when an agent must set a wrap-up code.",
  ).default("MANDATORY_TIMEOUT"),
  skillEvaluationMethod: choice(
    { NONE: "Skills have no effect.", BEST: "The best match.", ALL: "Every skill must match." },
    "How skills affect routing.",
  ).default("ALL"),
  enableManualAssignment: setting(z.boolean(), "Whether conversations may be assigned manually.").default(false),
  enableTranscription: setting(z.boolean(), "Whether voice is transcribed.").default(false),
  callingPartyName: setting(z.string(), "Caller name of outbound calls from this queue.").optional(),
  callingPartyNumber: setting(z.string(), "Caller number of outbound calls from this queue.").optional(),
});

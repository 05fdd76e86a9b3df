import { z } from "zod";
import { choice, setting, wholeNumber } from "./setting.ts";

/** The settings of a queue that a file of the project may give; names and texts are the vendor's (`CreateQueueRequest`). */
export const queueSettings = z.object({
  description: setting(z.string(), "Description of the queue.").optional(),
  divisionId: setting(z.string(), "Id of the division to which the queue belongs.", {
    otherwise: "the home division",
  }).optional(),
  // 1 s to 60 min: `AcwSettings.timeoutMs` of the platform's API, `acw_timeout_ms` of the vendor's provider.
  acwTimeoutMs: wholeNumber(
    { minimum: 1000, maximum: 3_600_000 },
    "How long the agent can stay in after-call work, in milliseconds. Only with `AGENT_REQUESTED`, `MANDATORY_TIMEOUT` and `MANDATORY_FORCED_TIMEOUT`.",
  ).optional(),
  acwWrapupPrompt: choice(
    {
      MANDATORY: "The agent must set a code.",
      OPTIONAL: "The agent may set a code.",
      MANDATORY_TIMEOUT: "The agent must set a code until the timeout.",
      MANDATORY_FORCED_TIMEOUT: "The agent stays in after-call work until the timeout.",
      AGENT_REQUESTED: "The agent asks for after-call work.",
    },
    "How the agent is asked for a wrap-up code.",
  ).default("MANDATORY_TIMEOUT"),
  skillEvaluationMethod: choice(
    { NONE: "Not at all.", BEST: "The best match.", ALL: "Every skill must match." },
    "How skills count when a conversation is routed.",
  ).default("ALL"),
  enableManualAssignment: setting(z.boolean(), "Whether conversations may be assigned by hand.").default(false),
  enableTranscription: setting(z.boolean(), "Whether voice is transcribed.").default(false),
  callingPartyName: setting(z.string(), "Caller name of outbound calls from this queue.").optional(),
  callingPartyNumber: setting(z.string(), "Caller number of outbound calls from this queue.").optional(),
});

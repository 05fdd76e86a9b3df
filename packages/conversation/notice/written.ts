import { askedOf, type GivenAnswer } from "../explore/choices.ts";
import type { Transcript } from "../run/types.ts";

/**
 * The answers of a conversation that ran, such as a test, for running it again with a different version of its flow
 * (`replay`).
 */
export function answersIn({ events }: Transcript): readonly GivenAnswer[] {
  return events.flatMap((one): GivenAnswer[] => {
    if (one.event === "does") return [{ asked: "customer", answer: one.act }];
    if (one.event !== "asks") return [];
    const asked = askedOf({ question: { ...one.question, place: one.place, paths: [] } });
    return [{ asked, answer: one.answer }];
  });
}

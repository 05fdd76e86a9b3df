import { readFileSync } from "node:fs";
import { type Answer, type CustomerAct, converse, nobodyKnows, type Transcript } from "@genesys-flows/conversation";
import { declaredAnswer, type Stage, stageOfProject } from "@genesys-flows/conversation/stage";
import { loadProject, stackFileEntries } from "@genesys-flows/project";
import { inCheckout } from "../../harness/checkout.ts";

let stage: Stage;

beforeAll(async () => {
  const stackFile = "Pulumi.dev.yaml";
  const stack = stackFileEntries(stackFile, readFileSync(inCheckout(stackFile), "utf8"));
  stage = stageOfProject(await loadProject({ root: inCheckout("."), stack, stackFile }));
});

/** A call to a flow of the example: what the caller does, one act a question, then nothing. */
function call(flow: string, acts: readonly CustomerAct[], crm: Answer = nobodyKnows): Transcript {
  const left = [...acts];
  return converse(stage.flow(flow) as NonNullable<ReturnType<Stage["flow"]>>, {
    ...stage.surroundings,
    at: new Date("2026-11-26T15:00:00Z"),
    answer: (question) => {
      if (question.asks === "customer") return left.shift() ?? { does: "nothing" };
      return question.asks === "dataAction" ? crm : (declaredAnswer(stage, question) ?? nobodyKnows);
    },
  });
}

const heard = ({ events }: Transcript) => events.flatMap((one) => (one.event === "hears" ? [one.text] : []));
const right: Answer = { path: "success", outputs: { verified: true, customerId: "C-1" } };
const wrong: Answer = { path: "success", outputs: { verified: false } };
const pin: CustomerAct = { does: "presses", keys: "1234" };

test("the right PIN leads to the queue, with the customer's id", () => {
  const { ending, participantData, fault } = call("sales", [pin], right);
  expect(ending).toMatchObject({ ends: "transferred", to: { kind: "queue", name: "Sales" }, answered: true });
  expect(participantData).toEqual({ customerId: "C-1" });
  expect(fault).toBeUndefined();
});

test("three wrong PINs end with words; the place is that of the file that people edit", () => {
  const transcript = call("sales", [pin, pin, pin], wrong);
  expect(heard(transcript).filter((text) => text === "Please enter your four-digit PIN.")).toHaveLength(3);
  expect(heard(transcript).slice(-2)).toEqual([
    "We could not verify your PIN. You find it in your welcome letter.",
    "Thank you for calling. Goodbye.",
  ]);
  expect(transcript.ending).toMatchObject({
    ends: "disconnected",
    place: { key: "sales", node: "hang-up", location: { file: "flows/inbound/sales.yaml", line: 26 } },
  });
});

test("a CRM that does not answer leads to the error handler, and its data to the agent", () => {
  const { ending, participantData } = call("sales", [pin], { path: "timeout" });
  expect(ending.ends).toBe("disconnected");
  expect(participantData["errorReason"]).toBe("Sales could not take the call");
});

test("too few digits and silence take the time of the platform's time-outs", () => {
  const { events } = call("sales", [{ does: "presses", keys: "12" }], right);
  const [short] = events.filter((one) => one.event === "does" && one.act.does === "nothing");
  const [pressed] = events.filter((one) => one.event === "does" && one.act.does === "presses");
  expect((short?.at ?? 0) - (pressed?.at ?? 0)).toBe(3_000);
});

test("a caller may hang up while something is asked", () => {
  expect(call("sales", [{ does: "hangs up" }]).ending).toMatchObject({ ends: "hung up", place: { node: "ask" } });
});

test("what nothing answers stops the run, and says what is missing", () => {
  expect(call("sales", [pin]).ending).toMatchObject({
    ends: "stopped",
    why: "No response is defined for the data action 'CRM/Verify PIN'.",
  });
});

import { count } from "@genesys-flows/architect/count";
import { z } from "zod";
import type { ChangeSubject, FlowChange } from "../change-subject.ts";
import { defineRule } from "../rule.ts";

/**
 * Number of flows, or of numbers and e-mail addresses, that fits on one screen of a preview, so that a person can read
 * each one.
 */
const READ_ONE_BY_ONE = 25;

const limit = z.int("expected a whole number").min(0, "expected a whole number");

const settings = z.strictObject({
  flows: limit
    .default(READ_ONE_BY_ONE)
    .describe("How many existing flows an update may republish, change or delete without an acknowledgement."),
  numbers: limit
    .default(READ_ONE_BY_ONE)
    .describe("How many numbers and e-mail addresses may route to these flows, or move, without an acknowledgement."),
});

/** A large update must be acknowledged explicitly, with the digest of exactly this change. */
export const blastRadius = defineRule({
  name: "blast-radius",
  title: "Update of many flows without an acknowledgement",
  requires:
    "An update that changes many flows, numbers or e-mail addresses must be acknowledged in the stack's configuration.",
  why: "A change to one line of a shared module can affect every number of the contact centre within minutes.",
  fix: "Add the digest of the change to `genesys-flows:acknowledgedChanges`, or split the change into smaller steps.",
  blindTo:
    "The rule is only checked in a preview, not in `up --skip-preview` and `destroy`. It counts flows, numbers and e-mail addresses, not conversations. Flows outside this stack that use a module are not counted.",
  situation:
    "An update changes a module that 60 flows call, and `genesys-flows:acknowledgedChanges` does not have the digest of the change.",
  settings,
  change(change, { settings: limits, report }) {
    const { flows, numbers, addresses } = reachOf(change);
    const isLarge = flows.length > limits.flows || numbers.size + addresses.size > limits.numbers;
    if (!isLarge || change.acknowledged.includes(change.digest)) return;
    const [reached, allowed] =
      addresses.size === 0
        ? [count(numbers.size, "number"), "numbers"]
        : [
            `${count(numbers.size, "number")} and ${count(addresses.size, "e-mail address")}`,
            "numbers and e-mail addresses",
          ];
    report({
      message: `The update changes ${count(flows.length, "existing flow")} with ${reached}: ${inParts(flows)}. Without an acknowledgement, ${limits.flows} flows and ${limits.numbers} ${allowed} are allowed.`,
      fix: acknowledgement(change),
    });
  },
});

/**
 * The objects in use that the update changes. A new flow has no callers yet, so creating a stack needs no
 * acknowledgement.
 */
function reachOf({ flows, movedNumbers, movedAddresses }: ChangeSubject) {
  const existing = flows.filter(({ operation }) => operation !== "create");
  const numbers = existing.flatMap(({ flow }) => flow?.numbers ?? []);
  const addresses = existing.flatMap(({ flow }) => flow?.emailAddresses.map(({ address }) => address) ?? []);
  return {
    flows: existing,
    numbers: new Set([...numbers, ...movedNumbers.keys()]),
    addresses: new Set([...addresses, ...movedAddresses.keys()]),
  };
}

function inParts(flows: readonly FlowChange[]): string {
  const deleted = flows.filter(({ operation }) => operation === "delete");
  const changed = flows.filter(({ operation, ownChange }) => operation === "update" && ownChange);
  const republished = flows.length - deleted.length - changed.length;
  return `${changed.length} changed, ${republished} republished for a module, ${deleted.length} deleted`;
}

/**
 * The lines to add to the configuration. The digest is quoted, because YAML reads a digest of digits only as a number.
 */
function acknowledgement({ stack, digest, acknowledged }: ChangeSubject): string {
  const digests = [...acknowledged, digest].map((one) => JSON.stringify(one)).join(", ");
  return [
    `Review the preview. If the change is intended, write under \`config:\` in Pulumi.${stack}.yaml:`,
    `  genesys-flows:acknowledgedChanges: [${digests}]`,
    "The digest identifies exactly this change. Remove it after the update.",
  ].join("\n");
}

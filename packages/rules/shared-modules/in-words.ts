import type { ContractChange, ContractChangeKind } from "@genesys-flows/architect";

type Words = (change: ContractChange) => string;

const words: Readonly<Record<ContractChangeKind, Words>> = {
  "module-renamed": ({ from, to }) => `the module "${from}" is now called "${to}"`,
  "input-added": ({ name, to }) => `the input ${name} (${to}) is added`,
  "input-removed": ({ name }) => `the input ${name} is removed`,
  "input-type": ({ name, from, to }) => `the type of the input ${name} changes from ${from} to ${to}`,
  "output-added": ({ name, to }) => `the output ${name} (${to}) is added`,
  "output-removed": ({ name }) => `the output ${name} is removed`,
  "output-type": ({ name, from, to }) => `the type of the output ${name} changes from ${from} to ${to}`,
  "outcome-added": ({ name }) => `the outcome "${name}" is added`,
  "outcome-removed": ({ name }) => `the outcome "${name}" is removed`,
  "outcome-renamed": ({ from, to }) => `the outcome "${from}" is now called "${to}"`,
  "outcome-values": ({ name, from, to }) => `the values of the outcome "${name}" change from ${from} to ${to}`,
  "outcome-variable": ({ from, to }) => outcomeVariable(from, to),
  "channel-added": ({ name }) => `flows of the type ${name} can call it`,
  "channel-removed": ({ name }) => `flows of the type ${name} can no longer call it`,
};

function outcomeVariable(from: string | undefined, to: string | undefined): string {
  if (from === undefined) return `the output ${to} now holds the outcome`;
  return to === undefined
    ? `the output ${from} no longer holds the outcome`
    : `the outcome moves from the output ${from} to ${to}`;
}

/** A change of an interface as a sentence without its full stop. */
export function inWords(change: ContractChange): string {
  const text = words[change.kind](change);
  return `${text.charAt(0).toUpperCase()}${text.slice(1)}`;
}

import fc from "fast-check";
import { type Centre, callFlow, type ModelFlow, numberAt } from "../../fixtures/centre-model.ts";

/** A desired state as chance draws it, before it is known what is live. */
export interface Drawn {
  readonly flows: Readonly<Record<string, { readonly type: "absent" | ModelFlow["type"]; readonly name: string }>>;
  /** For each number the key of the flow that is to have it, if that is a call flow then. */
  readonly holders: readonly (string | undefined)[];
}

const KEYS = ["sales", "support", "claims", "returns"];
const NAMES = ["Sales", "Support", "Claims", "Returns", "Orders", "Billing"];
const NUMBERS = 5;

/** Up to four flows and five numbers among them. */
export const drawn: fc.Arbitrary<Drawn> = fc
  .record({
    flows: fc.record(
      Object.fromEntries(
        KEYS.map((key) => [
          key,
          fc.record({
            type: fc.oneof(
              { arbitrary: fc.constant("inboundCall" as const), weight: 6 },
              { arbitrary: fc.constant("inboundEmail" as const), weight: 1 },
              { arbitrary: fc.constant("absent" as const), weight: 2 },
            ),
            name: fc.constantFrom(...NAMES),
          }),
        ]),
      ),
    ),
    holders: fc.array(fc.option(fc.constantFrom(...KEYS), { nil: undefined, freq: 8 }), {
      minLength: NUMBERS,
      maxLength: NUMBERS,
    }),
  })
  .filter(({ flows }) => Object.values(flows).some(({ type }) => type !== "absent"));

/** The source that a draw asks for: a name that another live flow holds is refused, so such a flow has another one. */
export function sourceOf({ flows, holders }: Drawn, live: Centre): Centre {
  const wanted: ModelFlow[] = [];
  for (const [key, { type, name }] of Object.entries(flows)) {
    if (type === "absent") continue;
    const others = [...Object.values(live.flows).filter((flow) => flow.key !== key), ...wanted];
    const free = [name, live.flows[key]?.name ?? name, ...NAMES].find(
      (each) => !others.some((flow) => flow.name === each),
    );
    const numbers =
      type === "inboundCall" ? holders.flatMap((holder, index) => (holder === key ? [numberAt(index)] : [])) : [];
    wanted.push(callFlow(key, { type, name: free ?? `Line of ${key}`, text: `You reached ${free}.`, numbers }));
  }
  return { modules: {}, flows: Object.fromEntries(wanted.map((flow) => [flow.key, flow])) };
}

/** A table as one line: `Sales (sales): 0 3; Support (claims): -`. */
export function described(centre: Centre): string {
  return Object.values(centre.flows)
    .map(({ key, name, type, numbers }) => `${type} ${name} (${key}): ${numbers.join(" ") || "-"}`)
    .join("; ");
}

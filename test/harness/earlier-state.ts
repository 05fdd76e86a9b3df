type Plain = Record<string, unknown>;

interface Kept {
  readonly inputs: Plain;
  readonly outputs: Plain;
}

/** A published flow in the state as an earlier release wrote it: with outputs that repeat inputs, and inputs that are defaults. */
export function earlierFlow({ inputs, outputs }: Kept): Kept {
  const { publishedModules: _, ...rest } = outputs;
  const { modules = {}, outline } = inputs;
  return {
    inputs: { createStubs: false, forceUnlock: false, pin: false, ...inputs },
    outputs: { ...rest, modules, outline },
  };
}

/** The inventory likewise. */
export function earlierInventory({ inputs, outputs }: Kept): Kept {
  return { inputs, outputs: { ...inputs, ...outputs } };
}

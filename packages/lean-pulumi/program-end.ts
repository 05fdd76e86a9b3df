/** The part of the SDK's `runtime/stack.js` that is changed. */
export interface StackPart {
  runInPulumiStack(program: () => Promise<unknown>): Promise<unknown>;
  /** The stack of the running program; undefined outside one. */
  getStackResource(): object | undefined;
}

/** Callbacks after a stack's program. */
export interface AfterProgram {
  /**
   * Called when the program has ended: its module and everything that the module awaits has been evaluated, and a
   * function that the module exports has returned. The outputs of the stack wait for this callback.
   */
  ended(): Promise<void>;
  failed(error: unknown): void;
}

type Begin = (stack: object) => AfterProgram;

const changed = new WeakSet<object>();
const following: Begin[] = [];
/** Stacks whose programs are running, with their callbacks. */
const running = new Map<object, AfterProgram[]>();

/**
 * Makes the SDK run the callbacks after a program (`followPrograms`). Has no effect on a program that is already
 * running.
 * @param starting called before each program
 */
export function notePrograms(stack: StackPart, starting?: () => void): StackPart {
  if (changed.has(stack)) return stack;
  changed.add(stack);
  const own = stack.runInPulumiStack;
  stack.runInPulumiStack = (program) => {
    starting?.();
    return own(() => followed(program, stack.getStackResource() as object));
  };
  return stack;
}

async function followed(program: () => Promise<unknown>, stack: object): Promise<unknown> {
  const after = following.map((begin) => begin(stack));
  running.set(stack, after);
  try {
    const outputs = await program();
    for (const one of after) await one.ended();
    return outputs;
  } catch (error) {
    for (const one of after) one.failed(error);
    throw error;
  } finally {
    running.delete(stack);
  }
}

/**
 * Runs `begin` for each stack program in this process: for a running program, if its end is noted, and for later
 * programs.
 */
export function followPrograms(begin: Begin): void {
  following.push(begin);
  for (const [stack, after] of running) after.push(begin(stack));
}

import { setImmediate as nextTurn } from "node:timers/promises";
import { type Diagnostic, DiagnosticError, formatDiagnostic } from "@genesys-flows/architect";
import { type AfterProgram, followPrograms } from "@genesys-flows/lean-pulumi/program-end";
import {
  type DeclaredFlow,
  type DeclaredObject,
  type FlowProject,
  type FlowUnit,
  kindRow,
  writeCompiled,
  writeDocumentList,
} from "@genesys-flows/project";
import { protectedModules } from "@genesys-flows/rules";
import * as pulumi from "@pulumi/pulumi";
import { checkDeclaration, checkFlows } from "./check.ts";
import type { Declaration } from "./declaration.ts";
import { type RegisteredRoute, registerEmailRoutes } from "./email-routes.ts";
import type { RegisteredFlow } from "./flow-resource.ts";
import { type Judge, type Judged, judgedStack } from "./judged-stack.ts";
import { log, refusal } from "./log.ts";
import { ProvidedObjects, providedReferences } from "./provided-objects.ts";
import { beginRun, endRun, startProvider } from "./provider-run.ts";

/** The registered flows of a stack, in project order. */
export interface RegisteredStack {
  readonly project: FlowProject;
  readonly flows: Readonly<Record<string, RegisteredFlow>>;
}

let judge: Judge | undefined;

/** Sets the checks for projects in this process. */
export function judgeBy(by: Judge): void {
  judge = by;
}

/**
 * One run of a stack's program. The program declares flows; when it has ended, they are read, checked together and
 * registered, modules first. All other Genesys Cloud resources of the program wait for the check.
 */
export class StackRun implements AfterProgram {
  readonly #declarations = new Map<string, Declaration>();
  readonly #objects = new ProvidedObjects();
  readonly #begun = Promise.withResolvers<pulumi.Resource[]>();
  readonly #registered = Promise.withResolvers<RegisteredStack>();
  readonly #declared = new Set<DeclaredObject>();
  #loaded: Judged | undefined;
  #ended = false;

  constructor() {
    for (const { promise } of [this.#begun, this.#registered]) promise.catch(() => {}); // the program reports the error
    pulumi.runtime.registerStackTransformation(({ type, props, opts, resource }) => {
      this.#objects.add(type, props, resource);
      if (this.#ended || !type.startsWith("genesyscloud:")) return undefined;
      return { props, opts: pulumi.mergeOptions(opts, { dependsOn: this.#begun.promise }) };
    });
  }

  /** Called if the process has nothing left to do but the program has not ended. */
  readonly #idle = (): void => this.failed(refusal(WAITS));
  #patience: NodeJS.Timeout | undefined;

  /** Resolves to the registered flows once all of them are registered. */
  get registered(): Promise<RegisteredStack> {
    return this.#registered.promise;
  }

  /** Reads and checks the folder of flow files, including rules. @throws RunError with all errors */
  async load(o: { readonly flowsDir?: string | undefined }): Promise<FlowProject> {
    this.#loaded = await this.#judged({ ...o });
    return this.#loaded.project;
  }

  /** @throws Error when a flow cannot be declared, or is declared too late */
  add(declaration: Declaration): void {
    const { component, key } = declaration;
    const wrong = checkDeclaration(declaration, { ended: this.#ended, loaded: this.#loaded?.project });
    if (wrong !== undefined) throw new Error(`${component} \`${key}\`${wrong}`);
    if (this.#declarations.has(key)) throw new Error(`${component} \`${key}\`: another flow already has this name.`);
    if (this.#declarations.size === 0) {
      if (!this.#loaded) startProvider();
      process.once("beforeExit", this.#idle);
      // A program with transforms is never idle, because it serves the transforms.
      this.#patience = setTimeout(() => void log.warn(STILL_RUNS), PATIENCE_MS).unref();
    }
    this.#declarations.set(key, declaration);
  }

  /** Records which objects in files the program registers. */
  declares(objects: readonly DeclaredObject[]): void {
    for (const object of objects) this.#declared.add(object);
  }

  /** The ids of a flow and of its IVR, known once the flow is registered. */
  idOf(key: string): { readonly flow: pulumi.Output<string>; readonly ivr: pulumi.Output<string> } {
    const registered = this.#registered.promise.then(({ flows }) => flows[key] as RegisteredFlow);
    return {
      flow: pulumi.output(registered).apply(({ flow }) => flow.id),
      ivr: pulumi.output(registered).apply(({ ivr }) => ivr?.id as pulumi.Output<string>),
    };
  }

  declaration(key: string): Declaration {
    return this.#declarations.get(key) as Declaration;
  }

  async ended(): Promise<void> {
    this.#programEnded();
    if (this.#declarations.size === 0 && !this.#loaded) return this.#begun.resolve([]);
    const { project: whole, gate, violations } = await this.#project();
    const left = this.#undeclared();
    if (left !== undefined) throw refusal(left);
    const project = { ...whole, flows: whole.flows.filter(({ key }) => this.#declarations.has(key)) };
    const wrong = checkFlows(project, this.#declarations);
    if (wrong.length > 0) throw refusal(wrong.join("\n"));
    const documents = await writeCompiled(project);
    await writeDocumentList(project.root, pulumi.getStack(), documents);
    await beginRun(project, { documents, objects: this.#objects });
    this.#begun.resolve([]);
    await nextTurn(); // the program's other resources are on their way to the engine
    const flows = await this.#registerFlows(project, {
      documents,
      protects: protectedModules(project, gate.enforcement),
    });
    const routes = project.flows.flatMap((unit) => this.#registerRoutes(unit, flows[unit.key] as RegisteredFlow));
    this.#registered.resolve({ project, flows });
    await endRun(project, { flows, routes, objects: this.#objects, gate, violations });
  }

  async #registerFlows(
    project: FlowProject,
    { documents, protects }: { documents: ReadonlyMap<string, string>; protects: ReadonlySet<string> },
  ): Promise<Record<string, RegisteredFlow>> {
    const flows: Record<string, RegisteredFlow> = {};
    const ids: Record<string, { readonly id: pulumi.Output<string> }> = {};
    for (const unit of project.flows) {
      const { key } = unit;
      flows[key] = await this.declaration(key).begin({
        unit,
        document: documents.get(key) as string,
        modules: Object.fromEntries(unit.modules.map((module) => [module, flows[module] as RegisteredFlow])),
        references: providedReferences(unit, { objects: this.#objects, flows: ids }),
        protect: protects.has(key),
      });
      if (unit.type !== "commonModule") ids[key] = flows[key].flow;
      await nextTurn(); // the engine has received all registrations so far and processes them
    }
    return flows;
  }

  /**
   * The error message for objects that files declare but the program does not register. The program may register queues
   * itself.
   */
  #undeclared(): string | undefined {
    const objects = this.#loaded?.project.objects ?? [];
    const left = objects.filter(
      (object) => !this.#declared.has(object) && (object.kind !== "queue" || object.references.length > 0),
    );
    const [first] = left;
    if (!first) return undefined;
    const others = left.length > 1 ? ` and ${left.length - 1} more` : "";
    return (
      `Files declare the ${kindRow(first.kind).noun} \`${first.name}\` (${first.file})${others}, but the program does not register them. ` +
      "Add `await declareObjects(project);` after `loadProject` in index.ts, instead of a loop over `project.queues`."
    );
  }

  /** The routes of a flow's e-mail addresses belong to the stack, not to the flow's component. */
  #registerRoutes(unit: FlowUnit, { flow, isProtected }: RegisteredFlow): RegisteredRoute[] {
    const opts = isProtected ? { protect: true } : {};
    return registerEmailRoutes(unit, { flowId: flow.id, objects: this.#objects, opts });
  }

  /** The project that the program loaded, together with the flows that the program declares itself. */
  async #project(): Promise<Judged> {
    const declared = [...this.#declarations.values()].flatMap((one) => one.declared ?? []);
    if (this.#loaded && declared.length === 0) return this.#loaded;
    const names = this.#namesOfModules();
    return this.#judged({
      declared: declared.map((flow) => ({ ...flow, modules: { ...names, ...flow.modules } })),
      withFolder: this.#loaded !== undefined,
    });
  }

  /** Maps the key in a module's definition to the key of its component, if the two differ. */
  #namesOfModules(): Record<string, string> {
    const named = [...this.#declarations.values()].flatMap(({ key, args: { definition } }) => {
      const own =
        typeof definition === "object" && "locate" in definition && "key" in definition ? definition.key : key;
      return own === key || this.#declarations.has(String(own)) ? [] : [[String(own), key]];
    });
    return Object.fromEntries(named);
  }

  async #judged(o: {
    readonly flowsDir?: string | undefined;
    readonly declared?: readonly DeclaredFlow[];
    readonly withFolder?: boolean;
  }): Promise<Judged> {
    if (!judge)
      throw refusal(
        "Import `genesys-flows`, which provides the rules that check a stack before anything is registered.",
      );
    try {
      const judged = await judgedStack(judge, { ...o, collects: pulumi.runtime.isDryRun() });
      for (const finding of judged.findings) await report(finding);
      return judged;
    } catch (error) {
      throw error instanceof DiagnosticError
        ? new pulumi.RunError(`The flows have errors.\n\n${error.message}`)
        : error;
    }
  }

  #programEnded(): void {
    this.#ended = true;
    process.off("beforeExit", this.#idle);
    clearTimeout(this.#patience);
  }

  failed(error: unknown): void {
    this.#programEnded();
    for (const declaration of this.#declarations.values()) declaration.fail(error);
    this.#begun.reject(error);
    this.#registered.reject(error);
  }
}

const NOT_STARTED =
  "The program was not started by `genesys-flows/start`. Add to Pulumi.yaml, under `runtime: options:`, " +
  "`nodeargs: --require genesys-flows/start`.";

const WAITS =
  "The program waits for a value of a flow, but flows are registered only after the program has ended. Use the value in `apply`, " +
  "in another resource or in an export, and do not `await` it.";

const PATIENCE_MS = 30_000;
const STILL_RUNS =
  "The program is still running, and flows are registered only after it has ended. If it waits for a value of a flow or of another object of " +
  "Genesys Cloud, it waits forever. Interrupt it, and use the value in `apply`, in another resource or in an export.";

async function report(finding: Diagnostic): Promise<void> {
  await (finding.severity === "note" ? pulumi.log.info : pulumi.log.warn)(formatDiagnostic(finding));
}

const runs = new WeakMap<object, StackRun>();
followPrograms((stack) => {
  const run = new StackRun();
  runs.set(stack, run);
  return run;
});

/**
 * The run of the current program's stack. @throws RunError outside a stack, and for a program whose end cannot be
 * observed
 */
export function stackRun(): StackRun {
  const stack: pulumi.Resource | undefined = pulumi.runtime.getStackResource();
  if (!stack) throw refusal(NO_STACK);
  const run = runs.get(stack);
  if (!run) throw refusal(NOT_STARTED);
  return run;
}

const NO_STACK =
  "Flows belong to a stack. In a test, create them in the function that you pass to `pulumi.runtime.runInPulumiStack`.";

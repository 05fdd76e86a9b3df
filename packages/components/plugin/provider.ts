import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import {
  type DeclaredFlow,
  type FlowUnit,
  isKey,
  loadProject,
  stackEntries,
  writeCompiled,
} from "@genesys-flows/project";
import { protectedModules } from "@genesys-flows/rules";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import type * as provider from "@pulumi/pulumi/provider/index.js";
import { type RegisteredFlow, registerFlow } from "../flow-resource.ts";
import type { Judge } from "../stack-run.ts";
import { summarize } from "../summary.ts";
import { PACKAGE, pluginSchema, VERSION } from "./schema.ts";

/** A flow that this process has registered. */
interface Constructed {
  readonly declared: DeclaredFlow;
  readonly registered: RegisteredFlow;
  /** Modules that it was given. */
  readonly modules: readonly Constructed[];
}

/**
 * The components for programs in other languages. Each is read, checked and judged when it is constructed, together with the modules that it
 * calls, which were constructed before: nothing says when such a program has ended.
 */
export class ComponentProvider implements provider.Provider {
  readonly version = VERSION;
  readonly schema = JSON.stringify(pluginSchema);
  readonly #constructed = new Map<string, Constructed>();
  readonly #judge: Judge;

  constructor(judge: Judge) {
    this.#judge = judge;
  }

  async construct(
    name: string,
    type: string,
    { references, ...inputs }: pulumi.Inputs,
    options: pulumi.ComponentResourceOptions,
  ): Promise<provider.ConstructResult> {
    const declared: DeclaredFlow = { key: keyOf(name), ...(await knownArgs(name, inputs)) };
    const modules = Object.values(declared.modules ?? {}).map((key) => this.#module(name, key));
    const { unit, document, protect } = await this.#read(declared, modules);
    const wrong = wrongType(type, unit);
    if (wrong !== undefined) throw new Error(`${name}: ${wrong}`);
    const component = new pulumi.ComponentResource(
      type,
      name,
      { ...summarize(unit.graph), digest: unit.digest },
      options,
    );
    const registered = registerFlow(
      {
        ...{ document, protect, references: await entriesOf(references) },
        // The inventory of a stack writes the numbers of a program in TypeScript.
        unit: { ...unit, numbers: [] },
        modules: Object.fromEntries(
          modules
            .filter(({ declared: { key } }) => unit.modules.includes(key))
            .map((one) => [one.declared.key, one.registered]),
        ),
      },
      component,
    );
    this.#constructed.set(name, { declared, registered, modules });
    const { id, publishedVersion, digest } = registered.flow;
    answerNumbers(unit, id, component);
    return {
      urn: component.urn,
      state: { key: name, flowId: id, name: registered.flow.name, publishedVersion, digest },
    };
  }

  #module(name: string, key: string): Constructed {
    const module = this.#constructed.get(key);
    if (module) return module;
    throw new Error(
      `${name}: no SharedModule has the key \`${key}\`. Pass the output \`key\` of a module in \`modules\`.`,
    );
  }

  async #read(declared: DeclaredFlow, modules: readonly Constructed[]) {
    const [root, stack] = [process.cwd(), pulumi.getStack()];
    try {
      const entries = stackEntries(pulumi.runtime.allConfig());
      const loaded = await loadProject({
        root,
        stack: entries,
        stackFile: `Pulumi.${stack}.yaml`,
        declared: [...withTheirs(modules).map((one) => one.declared), declared],
      });
      const { project, gate } = await this.#judge(loaded, { root, stack, collects: false });
      const unit = project.flows.find(({ key }) => key === declared.key) as FlowUnit;
      const documents = await writeCompiled(project);
      return {
        unit,
        document: documents.get(declared.key) as string,
        protect: protectedModules(project, gate.enforcement).has(declared.key),
      };
    } catch (error) {
      throw error instanceof DiagnosticError ? new Error(mistakes(error)) : error;
    }
  }
}

/** Modules, and those that they call. */
function withTheirs(modules: readonly Constructed[]): Constructed[] {
  return [...new Set(modules.flatMap((one) => [...withTheirs(one.modules), one]))];
}

function answerNumbers({ key, name, numbers }: FlowUnit, flow: pulumi.Output<string>, parent: pulumi.Resource): void {
  if (numbers.length === 0) return;
  new genesyscloud.ArchitectIvr(`${key}-ivr`, { name, openHoursFlowId: flow, dnis: [...numbers] }, { parent });
}

function mistakes({ message, diagnostics }: DiagnosticError): string {
  const isOfModule = diagnostics.some(({ code }) => code === "unknown-module");
  const hint = "\n\nPass the output `key` of each module that the flow calls in `modules`.";
  return `The flow has mistakes.\n\n${message}${isOfModule ? hint : ""}`;
}

function keyOf(name: string): string {
  if (isKey(name)) return name;
  throw new Error(
    `${name} cannot be the name of a flow. Begin it with a letter or digit, then use letters, digits, spaces and . _ - ( ) & +.`,
  );
}

type Known = Omit<DeclaredFlow, "key">;

/** @throws Error for what is not known before the update */
async function knownArgs(name: string, inputs: pulumi.Inputs): Promise<Known> {
  const given = await Promise.all(
    Object.entries(inputs).map(async ([property, value]) => {
      const output = pulumi.output(value as unknown) as pulumi.Output<unknown> & KnownOutput;
      const known = await output.promise();
      if (!(await output.isKnown)) throw new Error(`${name}: \`${property}\` must be known before the update.`);
      return [property, known] as const;
    }),
  );
  return Object.fromEntries(given) as unknown as Known;
}

/** The entries of a map, of which values may be unknown before the update. */
async function entriesOf(map: unknown): Promise<Record<string, pulumi.Output<string>>> {
  const output = pulumi.output((map ?? {}) as Record<string, string>);
  const names = Object.keys((await (output as unknown as KnownOutput).promise(true)) as object);
  return Object.fromEntries(names.map((name) => [name, output.apply((entries) => entries[name] as string)]));
}

/** What the SDK has of an output, and does not declare. */
interface KnownOutput {
  readonly isKnown: Promise<boolean>;
  promise(withUnknowns?: boolean): Promise<unknown>;
}

function wrongType(type: string, unit: FlowUnit): string | undefined {
  const isModule = unit.type === "commonModule";
  if (type === `${PACKAGE}:index:SharedModule`)
    return isModule ? undefined : `the definition is of type ${unit.type}. Use InboundFlow for it.`;
  if (type !== `${PACKAGE}:index:InboundFlow`) return `${type} is not a component of ${PACKAGE}.`;
  if (isModule) return "the definition is a common module. Use SharedModule for it.";
  if (unit.numbers.length === 0 || unit.type === "inboundCall") return undefined;
  return `it has numbers, but its flow is of type ${unit.type}. Only inboundCall flows can have numbers.`;
}

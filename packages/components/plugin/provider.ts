import { DiagnosticError } from "@genesys-flows/architect/diagnostic";
import { type DeclaredFlow, type FlowUnit, writeCompiled } from "@genesys-flows/project";
import { protectedModules } from "@genesys-flows/rules";
import * as genesyscloud from "@pulumi/genesyscloud";
import * as pulumi from "@pulumi/pulumi";
import type * as provider from "@pulumi/pulumi/provider/index.js";
import { checkNames, wrongType } from "../check.ts";
import { type Declaration, shownOf } from "../declaration.ts";
import { registerEmailRoutes } from "../email-routes.ts";
import { type RegisteredFlow, registerFlow } from "../flow-resource.ts";
import { type Judge, judgedStack } from "../judged-stack.ts";
import { PACKAGE, pluginSchema, VERSION } from "./schema.ts";

/** A flow that this process has registered. */
interface Constructed {
  readonly declared: DeclaredFlow;
  readonly registered: RegisteredFlow;
  /** Modules that were passed to the flow. */
  readonly modules: readonly Constructed[];
}

/**
 * The components for programs in other languages. Each flow is read and checked when it is constructed, together with
 * the modules that it calls, which were constructed earlier. This is necessary because the end of such a program cannot
 * be observed.
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
    const declared: DeclaredFlow = { key: name, ...(await knownArgs(name, inputs)) };
    const kind = componentOf(type);
    refuse(kind, name, checkNames(name, declared));
    const modules = Object.values(declared.modules ?? {}).map((key) => this.#module(name, key));
    const { unit, document, protect } = await this.#read(declared, modules);
    refuse(kind, name, wrongType(kind, unit));
    const component = new pulumi.ComponentResource(type, name, shownOf(unit), options);
    const { names, domains } = byPurpose(await entriesOf(references));
    const registered = registerFlow(
      {
        ...{ document, protect, references: names },
        // The stack's inventory writes the numbers only for a TypeScript program.
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
    const objects = {
      idFor: (_flow: string, named: { readonly kind: string; readonly name: string }) =>
        names[`${named.kind}:${named.name}`],
      emailDomain: (domain: string) => domains[`emailDomain:${domain}`],
    };
    registerEmailRoutes(unit, { flowId: id, objects, opts: { parent: component } });
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
    try {
      const { project, gate } = await judgedStack(this.#judge, {
        declared: [...withTheirs(modules).map((one) => one.declared), declared],
        collects: false,
      });
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

/** Modules, including those that they call. */
function withTheirs(modules: readonly Constructed[]): Constructed[] {
  return [...new Set(modules.flatMap((one) => [...withTheirs(one.modules), one]))];
}

function answerNumbers({ key, name, numbers }: FlowUnit, flow: pulumi.Output<string>, parent: pulumi.Resource): void {
  if (numbers.length === 0) return;
  new genesyscloud.ArchitectIvr(`${key}-ivr`, { name, openHoursFlowId: flow, dnis: [...numbers] }, { parent });
}

/** Objects that documents name, and the domains of e-mail addresses. */
function byPurpose(references: Readonly<Record<string, pulumi.Output<string>>>) {
  const isDomain = ([key]: readonly [string, unknown]) => key.startsWith("emailDomain:");
  const entries = Object.entries(references);
  return {
    names: Object.fromEntries(entries.filter((entry) => !isDomain(entry))),
    domains: Object.fromEntries(entries.filter(isDomain)),
  };
}

function mistakes({ message, diagnostics }: DiagnosticError): string {
  const isOfModule = diagnostics.some(({ code }) => code === "unknown-module");
  const hint = "\n\nPass the output `key` of each module that the flow calls in `modules`.";
  return `The flow has errors.\n\n${message}${isOfModule ? hint : ""}`;
}

/** @throws Error for any other type */
function componentOf(type: string): Declaration["component"] {
  const component = (["SharedModule", "InboundFlow"] as const).find((one) => type === `${PACKAGE}:index:${one}`);
  if (component !== undefined) return component;
  throw new Error(`${type} is not a component of ${PACKAGE}.`);
}

/** @throws Error that begins with the component, when there is a problem with it */
function refuse(component: string, name: string, wrong: string | undefined): void {
  if (wrong !== undefined) throw new Error(`${component} \`${name}\`${wrong}`);
}

type Known = Omit<DeclaredFlow, "key">;

/** @throws Error for values that are not known before the update */
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

/** The entries of a map, whose values may be unknown before the update. */
async function entriesOf(map: unknown): Promise<Record<string, pulumi.Output<string>>> {
  const output = pulumi.output((map ?? {}) as Record<string, string>);
  const names = Object.keys((await (output as unknown as KnownOutput).promise(true)) as object);
  return Object.fromEntries(names.map((name) => [name, output.apply((entries) => entries[name] as string)]));
}

/** An undeclared property of outputs in the SDK. */
interface KnownOutput {
  readonly isKnown: Promise<boolean>;
  promise(withUnknowns?: boolean): Promise<unknown>;
}

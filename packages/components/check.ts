import { emailAddresses as emailAddressList, phoneNumber } from "@genesys-flows/architect/settings";
import { type FlowProject, type FlowUnit, isKey } from "@genesys-flows/project";
import type { Declaration } from "./declaration.ts";

/**
 * The problem with a single declaration. The text is the end of a sentence that begins with the component. Undefined if
 * there is no problem.
 */
export function checkDeclaration(
  { key, unit, args }: Declaration,
  { ended, loaded }: { readonly ended: boolean; readonly loaded: FlowProject | undefined },
): string | undefined {
  if (ended) {
    return " is created after the program has ended, for example in `apply`. Create it in the program itself.";
  }
  return checkNames(key, args) ?? (unit && checkUnit(key, { unit, args, loaded }));
}

/** The problem with the name, numbers or e-mail addresses that a program gives a flow, in the same form. */
export function checkNames(
  key: string,
  { numbers = [], emailAddresses = [] }: Pick<Declaration["args"], "numbers" | "emailAddresses">,
): string | undefined {
  if (!isKey(key)) {
    return ": this is not a valid name for a flow. Begin with a letter or digit, then use letters, digits, spaces and . _ - ( ) & +.";
  }
  const wrong = numbers.find((number) => !phoneNumber.safeParse(number).success);
  if (wrong !== undefined) return `: \`${wrong}\` is not a number in E.164 form, such as +13175550100.`;
  const [mistake] = emailAddressList.safeParse(emailAddresses).error?.issues ?? [];
  if (!mistake) return undefined;
  const [index, ...within] = mistake.path.map(String);
  const at = within.length > 0 ? `, \`${within.join(".")}\`` : "";
  return `: \`emailAddresses\`${index === undefined ? "" : `, entry ${Number(index) + 1}`}${at}: ${mistake.message}.`;
}

function checkUnit(
  key: string,
  o: { unit: FlowUnit; args: Declaration["args"]; loaded: FlowProject | undefined },
): string | undefined {
  const { unit, args, loaded } = o;
  if (unit.key !== key) return ` has the flow \`${unit.key}\`. Use the key of the flow as the name of the component.`;
  if (!loaded?.flows.includes(unit)) return ": the flow does not come from `loadProject` of `genesys-flows`.";
  if (args.emailAddresses)
    return " has a flow from `loadProject`, whose e-mail addresses are defined in its file. Pass only `definition`.";
  if (!args.numbers && !args.values && !args.modules) return undefined;
  return " has a flow from `loadProject`, whose numbers, values and modules are defined in files. Pass only `definition`.";
}

/** The problems with the flows that a program declares, one sentence each. */
export function checkFlows(project: FlowProject, declarations: ReadonlyMap<string, Declaration>): string[] {
  const units = new Map(project.flows.map((unit) => [unit.key, unit]));
  return [...declarations.values()].flatMap(({ component, key }) => {
    const unit = units.get(key);
    const wrong = unit
      ? (wrongType(component, unit) ?? missingModules(unit, declarations))
      : ofOtherStacks(key, project);
    return wrong === undefined ? [] : [`${component} \`${key}\`${wrong}`];
  });
}

function ofOtherStacks(key: string, { elsewhere }: FlowProject): string {
  const { stacks = [] } = elsewhere.find((flow) => flow.key === key) ?? {};
  return ` has a flow that belongs to other stacks: ${stacks.join(", ")}. Create it only there, or change \`stacks\` in its definition.`;
}

/** The problem with the type of a component's flow, in the same form. */
export function wrongType(
  component: Declaration["component"],
  { type, numbers, emailAddresses }: FlowUnit,
): string | undefined {
  if (component === "SharedModule" && type !== "commonModule") {
    return ` has a flow of type ${type}. It accepts only a commonModule.`;
  }
  if (component === "InboundFlow" && type === "commonModule") return " has a common module. Use SharedModule instead.";
  if (emailAddresses.length > 0 && type !== "inboundEmail")
    return ` has e-mail addresses, but its flow is of type ${type}. Only an inboundEmail flow has e-mail addresses.`;
  if (numbers.length === 0 || type === "inboundCall") return undefined;
  return ` has numbers, but its flow is of type ${type}. Only inboundCall flows can have numbers.`;
}

function missingModules({ modules }: FlowUnit, declarations: ReadonlyMap<string, Declaration>): string | undefined {
  const missing = modules.filter((key) => !declarations.has(key));
  if (missing.length === 0) return undefined;
  return ` calls ${missing.map((key) => `\`${key}\``).join(", ")}. Create a SharedModule for each.`;
}

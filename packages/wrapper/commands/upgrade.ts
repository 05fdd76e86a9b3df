import type { Context } from "@genesys-flows/cli";
import { stackNames } from "@genesys-flows/project";
import { projectFolder } from "../system/files.ts";
import { SetUpError } from "../system/say.ts";
import { type Difference, differenceOf, differenceText } from "../upgrade/difference.ts";
import { factsOf } from "../upgrade/facts.ts";
import { equippedProject, withVersion } from "../upgrade/product.ts";

/**
 * `npm run upgrade`: shows how a different version of the product would affect this project. Changes nothing.
 * @returns 1 if the other version finds errors
 */
export async function run(
  o: { readonly to: string; readonly stack?: readonly string[] },
  context: Context,
): Promise<number> {
  const project = projectFolder();
  const present = equippedProject(project);
  const stacks = o.stack ?? stackNames(project);
  if (stacks.length === 0)
    throw new SetUpError(`There is no Pulumi.<stack>.yaml in ${project}. Specify a stack with --stack NAME.`, {
      exitCode: 2,
    });
  return withVersion(project, o.to, async (other) => {
    const found: Difference[] = [];
    const from = o.to === other.version ? "" : ` (${o.to})`;
    context.out(`genesys-flows ${other.version}${from} instead of ${present.version}:\n\n`);
    for (const stack of stacks) {
      const difference = differenceOf(await factsOf(present, stack), await factsOf(other, stack));
      context.out(`${differenceText(stack, difference)}\n`);
      found.push(difference);
    }
    return found.some(({ errors }) => errors > 0) ? 1 : 0;
  });
}

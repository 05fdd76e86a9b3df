/** Names of prompts: reference/platform-api.error-codes.json, `architect.prompt.validate.failed.name`. */
const PROMPT_NAME = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** The longest name of a prompt: help.mypurecloud.com, "Prompts overview". */
export const MOST_OF_PROMPT_NAME = 200;

/** What the platform refuses in the name of a prompt, as the end of a sentence; undefined for a good name. */
export function promptNameMistake(name: string): string | undefined {
  if (!PROMPT_NAME.test(name))
    return "may have only letters, digits and underscores, and must not begin with an underscore";
  if (name.length <= MOST_OF_PROMPT_NAME) return undefined;
  return `has ${name.length} characters, and the platform accepts ${MOST_OF_PROMPT_NAME}`;
}

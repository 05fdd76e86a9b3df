/** Rules for prompt names: reference/platform-api.error-codes.json, `architect.prompt.validate.failed.name`. */
const PROMPT_NAME = /^[A-Za-z0-9][A-Za-z0-9_]*$/;

/** Maximum length of a prompt's name: help.mypurecloud.com, "Prompts overview". */
export const MOST_OF_PROMPT_NAME = 200;

/** Why the platform refuses a prompt's name, as the end of a sentence; undefined for a valid name. */
export function promptNameMistake(name: string): string | undefined {
  if (!PROMPT_NAME.test(name))
    return "may have only letters, digits and underscores, and must not begin with an underscore";
  if (name.length <= MOST_OF_PROMPT_NAME) return undefined;
  return `has ${name.length} characters, but the platform accepts at most ${MOST_OF_PROMPT_NAME}`;
}

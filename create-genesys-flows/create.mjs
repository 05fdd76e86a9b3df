import { spawnSync } from "node:child_process";
import { cpSync, existsSync, mkdirSync, readdirSync, readFileSync, renameSync, rmSync, writeFileSync } from "node:fs";
import path from "node:path";
import { createInterface } from "node:readline/promises";
import { fileURLToPath } from "node:url";
import { nameOf, questions, readArguments, USAGE } from "./inputs.mjs";

/** @typedef {import("./inputs.mjs").Answers} Answers */
/** @typedef {import("./inputs.mjs").Inputs} Inputs */

/** An error for the user, such as a failure of npm. */
class CreateError extends Error {}

/**
 * Runs the command line and creates a project.
 * @param {readonly string[]} args
 * @returns {Promise<number>} the exit code
 */
export async function run(args) {
  const { answers, mistakes, helps, asks, installs } = readArguments(args);
  if (helps) {
    process.stdout.write(USAGE);
    return 0;
  }
  const canAsk = asks && process.stdin.isTTY === true && process.stdout.isTTY === true;
  const given = canAsk ? answers : withDefaults(answers);
  const wrong = [...mistakes, ...mistakesIn(given)];
  if (wrong.length > 0) {
    process.stderr.write(`${wrong.join("\n")}\n\n${USAGE}`);
    return 2;
  }
  const { folder = "", region = "", organizationId, exports } = canAsk ? await asked(given) : given;
  const inputs = { folder, region, organizationId, exports, installs };
  try {
    create(inputs);
  } catch (error) {
    const isExpected = error instanceof CreateError || (error instanceof Error && "syscall" in error);
    if (!isExpected) throw error;
    process.stderr.write(`\n${error.message}\n`);
    return 1;
  }
  process.stdout.write(`\n${nextSteps(inputs, { imported: takeOver(inputs) }).join("\n")}\n`);
  return 0;
}

/** @param {Answers} answers @returns {Answers} */
function withDefaults(answers) {
  const open = questions.filter(({ name, fallback }) => answers[name] === undefined && fallback !== undefined);
  return { ...answers, ...Object.fromEntries(open.map(({ name, fallback }) => [name, fallback])) };
}

/** @param {Answers} answers */
function mistakesIn(answers) {
  return questions.flatMap(({ name, mistake }) => {
    const answer = answers[name];
    return answer === undefined ? [] : (mistake(answer) ?? []);
  });
}

/**
 * Asks for inputs that the command line does not contain, until each answer is valid.
 * @param {Answers} given
 * @returns {Promise<Answers>}
 */
async function asked(given) {
  const terminal = createInterface({ input: process.stdin, output: process.stdout });
  // Exits on an interrupt or at the end of the input: nothing has been created yet.
  const cancel = () => process.exit(130);
  terminal.on("close", cancel);
  /** @type {Answers} */
  const answers = { ...given };
  for (const { name, question, fallback, mistake } of questions.filter((one) => given[one.name] === undefined)) {
    for (;;) {
      const said = await terminal.question(`${question}${fallback === undefined ? "" : ` (${fallback})`}: `);
      const answer = said.trim() || fallback;
      const wrong = answer === undefined ? undefined : mistake(answer);
      answers[name] = answer;
      if (wrong === undefined) break;
      terminal.write(`${wrong}\n`);
    }
  }
  terminal.off("close", cancel).close();
  return answers;
}

/**
 * Creates the project in a draft folder beside the target, and moves the complete project to the target.
 * @param {Inputs} inputs
 * @throws CreateError if npm fails; in this case, nothing is left
 */
function create(inputs) {
  const target = path.resolve(inputs.folder);
  const parent = path.dirname(target);
  const made = mkdirSync(parent, { recursive: true });
  const draft = path.join(parent, `.${nameOf(target)}-${process.pid}`);
  mkdirSync(draft);
  const wait = () => {};
  // An interrupt ends npm. This command then removes the draft and exits.
  process.on("SIGINT", wait).on("SIGTERM", wait);
  try {
    copyTemplate(draft, inputs);
    if (inputs.installs) install(draft);
    beginHistory(draft);
    place(draft, target);
  } finally {
    rmSync(draft, { recursive: true, force: true });
    if (made !== undefined && !existsSync(target)) rmSync(made, { recursive: true, force: true });
    process.off("SIGINT", wait).off("SIGTERM", wait);
  }
}

/** npm does not pack files with these names. @type {Readonly<Record<string, string>>} */
const HIDDEN = { gitignore: ".gitignore", npmrc: ".npmrc" };

/** @param {string} draft @param {Inputs} inputs */
function copyTemplate(draft, { folder, region, organizationId }) {
  cpSync(fileURLToPath(new URL("template", import.meta.url)), draft, { recursive: true });
  for (const [from, to] of Object.entries(HIDDEN)) renameSync(path.join(draft, from), path.join(draft, to));
  /** @param {string} file @param {(text: string) => string} change */
  const edit = (file, change) =>
    writeFileSync(path.join(draft, file), change(readFileSync(path.join(draft, file), "utf8")));
  /** @param {string} text */
  const named = (text) => text.replaceAll("${PROJECT}", nameOf(folder));
  edit("package.json", named);
  edit("package-lock.json", named);
  edit("README.md", named);
  edit("Pulumi.yaml", (text) => named(text).replace(/^template:\n(?: .*\n)*/m, ""));
  edit("Pulumi.prod.yaml", (text) =>
    text
      .replace(/(?<=genesyscloud:region: ).*/, region)
      .replace(/(?<=genesyscloud:organizationId: ).*/, (placeholder) => organizationId ?? placeholder),
  );
}

/** @param {string} folder */
function install(folder) {
  process.stdout.write("Installing the packages with npm install …\n");
  const ended = command("npm", ["install", "--loglevel=error"], folder);
  if (ended.status === 0) return;
  throw new CreateError(
    "npm install failed (its message is above), so no project was created. Is the package registry reachable? Try `npm ping`, or create the project with --no-install.",
  );
}

/**
 * Creates a Git repository for the project, unless the project is already in a repository or Git is not installed.
 * @param {string} folder
 */
function beginHistory(folder) {
  const inside = spawnSync("git", ["rev-parse", "--is-inside-work-tree"], { cwd: folder, encoding: "utf8" });
  if (inside.error || inside.status === 0) return;
  spawnSync("git", ["init", "--quiet", "--initial-branch=main"], { cwd: folder, stdio: "inherit" });
}

/**
 * Moves the project to its folder: a new folder, or an existing empty folder, which is kept.
 * @param {string} draft
 * @param {string} target
 */
function place(draft, target) {
  if (!existsSync(target)) return renameSync(draft, target);
  for (const entry of readdirSync(draft)) renameSync(path.join(draft, entry), path.join(target, entry));
}

/** The arguments that import exports. @param {string} exports */
function importArguments(exports) {
  return ["import", path.resolve(exports), "--answers", "import.yaml", "--stack", "dev", "--write"];
}

/**
 * Imports exports into the new project.
 * @param {Inputs} inputs
 * @returns {boolean} whether the exports were imported; if not, `import.yaml` has the questions
 */
function takeOver({ folder, exports, installs }) {
  if (exports === undefined || !installs) return false;
  const args = ["run", "-s", "flowctl", "--", ...importArguments(exports)];
  return command("npm", args, path.resolve(folder)).status === 0;
}

/** @param {string} program @param {readonly string[]} args @param {string} cwd */
function command(program, args, cwd) {
  // `npm create` sets this variable to the folder in which it was started. This folder may be a different project.
  const { npm_config_local_prefix: _, ...env } = process.env;
  return spawnSync(program, args, { cwd, env, stdio: ["ignore", "inherit", "inherit"] });
}

/** @param {Inputs} inputs @param {{ imported: boolean }} o */
function nextSteps({ folder, exports, installs }, { imported }) {
  const place = path.relative(process.cwd(), path.resolve(folder));
  return [
    `The project ${nameOf(folder)} is ready. Next:`,
    "",
    ...(place === "" ? [] : [`    cd ${place}`]),
    ...(installs ? [] : ["    npm install"]),
    ...(exports === undefined || imported
      ? []
      : [`    npm run flowctl -- ${importArguments(exports).join(" ")}     # writes its questions to import.yaml`]),
    "    npm start     # deploys to an organisation on this machine; no account is needed",
    "    npm test      # README.md lists the other commands and the documentation",
  ];
}

import type { Running } from "../../e2e/harness/process.ts";
import { Checkout } from "../../journeys/checkout.ts";
import { missingLine, patternOf, readTaskPage, type ShownCommand, type Step } from "./read-page.ts";

/** What a test adds to the text of a page. */
interface TaskOptions {
  /** What exists before the reader begins, such as flows of the organisation that no stack manages. */
  readonly before?: (checkout: Checkout) => Promise<void>;
  /** Ends what `before` began. */
  readonly after?: () => Promise<void>;
  /** By heading of a section: what happens elsewhere before its first block, as the page says: somebody publishes in Architect. */
  readonly elsewhere?: Readonly<Record<string, (checkout: Checkout) => Promise<void>>>;
  /** What a client of its own reads from the organisation when a section is done, by its heading. */
  readonly afterwards?: Readonly<Record<string, (checkout: Checkout) => Promise<void>>>;
  /** Texts of the page that depend on the machine or the run, such as a port or the name of a release: what replaces them here. */
  readonly here?: Readonly<Record<string, string | ((checkout: Checkout) => Promise<string>)>>;
}

/**
 * Does what a page of `docs/tasks` says, from a clone of the committed files in an empty home: one test for each section. Outputs are compared with
 * those that the page shows. With `SHOW_OUTPUT=1` and `--verbose`, each output is printed whole: to write a page.
 */
export function task(
  page: string,
  { before, after, elsewhere = {}, afterwards = {}, here = {} }: TaskOptions = {},
): void {
  jest.setTimeout(8 * 60_000);
  const sections = sectionsOf(readTaskPage(page));

  describe(`docs/tasks/${page}`, () => {
    let checkout: Checkout;
    let isWhole = true;
    /** `export` and `cd`, which hold for the commands that follow. */
    const kept: string[] = [];
    const running: Running[] = [];
    beforeAll(async () => {
      checkout = await Checkout.clone();
      await checkout.git("switch", "--quiet", "--force-create", "main"); // whatever is checked out here
      await before?.(checkout);
    });
    afterAll(async () => {
      await Promise.all(running.map(end));
      await after?.();
      await checkout?.dispose();
    });

    const local = async (text: string) => {
      let all = text;
      for (const [from, to] of Object.entries(here))
        if (all.includes(from)) all = all.replaceAll(from, typeof to === "string" ? to : await to(checkout));
      return all;
    };

    const runs = async (shown: ShownCommand) => {
      const text = await local(shown.text);
      const line = [...kept, text].join("\n");
      if (/^(?:export|cd) /.test(shown.text)) kept.push(text);
      if (shown.inBackground) {
        const command = checkout.begin(`${line} 2>&1`);
        running.push(command);
        await command.printed(new RegExp(patternOf(await local(signOf(shown)))));
        return;
      }
      const { code, output, stdout } = await checkout.says(line);
      if (process.env["SHOW_OUTPUT"] !== undefined) console.log(`$ ${shown.text}\n${output}`);
      if (code !== shown.code) throw new Error(`Line ${shown.line}: \`${shown.text}\` ended with ${code}:\n${output}`);
      const expected = (await local(shown.output.join("\n"))).split("\n");
      const missing = missingLine(expected, output) && missingLine(expected, stdout);
      if (missing !== undefined)
        throw new Error(
          `Line ${shown.line}: \`${shown.text}\` did not print, where the page shows it:\n${missing}\nIt printed:\n${output}`,
        );
    };

    test("names each section that the test names", () => {
      const headings = sections.map(({ heading }) => heading);
      expect(headings).toEqual(expect.arrayContaining([...Object.keys(elsewhere), ...Object.keys(afterwards)]));
      expect(sections.flatMap(({ steps }) => steps)).not.toEqual([]);
    });

    for (const { heading, steps } of sections.filter((one) => one.steps.length > 0 || one.heading in elsewhere))
      test(heading, async () => {
        if (!isWhole) throw new Error("A section before this one failed.");
        isWhole = false;
        await elsewhere[heading]?.(checkout);
        for (const step of steps) {
          if (step.does === "run") await runs(step);
          else if (step.does === "edit") edit(checkout, step);
          else if (step.does === "write") checkout.write(step.file, await local(step.text));
          else if (step.does === "append")
            checkout.write(step.file, `${checkout.read(step.file)}${await local(step.text)}`);
        }
        await afterwards[heading]?.(checkout);
        isWhole = true;
      });
  });
}

/** Changes the lines of a file that a page shows. @throws Error when the file does not have them, or has them twice */
function edit(checkout: Checkout, { file, from, to, line }: Extract<Step, { does: "edit" }>): void {
  const parts = checkout.read(file).split(from);
  if (parts.length !== 2) throw new Error(`Line ${line}: ${file} has these lines ${parts.length - 1} times:\n${from}`);
  checkout.write(file, parts.join(to));
}

/** The line by which a reader knows that a command which runs on has started: the last that the page shows. */
function signOf({ output, line }: ShownCommand): string {
  const last = output.findLast((one) => one.trim() !== "" && one.trim() !== "...");
  if (last === undefined) throw new Error(`Line ${line}: show what the command prints when it has started.`);
  return last.trim();
}

/** Ends a command and what it started. */
async function end({ pid, ended }: Running): Promise<void> {
  process.kill(-pid, "SIGTERM");
  await ended;
}

/** The steps of a page by its headings; those before the first heading are the introduction. */
function sectionsOf(steps: readonly Step[]): readonly { heading: string; steps: readonly Step[] }[] {
  const sections: { heading: string; steps: Step[] }[] = [{ heading: "(introduction)", steps: [] }];
  for (const step of steps) {
    if (step.does === "section") sections.push({ heading: step.heading, steps: [] });
    else sections.at(-1)?.steps.push(step);
  }
  return sections;
}

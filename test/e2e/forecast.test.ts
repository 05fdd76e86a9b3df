import { callerOfErrorHandler, flows, organisation } from "./fixtures/contact-centre.ts";
import { createWorkspace, type PulumiResult, type Workspace } from "./harness/workspace.ts";

jest.setTimeout(5 * 60_000);

const NAMES = Array.from({ length: 24 }, (_, index) => `Line ${index + 1}`);
const FORECAST =
  /^Publishes 25 flows: 1 common module, then 24 flows\. About \d+ requests and \d+ s, at 300 requests a minute(, \d+ flows at a time)? and [\d.]+ s per publish job \((assumed|measured)\)\.$/;

/** What a person sees of a large update before it begins, and while it runs. */
describe("the forecast of an update", () => {
  let workspace: Workspace;

  beforeAll(async () => {
    workspace = await createWorkspace({
      flows: {
        "modules/common-error-handler.yaml": flows["modules/common-error-handler.yaml"],
        ...Object.fromEntries(
          NAMES.map((name, index) => [`inbound/line-${index + 1}.yaml`, callerOfErrorHandler(name)]),
        ),
      },
      organisation,
    });
  });
  afterAll(() => workspace?.dispose());

  const forecasts = ({ messages }: PulumiResult) =>
    messages.flatMap(({ message }) => /^note forecast: (.*)$/s.exec(message)?.[1] ?? []);

  test("a large one is in the preview, on the stack, and `up` shows its progress", async () => {
    const preview = await workspace.preview();
    expect(forecasts(preview)).toEqual([expect.stringMatching(FORECAST)]);

    const up = await workspace.up();
    expect(up.output).toMatch(/Publishes 25 flows: 1 common module, then 24 flows/);
    const published = up.messages.filter(({ message }) => /^published [\d.]+ \(\d+ of 25\)$/.test(message));
    expect(published).toHaveLength(25);
  });

  test("nothing to do has none, and a small update shows no progress in numbers", async () => {
    expect(forecasts(await workspace.preview())).toEqual([]);
    workspace.edit("flows/inbound/line-3.yaml", "Please call again.", "Please call again tomorrow.");
    const small = await workspace.up();
    expect(small.output).toMatch(/note forecast: Publishes 1 flow\. About \d+ requests/);
    expect(small.output).not.toContain("of 1)");
  });

  test("a change of the module is a large one, with the time that jobs took before", async () => {
    workspace.edit("flows/modules/common-error-handler.yaml", "Please try again later.", "Please try again tomorrow.");
    const [shown] = forecasts(await workspace.preview());
    expect(shown).toMatch(FORECAST);
    expect(shown).toContain("(measured)");
  });
});

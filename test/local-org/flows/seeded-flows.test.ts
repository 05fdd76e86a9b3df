import { flowTypes } from "@genesys-flows/architect/flow-types";
import { endAll, started } from "../support/organisation.ts";

afterEach(endAll);

const inputs = { account: "string", "Flow.attempts": "integer" };
const outputs = { "Flow.attempts": "integer", ready: "boolean" };

/** `flows` of a seed: what exists outside of a stack, and its flows name. */
describe("a flow that the seed names", () => {
  test.each(Object.keys(flowTypes))("is published: %s", async (type) => {
    const { client } = await started({
      seedText: JSON.stringify({ flows: [{ type, name: "Other", inputs, outputs }] }),
    });
    const { entities } = await client.ok("GET", "/api/v2/flows?name=Other");
    expect(entities).toHaveLength(1);
    expect(entities[0]).toMatchObject({
      type: flowTypes[type as keyof typeof flowTypes].apiType,
      publishedVersion: { id: "1.0" },
    });
    const text = await client.exported(entities[0].id);
    for (const name of ["account", "attempts", "ready"]) expect(text).toContain(`.${name}`);
  });

  test("can be called with what its callers bind, and with nothing else", async () => {
    const flows = [{ type: "commonModule", name: "Greeting", inputs: { "Common.name": "string" }, outputs: {} }];
    const { client } = await started({ seedText: JSON.stringify({ flows }) });
    const caller = (input: string) =>
      JSON.stringify({
        inboundCall: {
          name: "Caller",
          startUpRef: "/inboundCall/tasks/task[Start_10]",
          tasks: [
            {
              task: {
                name: "Start",
                refId: "Start_10",
                actions: [
                  {
                    callCommonModule: {
                      name: "Greet",
                      commonModule: { Greeting: { ver_latestPublished: { inputs: { [input]: { lit: "Ann" } } } } },
                    },
                  },
                  { disconnect: { name: "Bye" } },
                ],
              },
            },
          ],
        },
      });
    expect((await client.publish(caller("Common.name"))).status).toBe("Success");
    expect((await client.publish(caller("Common.other"))).status).not.toBe("Success");
  });

  test("is listed once", async () => {
    const twice = ["Greeting", "greeting"].map((name) => ({ type: "commonModule", name }));
    await expect(started({ seedText: JSON.stringify({ flows: twice }) })).rejects.toThrow(
      "already listed, as flows[0]",
    );
    const kinds = ["workflow", "commonModule"].map((type) => ({ type, name: "Greeting" }));
    await expect(started({ seedText: JSON.stringify({ flows: kinds }) })).resolves.toBeDefined();
    await expect(
      started({ seedText: JSON.stringify({ flows: [{ type: "flow", name: "Greeting" }] }) }),
    ).rejects.toThrow("must be one of inboundCall");
  });
});

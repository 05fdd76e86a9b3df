import { z } from "zod";
import { flowSettings, phoneNumber, queueSettings, setting } from "../../packages/architect/settings/index.ts";
import { specsOf } from "../../packages/provider/engine/property-specs.ts";
import { validate } from "../../packages/provider/engine/validate.ts";
import { architectIvr } from "../../packages/provider/resources/architect-ivr.ts";
import { telephonyProvidersEdgesDidPool } from "../../packages/provider/resources/did-pool.ts";
import { flowInputs } from "../../packages/provider/resources/flow/spec.ts";
import { flowInputsOf } from "../../packages/provider/resources/flow/values.ts";
import { routingQueue } from "../../packages/provider/resources/routing-queue.ts";

test("a spec has type, limits, default and values of the setting's schema", () => {
  const specs = specsOf(queueSettings);
  expect(specs.acwTimeoutMs).toMatchObject({ type: "integer", minimum: 1000, maximum: 3_600_000 });
  expect(specs.skillEvaluationMethod).toMatchObject({
    type: "string",
    default: "ALL",
    enum: { name: "SkillEvaluationMethod", values: { BEST: "The best match." } },
  });
  expect(specs.enableTranscription).toMatchObject({ type: "boolean", default: false });
  expect(specs.callingPartyName).toEqual({
    type: "string",
    description: "Caller name of outbound calls from this queue.",
  });
});

test("a setting that is not a scalar has no spec", () => {
  const lists = z.object({ list: setting(z.array(z.string()), "A list.") });
  expect(() => specsOf(lists)).toThrow("The setting 'list' is not a scalar.");
});

test("the resource of a flow has every setting of a flow but `import` and `owner`, the queue's every setting of a queue", () => {
  const { import: _option, owner: _forPeople, ...settings } = flowSettings.shape;
  expect(Object.keys(flowInputs)).toEqual(expect.arrayContaining(Object.keys(settings)));
  for (const key of ["import", "owner"]) expect(Object.keys(flowInputs)).not.toContain(key);
  expect(Object.keys(routingQueue.properties)).toEqual(expect.arrayContaining(Object.keys(queueSettings.shape)));
});

test.each([
  [999, "must be from 1000 to 3600000, but is 999"],
  [3_600_000, undefined],
  [86_400_000, "must be from 1000 to 3600000, but is 86400000"],
])("after-call work of %d ms", (acwTimeoutMs, reason) => {
  const { failures } = validate({ name: "Sales", acwTimeoutMs }, routingQueue.properties);
  expect(failures).toEqual(reason === undefined ? [] : [{ property: "acwTimeoutMs", reason }]);
});

test.each(["+131", "+1317", "+123456789012345", "+1234567890123456", "0815"])(
  "an IVR and a DID pool take the number %s when a flow takes it",
  (number) => {
    const takes = phoneNumber.safeParse(number).success;
    const inIvr = architectIvr.check?.({ dnis: [number] }, {});
    const inPool = telephonyProvidersEdgesDidPool.check?.({ startPhoneNumber: number, endPhoneNumber: number }, {});
    const form = "a number in E.164 form (a plus sign and 4 to 15 digits), such as +13175550100";
    expect(inIvr?.failures).toEqual(
      takes ? [] : [{ property: "dnis", reason: `has invalid numbers: ${number}. Write each as ${form}` }],
    );
    expect(inPool?.failures).toEqual(
      takes
        ? []
        : ["startPhoneNumber", "endPhoneNumber"].map((property) => ({
            property,
            reason: `'${number}' is not ${form}`,
          })),
    );
  },
);

test("the settings of a flow as its inputs give them, with defaults", () => {
  expect(flowInputsOf({})).toMatchObject({ pin: false, forceUnlock: false });
  expect(flowInputsOf({ pin: true, onDrift: "fail", importedVersion: "1.0" })).toMatchObject({
    pin: true,
    forceUnlock: false,
    onDrift: "fail",
    importedVersion: "1.0",
  });
});

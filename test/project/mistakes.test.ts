import { expectGolden, makeProject, removeProjects, textOfMistakes } from "./harness.ts";
import { caller, checkModule, exported, exportedModule, placeholder, stack, transferring } from "./samples.ts";

afterEach(removeProjects);

const cases: Record<string, Record<string, string>> = {
  "no flows folder": { "README.md": "" },
  "folder outside the project": { "Pulumi.test.yaml": stack("genesys-flows:flowsDir: ../elsewhere") },
  "two files with one key": {
    "flows/a/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/b/claims_v3-0.yaml": exported("Claims new", "Claims"),
  },
  "one type and name": {
    "flows/a.yaml": transferring("Front door", "Other"),
    "flows/b.yaml": transferring("front DOOR", "Other"),
  },
  "one number at two flows": {
    "flows/check.yaml": checkModule,
    "flows/a.yaml": caller("A", 'numbers: ["+13175550100"]\n'),
    "flows/b_v1-0.yaml": exported("B", "Sales"),
    "flows/b.options.yaml": 'numbers: ["+13175550100"]\n',
  },
  "key that names nothing": { "flows/-.yaml": exported("A", "Sales") },
  "missing substitution and its misspelling": {
    "flows/claims_v2-0.yaml": exported("Claims"),
    "Pulumi.test.yaml": stack("genesys-flows:substitutions:\n  qeue: Claims"),
  },
  "substitution that another flow does not use": {
    "flows/claims_v2-0.yaml": exported("Claims"),
    "Pulumi.test.yaml": stack("genesys-flows:flows:\n  claims:\n    substitutions: {queue: Claims, colour: red}"),
  },
  "declared substitution that does not occur": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/claims.options.yaml": "substitutions:\n  queue: Claims\n",
  },
  "missing value and an unused one": {
    "flows/check.yaml": checkModule,
    "flows/a.yaml": caller("A", "values:\n  tries: {type: integer}\n").replace(
      "tries: 2",
      `tries: "${placeholder("tries")}"`,
    ),
    "Pulumi.test.yaml": stack("genesys-flows:values:\n  tires: 4"),
  },
  "value of the wrong type": {
    "flows/check.yaml": checkModule,
    "flows/a.yaml": caller("A", "values:\n  tries: {type: integer}\n").replace(
      "tries: 2",
      `tries: "${placeholder("tries")}"`,
    ),
    "Pulumi.test.yaml": stack("genesys-flows:values:\n  tries: many"),
  },
  "secret as a value": {
    "flows/claims_v2-0.yaml": exported("Claims"),
    "Pulumi.test.yaml": stack("genesys-flows:substitutions:\n  queue:\n    secure: v1:abc"),
  },
  "keys that were renamed": {
    "flows/check.yaml": `formerly: [verify]\n${checkModule}`,
    "flows/a.yaml": caller("A").replace("callModule: check", "callModule: verify"),
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/claims.options.yaml": "formerly: [complaints]\n",
    "Pulumi.test.yaml": stack("genesys-flows:flows:\n  complaints:\n    onDrift: fail"),
  },
  "config of no flow": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "Pulumi.test.yaml": stack("genesys-flows:flows:\n  claim:\n    pin: true"),
  },
  "config that is not known": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "Pulumi.test.yaml": stack("genesys-flows:flow: {}\ngenesys-flows:flows:\n  claims: {pinned: true, onDrift: maybe}"),
  },
  "options without an export": { "flows/claims.options.yaml": "pin: true\n" },
  "options of a definition": {
    "flows/check.yaml": checkModule,
    "flows/a.yaml": caller("A"),
    "flows/a.options.yaml": "pin: true\n",
  },
  "options with mistakes": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/claims.options.yaml": "numbers: [3175550100]\npinned: true\noutcome: {from: Flow.x}\n",
  },
  "queues with mistakes": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/queues.yaml": "queues:\n  Sales: {description: New business, acwTimeout: 5}\n  Support:\n",
    "flows/more-queues.yaml": "queues:\n  support: {}\n",
  },
  "queue twice": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/queues.yaml": "queues:\n  Support:\n",
    "flows/queues-more.yaml": "queues:\n  support: {acwTimeoutMs: 2000}\n",
  },
  "queues of one resource name": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/queues.yaml": "queues:\n  Sales & Service:\n  Sales/Service:\n",
  },
  "unknown module, twice": {
    "flows/check.yaml": checkModule,
    "flows/a.yaml": caller("A").replace("callModule: check", "callModule: chek"),
    "flows/b.yaml": caller("B").replace("callModule: check", "callModule: greeting"),
  },
  "mistake in a module, once": {
    "flows/check.yaml": checkModule.replace("then: decide", "then: decyde"),
    "flows/a.yaml": caller("A"),
  },
  "mistakes within an export": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims").replace(
      "actions:",
      "actions:\n          - decision: {name: Who, condition: {exp: 'Flow.who = \"me\"'}}\n          - decision: {name: Sure, condition: {exp: Flow.sure}}",
    ),
  },
  "module in module, export": {
    "flows/inner_v1-0.yaml": exportedModule("Inner"),
    "flows/outer_v1-0.yaml": exportedModule("Outer").replace(
      "    - endTask:",
      "    - callCommonModule:\n        name: Call\n        commonModule:\n          Inner:\n            ver_latestPublished:\n              inputs: {}\n              outputs: {}\n    - endTask:",
    ),
  },
  "module that disconnects": {
    "flows/check.yaml": `${checkModule.replace('"no": bad', '"no": hang-up')}  hang-up: {disconnect: {}}\n`
      .replace("outcomes: [success, failure]", "outcomes: [success]")
      .replace("  bad: {end: failure}\n", ""),
  },
  "not YAML": { "flows/a.yaml": "inboundCall:\n  name: [A\n", "flows/b.yaml": "hello: world\n" },
  "files among imported documents": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/imported/Claims.yaml": exported("Claims", "Claims"),
    "flows/imported/sales.yaml": "inboundCall: Sales\n",
    "flows/imported/more.ts": "throw new Error();\n",
    "flows/imported/queues.yaml": "queues:\n  Sales: {}\n",
    "flows/imported/Claims.options.yaml": "pin: true\n",
  },
  "sources with the names of tests": {
    "flows/claims_v2-0.yaml": exported("Claims", "Claims"),
    "flows/claims.test.yaml": "flow: claims\nconversations: {}\n",
    "flows/sales.test.yaml": "# The sales line\ninboundCall: Sales\nstart: a\n",
    "flows/new.test.yml": exported("New", "Claims"),
    "flows/queues.test.yaml": "queues:\n  Sales: {}\n",
  },
  "Architect's own format": { "flows/claims_v2-0.yaml": exported("Claims", "Claims"), "flows/x.i3InboundFlow": "abc" },
};

test.each(Object.entries(cases))("%s", async (name, files) => {
  const text = await textOfMistakes(makeProject(files));
  expectGolden(import.meta.dirname, name.replaceAll(/[^\w]+/g, "-"), text);
});

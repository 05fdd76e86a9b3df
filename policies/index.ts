import { whenConfigured } from "@genesys-flows/lean-pulumi/policy-stack";
import { PolicyPack } from "@pulumi/policy";
import { judgeAhead, moduleCallTransitions, moduleCallTransitionsBaseline } from "./module-call-transitions.ts";

whenConfigured((stack) => void judgeAhead(stack));

new PolicyPack("genesys-flows", {
  description: "Rules that a Genesys Cloud flow must follow before it is published",
  policies: [moduleCallTransitions, moduleCallTransitionsBaseline],
});

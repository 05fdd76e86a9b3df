/** What can replace a placeholder. */
export type Scalar = string | number | boolean;

/**
 * Fitting values for the placeholders of each corpus file, by file name. What an author would have put into an options
 * file: names that other files of the corpus answer to, languages that the file supports, sentences that fit the prompt.
 * A file without an entry has no placeholder.
 */
export const substitutions: Readonly<Record<string, Readonly<Record<string, Scalar>>>> = {
  "GenesysCloudBlueprints__dr-fallback-ivr__DR-Emergency-IVR.yaml": {
    ivr_initial_greeting: "Thank you for calling Simple Financial.",
    ivr_failure: "We could not reach a representative. Please call again later.",
    ivr_callback: "Our offices are closed because of an emergency. Leave a message and we will call you back.",
  },
  "GenesysCloudBlueprints__dr-fallback-ivr__DR-Fallback-Ivr.yaml": {
    ivr_failure: "We could not take your message. Please call again later.",
    ivr_callback: "Thank you for calling. Leave a message and we will call you back.",
  },
  "GenesysCloudBlueprints__genesys-cloud-call-park__call-park-agent-inbound-flow.yaml": {
    flow_name: "Call park inbound",
    division_name: "Home",
    queue_name: "Parked calls",
    in_queue_flow_name: "Call park in-queue",
  },
  "GenesysCloudBlueprints__send-message-transcript-by-email__resolve-contact.yaml": {
    common_module_name: "Resolve contact",
    data_action_category: "External contacts",
    fetch_external_contact: "Fetch external contact",
    get_external_contact_id: "Get external contact id",
    merge_external_contacts: "Merge external contacts",
  },
  "GenesysCloudBlueprints__set-emergency-group-lambda-blueprint__main_flow.yaml": {
    prefix: "Emergency",
    clientId: "emergency-group-client",
    clientSecret: "not-a-real-value",
    groupID: "emergency-group",
  },
  "MyPureCloud__terraform-provider-genesyscloud__inboundcall_flow_example_substitutions.yaml": {
    flow_name: "Substituted inbound call",
    description: "An inbound call flow whose texts come from the environment",
    default_language: "en-us",
    greeting: "Hello, this is the substituted greeting.",
    menu_disconnect_name: "Hang up",
  },
  "kishoreb024__Genesys_test__Kishore_Terraform_Demo_Template_v2-0.yaml": {
    flow_name: "Policy number lookup",
    default_language: "en-us",
    greeting: "Welcome to the policy service.",
  },
  "mfabrellas__CM_gh_actions__CallbackBundleBasic.yaml": {
    common_module_name: "Callback bundle",
    phone_nr: "phone_nr",
    phone_id: "phone_id",
    queue: "queue",
    scheduleOpen: "schedule_open",
    exit_code: "exit_code",
    exit_description: "exit_description",
  },
  "mfabrellas__CM_gh_actions__FirstRoutingModuleBasic.yaml": {
    common_module_name: "First routing",
    division: "Home",
    default_language: "es-us",
  },
  "mfabrellas__CM_gh_actions__IntentBotExample.yaml": {
    example_flow_name: "Intent bot example",
    common_module_name: "Intent bot",
    division: "Home",
    default_language: "es-us",
  },
  "mfabrellas__CM_gh_actions__RoutingExample.yaml": {
    example_flow_name: "Routing example",
    division: "Home",
    default_language: "es-us",
    routing_module_name: "First routing",
    one2one_module_name: "One to one routing",
    // The corpus holds one of the two modules that share this interface.
    poolattention_module_name: "One to one routing",
  },
  "mfabrellas__CM_gh_actions__RoutingOnetoOneModuleBasic.yaml": {
    common_module_name: "One to one routing",
    division: "Home",
    default_language: "es-us",
    queue1_name: "Personal advisers",
    queue2_name: "Adviser pool",
    queue1_flow1_name: "Personal advisers sales",
    queue1_flow2_name: "Personal advisers service",
    queue2_flow1_name: "Adviser pool sales",
    queue2_flow2_name: "Adviser pool service",
  },
};

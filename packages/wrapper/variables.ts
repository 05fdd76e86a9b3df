import { markdownTable } from "@genesys-flows/architect/columns";

/** One or more environment variables, and their meaning in Markdown. */
type Row = readonly [names: readonly string[], meaning: string];

/** Every environment variable that the product reads, and every default that it sets for the programs that it runs. */
export const variables: Readonly<Record<"yours" | "pipeline" | "defaults" | "internal", readonly Row[]>> = {
  yours: [
    [
      ["GENESYSCLOUD_OAUTHCLIENT_ID", "GENESYSCLOUD_OAUTHCLIENT_SECRET"],
      "the OAuth client ([permissions](real-organisation.md)); overrides the stack's configuration",
    ],
    [["GENESYSCLOUD_ACCESS_TOKEN"], "a token instead of the client; overrides all other credentials"],
    [["GENESYSCLOUD_REGION"], "overrides `genesyscloud:region`"],
    [
      ["GENESYSCLOUD_TOKEN_POOL_SIZE"],
      "overrides `genesyscloud:tokenPoolSize` ([requests a minute](real-organisation.md#requests-a-minute))",
    ],
    [
      ["GENESYSCLOUD_GATEWAY_PROTOCOL", "GENESYSCLOUD_GATEWAY_HOST", "GENESYSCLOUD_GATEWAY_PORT"],
      "override `genesyscloud:gateway`",
    ],
    [["PULUMI_BACKEND_URL"], "location of the state ([state](state.md)). Default: `.genesys/state` of the project"],
    [
      ["PULUMI_CONFIG_PASSPHRASE", "PULUMI_CONFIG_PASSPHRASE_FILE"],
      "passphrase of a stack's secrets, or a file with it. `dev` always uses the empty passphrase ([exception](after-failures.md#the-passphrase-of-dev))",
    ],
    [
      ["PLAN_PASSPHRASE"],
      "passphrase of [plans](pipelines.md#plan-and-apply). Default: the passphrase of the stack's secrets",
    ],
    [["PULUMI_STACK"], "the stack of `npm run pulumi` without `--stack`. Default: the selected stack"],
    [["GENESYS_FLOWS_OFFLINE"], "`true`: like [`--offline`](report.md#a-part-of-an-update)"],
    [
      ["GENESYS_FLOWS_PROMOTED_SOURCES"],
      "file with the sources that another stack runs ([promotion as a rule](promotion.md#promotion-as-a-rule))",
    ],
    [["GENESYS_FLOWS_ENGINE_LOG"], "`true`: Pulumi keeps its own log in `$PULUMI_HOME/logs`"],
    [
      ["PULUMI_OPTION_YES", "PULUMI_SKIP_CONFIRMATIONS", "PULUMI_OPTION_SKIP_PREVIEW", "PULUMI_OPTION_REFRESH"],
      "`true`: like `--yes`, `--skip-preview`, `--refresh`. `PULUMI_OPTION_NAME` sets any other option of a Pulumi command",
    ],
    [["NO_COLOR"], "any value: turns off colours"],
    [["PATH"], "where commands look for Pulumi, Git, Go and a speech program"],
  ],
  pipeline: [
    [
      ["GITHUB_TOKEN"],
      "the token with which `npm run pipeline` calls GitHub ([permissions](pipelines.md#comments-and-issues))",
    ],
    [
      ["GITHUB_API_URL", "GITHUB_SERVER_URL"],
      "addresses of GitHub. Default: `https://api.github.com`, `https://github.com`",
    ],
    [["GITHUB_REPOSITORY"], "the repository, without `--repository`"],
    [["GITHUB_EVENT_NAME", "GITHUB_EVENT_PATH"], "the event of the run; `--event` overrides the file"],
    [["GITHUB_RUN_ID", "GITHUB_RUN_NUMBER", "GITHUB_RUN_ATTEMPT"], "the run that comments and issues link to"],
    [["GITHUB_OUTPUT", "GITHUB_STEP_SUMMARY"], "files for the outputs of a step, and for its summary without `--out`"],
    [
      ["CI", "GITLAB_CI", "TF_BUILD", "CODEBUILD_BUILD_ID", "TEAMCITY_VERSION", "JENKINS_URL"],
      "any value: the command runs in a build service and writes the state at each step of a large update ([checkpoints](after-failures.md#checkpoints))",
    ],
  ],
  defaults: [
    [["PULUMI_HOME"], "home of Pulumi: its CLI, plugins and logins. Default: `~/.pulumi`"],
    [["PULUMI_CREDENTIALS_PATH"], "folder for Pulumi's login credentials. Default: `PULUMI_HOME`"],
    [["PULUMI_OPTION_POLICY_PACK"], "folder of the policies. Default: `policies`"],
    [
      ["PULUMI_OPTION_POLICY_PACK_CONFIG"],
      "configuration of the policies. Default for the project's own policies: the stack's levels",
    ],
    [["PULUMI_PARALLEL"], "number of resources that an update processes in parallel. Default: 32"],
    [
      ["PULUMI_OPTION_SUPPRESS_OUTPUTS"],
      "`true`: Pulumi prints no outputs of the stack, which commands show as a table",
    ],
    [
      ["PULUMI_SKIP_CHECKPOINTS"],
      "`true` for a large project on this machine ([checkpoints](after-failures.md#checkpoints))",
    ],
    [["PULUMI_SKIP_UPDATE_CHECK", "PULUMI_DISABLE_AUTOMATIC_PLUGIN_ACQUISITION"], "`true`: Pulumi downloads nothing"],
    [["NODE_COMPILE_CACHE"], "Node's cache of compiled files. Default: `.genesys/cache/node`"],
  ],
  internal: [
    [["GENESYS_FLOWS_RUN"], "secret of one run, which the policies use to recognise the program's findings"],
    [["GENESYS_FLOWS_RECOVERY"], "set for an update that follows an interrupted one"],
    [["PULUMI_NODEJS_PARALLEL", "PULUMI_OPTION_DEBUG"], "options of Pulumi, for the program"],
    [["PWD", "npm_config_local_prefix"], "the folder of the project"],
  ],
};

/** A Markdown table of variables and their meanings. */
export function variablesTable(group: keyof typeof variables): string {
  const rows = variables[group].map(([names, meaning]) => [names.map((name) => `\`${name}\``).join(", "), meaning]);
  return markdownTable(["variable", "meaning"], rows);
}

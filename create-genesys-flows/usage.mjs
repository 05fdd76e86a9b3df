/** Its help. */
export const USAGE = `npm create genesys-flows@latest [FOLDER] [-- OPTIONS]

  --region REGION         AWS region of your organisation; default eu-central-1
  --organization-id ID    its id, under Admin > Organization Settings
  --exports FOLDER        take over the exports from Architect in a folder
  --no-install            leave npm install to you
  --yes                   ask nothing: take the defaults
`;

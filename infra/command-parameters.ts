/** Presigned addresses; no character that means anything to a shell in single quotes, or to curl in a configuration. */
const ADDRESS = '^https?://[A-Za-z0-9._~:/?&=%+-]+$'

const address = (description: string) => ({ type: 'String', description, allowedPattern: ADDRESS })

/** What the command document is given. Systems Manager refuses all else, and puts it into the script as it is. */
export const commandParameters = {
  entry: {
    type: 'String',
    description: 'Entry point',
    allowedValues: ['set-up', 'access', 'environment', 'users', 'deploy', 'last-use', 'logs', 'bake'],
  },
  bundle: address('Where the scripts are fetched'),
  document: address('Where the job is fetched'),
}

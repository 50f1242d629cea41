/** What may follow `/testsite`. */
export const commandNames = [
  'new',
  'list',
  'show',
  'extend',
  'sleep',
  'wake',
  'delete',
  'restore',
  'password',
  'redeploy',
  'users',
  'retry',
  'owner',
  'help',
] as const
export type CommandName = (typeof commandNames)[number]

import { help } from '../../../views/help.ts'
import type { CommandName } from '../../../views/text/commands.ts'
import type { Command } from './command.ts'
import { listCommand } from './list.ts'
import { newCommand } from './new.ts'
import {
  deleteCommand,
  extendCommand,
  ownerCommand,
  passwordCommand,
  redeployCommand,
  restoreCommand,
  retryCommand,
  showCommand,
  sleepCommand,
  usersCommand,
  wakeCommand,
} from './site-commands.ts'

export const commands: Record<CommandName, Command> = {
  new: newCommand,
  list: listCommand,
  show: showCommand,
  extend: extendCommand,
  sleep: sleepCommand,
  wake: wakeCommand,
  delete: deleteCommand,
  restore: restoreCommand,
  password: passwordCommand,
  redeploy: redeployCommand,
  users: usersCommand,
  retry: retryCommand,
  owner: ownerCommand,
  help: async (_words, { viewContext }) => help(viewContext),
}

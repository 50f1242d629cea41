import { help } from '../../../views/help.ts'
import type { CommandName } from '../../../views/text/commands.ts'
import { openCreateForm } from '../open-create-form.ts'
import type { Command } from './command.ts'
import { listCommand } from './list.ts'
import { repositoryAndBranch } from './parse.ts'
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

/** `new [NAME] [OWNER/REPO[#BRANCH]]`, in any order: only a repository has a slash. */
const newCommand: Command = async (words, { client, triggerId, user, channel, actor, reader }, deps) => {
  const source = repositoryAndBranch(words.find((word) => word.includes('/')))
  const name = words.find((word) => !word.includes('/'))
  const typed = { ...source, ...(name !== undefined && { name }) }
  await openCreateForm(client, { triggerId, user, channel, typed }, { actor, reader }, deps)
  return undefined
}

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
  help: async (_words, { reader }) => help(reader),
}

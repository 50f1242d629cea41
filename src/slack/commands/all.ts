import { cardMessage } from '../../../views/card.ts'
import { commandText, help } from '../../../views/help.ts'
import { sharesMessage } from '../../../views/shares.ts'
import { findSite } from '../../control/run-operation.ts'
import { cardFacts } from '../../site/card.ts'
import type { CommandName } from '../../site/commands.ts'
import { readLogWords } from '../../site/logs.ts'
import { operationNamed } from '../../site/operations/all.ts'
import { requestLogs } from '../request-logs.ts'
import { namedSite } from '../named-site.ts'
import { type Command, expectNoMore } from './command.ts'
import { createCommand } from './create.ts'
import { listCommand } from './list.ts'
import { operationCommand } from './operation.ts'

/** The card, shown only to the caller, in their language. */
const showCommand: Command = async ([name, ...more], caller, { store, policy }) => {
  expectNoMore(more, 'show', caller.viewContext)
  const site = await namedSite(name, 'show', caller, store, (target) => findSite(store, target))
  return cardMessage({ ...cardFacts(site, policy, caller.actor), id: site.id }, caller.viewContext)
}

/** `NAME [LOG] [LINES]`. */
const logsCommand: Command = async ([name, ...more], caller, deps) => {
  const { usage } = commandText('logs', caller.viewContext)
  const choice = readLogWords(more, usage)
  return namedSite(name, 'logs', caller, deps.store, (target) => requestLogs(target, choice, caller, deps))
}

const sharesCommand: Command = async ([name, ...more], caller, { store, policy }) => {
  expectNoMore(more, 'shares', caller.viewContext)
  const site = await namedSite(name, 'shares', caller, store, (target) => findSite(store, target))
  return sharesMessage({ ...cardFacts(site, policy, caller.actor), id: site.id }, caller.viewContext)
}

export function commandNamed(name: CommandName): Command {
  switch (name) {
    case 'create':
      return createCommand
    case 'list':
      return listCommand
    case 'show':
      return showCommand
    case 'shares':
      return sharesCommand
    case 'logs':
      return logsCommand
    case 'help':
      return async (_words, { viewContext }) => help(viewContext)
    default:
      return operationCommand(operationNamed(name))
  }
}

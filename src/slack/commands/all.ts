import { type ListKind, listKinds } from '../../../views/action-ids.ts'
import { cardMessage } from '../../../views/card.ts'
import { commandText, help } from '../../../views/help.ts'
import { findSite } from '../../control/run-operation.ts'
import { cardFacts } from '../../site/card.ts'
import type { CommandName } from '../../site/commands.ts'
import { operationNamed } from '../../site/operations/all.ts'
import { UserError } from '../../site/user-error.ts'
import { listSites } from '../list-sites.ts'
import { namedSite } from '../named-site.ts'
import { type Command, expectNoMore } from './command.ts'
import { createCommand } from './create.ts'
import { operationCommand } from './operation.ts'
import { nearest } from './parse.ts'

const kinds = new Map<string, ListKind>([
  ...listKinds.map((kind) => [kind, kind] as const),
  ...Object.entries({
    自分: 'mine',
    全部: 'all',
    すべて: 'all',
    チャンネル: 'channel',
    保管: 'archived',
    アーカイブ: 'archived',
    my: 'mine',
    here: 'channel',
    archive: 'archived',
  } as const),
])

const listCommand: Command = async ([word = 'mine', ...more], { user, channel, viewContext }, { store }) => {
  const typed = word.toLowerCase()
  const kind = kinds.get(typed)
  const { usage } = commandText('list', viewContext)
  if (kind === undefined) {
    const meant = nearest(typed, [...kinds.keys()])
    throw new UserError('word-unknown', { word, usage, ...(meant !== undefined && { nearest: meant }) })
  }
  expectNoMore(more, 'list', viewContext)
  return listSites(store, { kind, user, channel }, viewContext)
}

/** The card, shown only to the caller, in their language. */
const showCommand: Command = async ([name, ...more], caller, { store, policy }) => {
  expectNoMore(more, 'show', caller.viewContext)
  const site = await namedSite(name, 'show', caller, store, (target) => findSite(store, target))
  return cardMessage({ ...cardFacts(site, policy, caller.actor), id: site.id }, caller.viewContext)
}

export function commandNamed(name: CommandName): Command {
  switch (name) {
    case 'create':
      return createCommand
    case 'list':
      return listCommand
    case 'show':
      return showCommand
    case 'help':
      return async (_words, { viewContext }) => help(viewContext)
    default:
      return operationCommand(operationNamed(name))
  }
}

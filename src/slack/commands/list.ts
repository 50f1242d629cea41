import { type ListKind, listKinds } from '../../../views/action-ids.ts'
import { UserError } from '../../site/user-error.ts'
import { listSites } from '../list-sites.ts'
import type { Command } from './command.ts'

const aliases = new Map<string, ListKind>(
  Object.entries({
    自分: 'mine',
    全部: 'all',
    すべて: 'all',
    チャンネル: 'channel',
    保管: 'archived',
  }),
)

export const listCommand: Command = async ([word = 'mine'], { user, channel, reader }, { store }) => {
  const kind = listKinds.find((known) => known === word.toLowerCase()) ?? aliases.get(word)
  if (kind === undefined) throw new UserError('name-missing', { usage: reader.texts.commands.list.usage })
  return listSites(store, { kind, user, channel }, reader)
}

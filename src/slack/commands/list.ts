import { type ListKind, listKinds } from '../../../views/action-ids.ts'
import { commandText } from '../../../views/help.ts'
import { UserError } from '../../site/user-error.ts'
import { listSites } from '../list-sites.ts'
import { type Command, expectNoMore } from './command.ts'
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

export const listCommand: Command = async ([word = 'mine', ...more], { user, channel, viewContext }, { store }) => {
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

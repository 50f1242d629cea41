import { closest, distance } from 'fastest-levenshtein'
import { type CommandName, commandNames } from '../../../views/text/commands.ts'

/** What Japanese readers may type instead. */
const aliases = new Map<string, CommandName>(
  Object.entries({
    新規: 'new',
    作成: 'new',
    一覧: 'list',
    表示: 'show',
    詳細: 'show',
    延長: 'extend',
    停止: 'sleep',
    スリープ: 'sleep',
    起動: 'wake',
    再開: 'wake',
    削除: 'delete',
    復元: 'restore',
    パスワード: 'password',
    デプロイ: 'redeploy',
    再デプロイ: 'redeploy',
    ユーザー: 'users',
    メンバー: 'users',
    再試行: 'retry',
    担当: 'owner',
    担当者: 'owner',
    ヘルプ: 'help',
  }),
)

export type Parsed = { command: CommandName; words: string[] } | { typed: string; nearest?: CommandName }

/** Reads what follows `/testsite`; nothing at all means `new`. */
export function parseCommand(text: string): Parsed {
  const [first = 'new', ...words] = text.normalize('NFKC').split(/\s+/u).filter(Boolean)
  const typed = first.toLowerCase()
  const command = commandNames.find((name) => name === typed) ?? aliases.get(typed)
  if (command !== undefined) return { command, words }
  const nearest = closest(typed, commandNames)
  const isNear = distance(typed, nearest) <= Math.max(2, nearest.length / 2)
  return { typed: first, ...(isNear && { nearest: commandNames.find((name) => name === nearest) ?? 'help' }) }
}

/** `<@U123|aki>`, as Slack writes a mention when it escapes; undefined when it is none. */
export function mentionedUser(word: string | undefined): string | undefined {
  return /^<@([UW][A-Z0-9]+)(?:\|[^>]*)?>$/.exec(word ?? '')?.[1]
}

/** `owner/name` or `owner/name#branch`. */
export function repositoryAndBranch(word: string | undefined): { repository?: string; branch?: string } {
  if (word === undefined) return {}
  const [repository = '', branch] = word.split(/#(.*)/su)
  return { repository, ...(branch !== undefined && branch !== '' && { branch }) }
}

import { operationNames, operations } from './operations/all.ts'

/** What can be typed besides operations, and the other words for it in either language. */
const OTHERS = {
  create: 'new add make 新規 新規作成 作成 追加 作る',
  list: 'ls sites 一覧 一覧表示 リスト',
  show: 'status info get view describe details 表示 詳細 状態 情報 ステータス',
  shares: 'links リンク一覧 共有一覧',
  logs: 'log tail ログ',
  help: '? -h --help usage commands ヘルプ 使い方',
} as const

/** Every command, in the order of help. */
export const commandNames = ['create', 'list', 'show', 'shares', 'logs', ...operationNames, 'help'] as const
export type CommandName = (typeof commandNames)[number]
export type OtherCommand = keyof typeof OTHERS

/** Every word for a command. */
export const commandWords: ReadonlyMap<string, CommandName> = new Map([
  ...commandNames.map((name) => [name, name] as const),
  ...(['create', 'list', 'show', 'shares', 'logs', 'help'] as const).flatMap((name) =>
    OTHERS[name].split(' ').map((word) => [word, name] as const),
  ),
  ...operations.flatMap(({ name, words }) => words.map((word) => [word, name] as const)),
])

/** Is it none of the operations? */
export function isOther(command: CommandName): command is OtherCommand {
  return command in OTHERS
}

import { type CommandName, commandNames } from '../../../views/text/commands.ts'

/** What people type instead of a command's own name, in either language. */
const ALIASES: Record<CommandName, string> = {
  new: 'create add make 新規 新規作成 作成 追加 作る',
  list: 'ls sites 一覧 一覧表示 リスト',
  show: 'status info get view describe details 表示 詳細 状態 情報 ステータス',
  extend: 'prolong renew 延長 延ばす',
  sleep: 'stop pause suspend 停止 スリープ 休止 止める',
  wake: 'start resume unpause 起動 再開 開始 スリープ解除',
  delete: 'rm remove del archive destroy 削除 消去 消す アーカイブ',
  restore: 'unarchive undelete recover 復元 復活 戻す',
  password: 'pw passwd パスワード パスワード変更',
  redeploy: 'deploy rebuild デプロイ 再デプロイ',
  users: 'team members ssh ユーザー メンバー チーム',
  retry: '再試行 リトライ やり直し',
  owner: 'handover hand-over transfer 担当 担当者 担当者変更 引き継ぎ 引継ぎ 譲渡',
  help: '? -h --help usage commands ヘルプ 使い方',
}

/** Every word for a command. */
export const commandWords: ReadonlyMap<string, CommandName> = new Map(
  commandNames.flatMap((name) => [name, ...ALIASES[name].split(' ')].map((word) => [word, name] as const)),
)

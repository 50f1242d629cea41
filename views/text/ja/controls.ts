import type { ControlTexts } from '../texts.ts'

export const controlTexts: ControlTexts = {
  buttons: {
    open: '開く',
    untilDate: '日付を指定…',
    deleteNow: '今すぐ削除',
    create: 'テストサイトを作成',
    nextPage: 'さらに表示',
    logs: 'ログ',
    logFile: '全体を取得',
    select: '選択…',
    cancel: 'キャンセル',
    close: '閉じる',
  },
  spoken: {
    open: ({ site }) => `${site} を開く`,
    untilDate: ({ site }) => `${site} の期限の日付を指定`,
    deleteNow: ({ site }) => `${site} を今すぐ削除`,
    logs: ({ site }) => `${site} のログ`,
    logFile: ({ site }) => `${site} のログの全体を取得`,
  },
  extendSiteBy: ({ days, site }) => `${site} を ${days} 日延長`,
  days: ({ days }) => `${days} 日`,
  extendBy: ({ days }) => `${days} 日延長`,
}

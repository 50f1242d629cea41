import type { ControlTexts } from '../texts.ts'

export const controlTexts: ControlTexts = {
  buttons: {
    open: '開く',
    extend: '延長',
    untilDate: '日付を指定…',
    redeploy: '再デプロイ',
    sleep: 'スリープ',
    wake: 'スリープ解除',
    password: 'パスワード',
    delete: '削除',
    deleteNow: '今すぐ削除',
    retry: '再試行',
    restore: '復元',
    handOver: '担当者を変更…',
    adopt: '引き継ぐ',
    deleteWithoutArchive: 'アーカイブせずに削除…',
    create: 'テストサイトを作成',
    nextPage: 'さらに表示',
    cancel: 'キャンセル',
    close: '閉じる',
  },
  days: ({ days }) => `${days} 日`,
  extendBy: ({ days }) => `${days} 日延長`,
  confirmDelete: {
    title: ({ name }) => `${name} を削除しますか？`,
    kept: ({ days }) => `すぐに非公開になります。アーカイブが残り、${days} 日間は復元できます。`,
    maybeKept: ({ days }) =>
      `すぐに非公開になります。一度でも公開されていればアーカイブが残り、${days} 日間は復元できます。それ以外は完全に削除されます。`,
  },
}

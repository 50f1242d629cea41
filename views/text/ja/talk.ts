import type { TalkTexts } from '../texts.ts'

export const talkTexts: TalkTexts = {
  row: ({ repository, owner }) => `${repository} · ${owner}`,
  expiresAt: ({ when }) => `期限 ${when}`,
  purgedAt: ({ when }) => `復元期限 ${when}`,
  list: {
    titles: {
      mine: 'あなたのテストサイト',
      all: 'すべてのテストサイト',
      channel: 'このチャンネルのテストサイト',
      archived: 'アーカイブ済みのテストサイト',
    },
    empty: {
      mine: 'あなたのテストサイトはまだありません。 `/testsite new` で作成できます。',
      all: 'テストサイトはまだありません。 `/testsite new` で作成できます。',
      channel: 'このチャンネルのテストサイトはまだありません。 `/testsite new` で作成できます。',
      archived: 'アーカイブ済みのサイトはありません。',
    },
    unreadable: ({ names }) => `読み取れないサイトがあります。pokopoko の管理者にご連絡ください： ${names}`,
    notShown: ({ count }) => `ほかに ${count} 件あります。`,
    howToShow: '`/testsite show サイト名` で、サイトのすべての操作ボタンを表示できます。',
  },
  home: {
    title: 'テストサイト',
    intro: 'サイトごとに専用のマシンでリポジトリのブランチを公開し、プッシュするたびに自動でデプロイします。',
    mine: 'あなたのサイト',
    expiringSoon: '期限が近いサイト',
    archived: 'アーカイブ済み（復元できます）',
    empty: 'テストサイトはまだありません。上のボタンから 1 分ほどで作成できます。',
    notShown: ({ count }) =>
      `ほかに ${count} 件あります。チャンネルで \`/testsite list\` と入力すると一覧を表示します。`,
    more: 'ほかにもあります。チャンネルで `/testsite list` と入力すると一覧を表示します。',
  },
  help: {
    title: 'できること',
    intro: 'テストサイトを作成します。ブランチを HTTPS で公開し、期限が来ると自動でアーカイブします。',
    days: '「日数」は 1 以上の数字か `7日`、`2週間` など。「日付」は `2027-01-31`、`12/25`、`12月25日`、`明日`、`金曜`、`来週` などです。サイト名と OWNER/REPO にはアドレスも使えます。',
  },
  commands: {
    new: {
      usage: '/testsite new [サイト名] [OWNER/REPO[#BRANCH]]',
      line: '新しいサイトの作成フォームを開きます。 `/testsite` だけでも開きます。',
    },
    list: {
      usage: '/testsite list [mine|all|channel|archived]',
      line: 'サイトの一覧です。指定しなければ自分のサイトを表示します。',
    },
    show: { usage: '/testsite show サイト名', line: 'サイトを操作ボタン付きで、自分だけに表示します。' },
    extend: {
      usage: '/testsite extend サイト名 [日数|日付]',
      line: '期限を延長します。指定しなければ日付を選べます。',
    },
    sleep: { usage: '/testsite sleep サイト名', line: '費用節約のためマシンを止めます。データは残ります。' },
    wake: { usage: '/testsite wake サイト名', line: 'スリープを解除します。' },
    delete: { usage: '/testsite delete サイト名', line: 'アーカイブします。しばらくの間は復元できます。' },
    restore: { usage: '/testsite restore サイト名', line: 'アーカイブから復元します。' },
    password: { usage: '/testsite password サイト名', line: '閲覧用パスワードを変更します。' },
    redeploy: { usage: '/testsite redeploy サイト名', line: '最新のコミットでセットアップし直します。' },
    users: { usage: '/testsite users サイト名', line: 'SSH を使うチームの現在のメンバーと公開鍵を反映します。' },
    retry: { usage: '/testsite retry サイト名', line: '失敗した処理を再試行します。' },
    owner: { usage: '/testsite owner サイト名 @ユーザー', line: '担当者を変更します。' },
    help: { usage: '/testsite help', line: 'この説明を表示します。' },
  },
  unknownCommand: ({ typed, nearest, does }) =>
    `${typed} というコマンドはありません。${nearest === undefined ? '' : ` ${nearest} のことでしょうか？${does}`}使えるコマンドは次のとおりです。`,
}

import type { TalkTexts } from '../texts.ts'

export const talkTexts: TalkTexts = {
  row: ({ repository, owner }) => `${repository} · ${owner}`,
  expiringTogether: ({ owner }) => `${owner} さん、次のサイトがまもなくアーカイブされます。まだ必要ですか？`,
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
      mine: 'あなたのテストサイトはまだありません。 `/testsite create` で作成できます。',
      all: 'テストサイトはまだありません。 `/testsite create` で作成できます。',
      channel: 'このチャンネルのテストサイトはまだありません。 `/testsite create` で作成できます。',
      archived: 'アーカイブ済みのサイトはありません。',
    },
    matching: ({ words }) => `条件： ${words}`,
    noneMatch: ({ nearest, usage }) =>
      `条件に合うサイトはありません。${nearest === undefined ? '' : ` ${nearest} のことでしょうか？`}次のように入力してください： ${usage}`,
    noneYet: 'ここまでに条件に合うサイトはありません。「さらに表示」で続きを探します。',
    unreadable: ({ names }) => `読み取れないサイトがあります。pokopoko の管理者にご連絡ください： ${names}`,
    notShown: ({ count }) => `ほかに ${count} 件あります。`,
    howToShow: '`/testsite show サイト名` で、サイトのすべての操作ボタンを表示できます。',
  },
  select: {
    title: 'サイトを選択',
    submit: '実行',
    sites: 'サイト',
    choose: 'サイトを選んでください',
    action: '操作',
    more: ({ count }) =>
      `最初の ${count} 件だけを表示しています。ほかのサイトは、 \`/testsite list [条件]\` で絞り込んでから選択してください。`,
    rest: ({ done, rest }) =>
      `時間内に終わったのは ${done} 件です。次の ${rest} 件はまだ始めていません。「実行」を押すと続けます。`,
    delete: {
      title: 'サイトを削除',
      question: ({ count }) => `${count} 件のサイトを削除しますか？`,
      consequence: ({ days }) =>
        `すぐに非公開になります。一度でも公開されたサイトはアーカイブされ、${days} 日間は復元できます。それ以外のサイトは復元できません。`,
    },
    outcome: ({ action, done, count }) => `${action}： ${count} 件中 ${done} 件を受け付けました`,
    notBegun: 'まだ始めていません。',
    otherReasons: ({ names }) => `${names}： これらも実行できません。理由は、1 件ずつ実行すると表示されます。`,
  },
  counts: {
    up: ({ count }) => `稼働中 ${count} 件`,
    asleep: ({ count }) => `スリープ中 ${count} 件`,
    failed: ({ count }) => `問題発生 ${count} 件`,
    changing: ({ count }) => `処理中 ${count} 件`,
    archived: ({ count }) => `アーカイブ済み ${count} 件`,
  },
  digest: {
    title: '今週のテストサイト',
    costs: ({ soFar, monthly }) => `料金の目安： 今月は現時点で約 ${soFar}、現在の使い方で月額約 ${monthly}`,
    ending: '今週期限のサイト',
    others: 'そのほかのサイト',
    notShown: ({ count }) => `ほかに ${count} 件あります。 \`/testsite list channel\` で一覧を表示します。`,
  },
  home: {
    title: 'テストサイト',
    intro: 'サイトごとに専用のマシンでリポジトリのブランチを公開し、プッシュするたびに自動でデプロイします。',
    totals: ({ count, states }) => `サイト ${count} 件： ${states}`,
    costs: ({ soFar, monthly }) => `料金の目安： 今月は現時点で約 ${soFar}、現在の使い方で月額約 ${monthly}`,
    mine: 'あなたのサイト',
    expiringSoon: '期限が近いサイト',
    archived: 'アーカイブ済み（復元できます）',
    empty: 'テストサイトはまだありません。上のボタンから 1 分ほどで作成できます。',
    showMore: ({ count }) => `ほか ${count} 件を表示`,
    notShown: ({ count }) =>
      `ほかに ${count} 件あります。チャンネルで \`/testsite list\` と入力すると一覧を表示します。`,
    more: 'ほかにもあります。チャンネルで `/testsite list` と入力すると一覧を表示します。',
  },
  logs: {
    verb: ({ site }) => `${site} のログの表示`,
    reading: ({ site }) => `${site} のログを読み取っています…`,
    end: ({ site, log, count }) => `${site} の ${log} ログ（最後の ${count} 行）：`,
    empty: ({ site, log }) => `${site} の ${log} ログは空です。`,
    file: ({ site, log }) => `${site} の ${log} ログです（最後の 1 MB まで。秘密の値は除いています）。`,
    sent: ({ site, log }) => `${site} の ${log} ログを、ファイルとしてダイレクトメッセージで送りました。`,
    notSent: ({ site, log }) =>
      `${site} の ${log} ログをファイルとして送れませんでした。1 分ほどしてから、もう一度お試しください。解決しない場合は、アプリがファイルを送れるように、管理者に再インストールを依頼してください。`,
  },
  help: {
    title: 'できること',
    intro: 'テストサイトを作成します。ブランチを HTTPS で公開し、期限が来ると自動でアーカイブします。',
    start: 'チャンネルで `/testsite` と入力すると作成できます。できることの一覧は `/testsite help` で表示します。',
    days: '「日数」は 1 以上の数字か `7日`、`2週間` など。「日付」は `2027-01-31`、`12/25`、`12月25日`、`明日`、`金曜`、`来週` などです。サイト名と OWNER/REPO にはアドレスも使えます。',
  },
  commands: {
    create: {
      usage: '/testsite create [サイト名] [OWNER/REPO[#BRANCH]]',
      line: '新しいサイトの作成フォームを開きます。 `/testsite` だけでも開きます。',
    },
    list: {
      usage: '/testsite list [mine|all|channel|archived] [条件]',
      line: 'サイトの一覧です。指定しなければ自分のサイトを表示します。条件には `up`、`asleep`、`failed`、`expiring`（期限間近）、`idle`（未使用）、`@USER`、`OWNER/REPO`、名前やメモの言葉を使えます。',
    },
    show: { usage: '/testsite show サイト名', line: 'サイトを操作ボタン付きで、自分だけに表示します。' },
    shares: {
      usage: '/testsite shares サイト名',
      line: 'リンクを共有しているクライアントと、閲覧回数を表示します。',
    },
    logs: {
      usage: '/testsite logs サイト名 [ログ] [行数]',
      line: 'ログの最後の部分を、自分だけに表示します。「ログ」は `web`、`deploy`、`release`、`nginx`、または `worker` などのプロセス名です。',
    },
    help: { usage: '/testsite help', line: 'この説明を表示します。' },
  },
  siteName: 'サイト名',
  unknownCommand: ({ typed, nearest, does }) =>
    `${typed} というコマンドはありません。${nearest === undefined ? '' : ` ${nearest} のことでしょうか？${does}`}使えるコマンドは次のとおりです。`,
}

/** Languages that the pages at a site's door are written in; the first is for everybody else. */
export const gatewayLanguages = ['en', 'ja'] as const
export type GatewayLanguage = (typeof gatewayLanguages)[number]

interface Words {
  title: string
  text: string
}

export interface GatewayText {
  home: Words
  unknown: Words
  preparing: Words
  asleep: Words & { user: string; password: string; wake: string; denied: string }
  /** `until` is a date and time that is written out already. */
  archived: Words & { until(until: string): string }
  failed: Words
  unreachable: Words
  slow: Words
  /** What all this is. */
  footer: string
}

export const gatewayText: Record<GatewayLanguage, GatewayText> = {
  en: {
    home: {
      title: 'Test sites live here',
      text: 'Each has an address of its own below this one. In Slack, type /testsite to make one or to find yours.',
    },
    unknown: {
      title: 'No site here',
      text: 'There is no test site at this address. Is it spelled right? In Slack, /testsite list shows those there are.',
    },
    preparing: {
      title: 'Just a moment',
      text: 'This site is being prepared. The page reloads by itself.',
    },
    asleep: {
      title: 'This site is asleep',
      text: 'It has been put to sleep to save money. Who has its user name and password can wake it; that takes a minute or so.',
      user: 'User',
      password: 'Password',
      wake: 'Wake',
      denied: 'That user name or password is not right.',
    },
    archived: {
      title: 'This site is archived',
      text: 'Its time is up, and its machine is gone.',
      until: (until) => `It can be brought back in Slack until ${until}.`,
    },
    failed: {
      title: 'This site is in trouble',
      text: 'It could not be made ready. Its card in Slack says why, and has a button to try again.',
    },
    unreachable: {
      title: 'This site does not answer',
      text: 'Its machine is there but takes no visitors right now. The page reloads by itself.',
    },
    slow: {
      title: 'This site takes too long',
      text: 'Its machine did not answer in time. The page reloads by itself.',
    },
    footer: 'pokopoko · test sites from Slack',
  },
  ja: {
    home: {
      title: 'テストサイトの置き場です',
      text: 'サイトごとに、この下にアドレスがあります。作成や一覧は、Slack で /testsite と入力してください。',
    },
    unknown: {
      title: 'サイトがありません',
      text: 'このアドレスにテストサイトはありません。つづりをご確認ください。Slack の /testsite list で一覧を見られます。',
    },
    preparing: {
      title: '少々お待ちください',
      text: 'このサイトは準備中です。ページは自動的に再読み込みされます。',
    },
    asleep: {
      title: 'このサイトはスリープ中です',
      text: '費用節約のため停止しています。ユーザー名とパスワードをお持ちの方は起動できます。1 分ほどかかります。',
      user: 'ユーザー名',
      password: 'パスワード',
      wake: '起動する',
      denied: 'ユーザー名またはパスワードが違います。',
    },
    archived: {
      title: 'このサイトはアーカイブされました',
      text: '期限が過ぎたため、マシンは削除されています。',
      until: (until) => `${until} までは Slack から復元できます。`,
    },
    failed: {
      title: 'このサイトに問題があります',
      text: '準備に失敗しました。理由は Slack のカードに表示されています。カードのボタンから再試行できます。',
    },
    unreachable: {
      title: 'このサイトは応答していません',
      text: 'マシンはありますが、現在アクセスできません。ページは自動的に再読み込みされます。',
    },
    slow: {
      title: 'このサイトの応答に時間がかかっています',
      text: '時間内に応答がありませんでした。ページは自動的に再読み込みされます。',
    },
    footer: 'pokopoko · Slack から作るテストサイト',
  },
}

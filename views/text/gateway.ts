/** Languages of the pages that visitors see where no site answers; the first is for everybody else. */
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
      title: 'Home of your test sites',
      text: 'Each site has its own address below this one. To create one or find yours, type /testsite in Slack.',
    },
    unknown: {
      title: 'No site here',
      text: 'There’s no test site at this address. Check the spelling, or type /testsite list in Slack to see your sites.',
    },
    preparing: {
      title: 'Just a moment',
      text: 'This site is getting ready. The page reloads by itself.',
    },
    asleep: {
      title: 'This site is asleep',
      text: 'It’s asleep to save money. Wake it with its user name and password. This takes about a minute.',
      user: 'User name',
      password: 'Password',
      wake: 'Wake',
      denied: 'The user name or password is wrong. Try again.',
    },
    archived: {
      title: 'This site is archived',
      text: 'It’s no longer online, and its machine is gone.',
      until: (until) => `You can restore it in Slack until ${until}.`,
    },
    failed: {
      title: 'This site has failed',
      text: 'Its card in Slack says why, and has a button to try again.',
    },
    unreachable: {
      title: 'This site isn’t responding',
      text: 'Its machine refuses connections right now. The page reloads by itself.',
    },
    slow: {
      title: 'This site is taking too long',
      text: 'Its machine didn’t respond in time. The page reloads by itself.',
    },
    footer: 'pokopoko · test sites from Slack',
  },
  ja: {
    home: {
      title: 'テストサイトのトップページです',
      text: '各サイトは、このドメインの下のアドレスで公開されています。作成と一覧の表示は、Slack で /testsite と入力してください。',
    },
    unknown: {
      title: 'サイトが見つかりません',
      text: 'このアドレスにテストサイトはありません。つづりをご確認ください。一覧は Slack の /testsite list で確認できます。',
    },
    preparing: {
      title: '少々お待ちください',
      text: 'このサイトは準備中です。ページは自動的に再読み込みされます。',
    },
    asleep: {
      title: 'このサイトはスリープ中です',
      text: '費用を抑えるためスリープしています。ユーザー名とパスワードを入力すると解除できます。1 分ほどかかります。',
      user: 'ユーザー名',
      password: 'パスワード',
      wake: 'スリープを解除',
      denied: 'ユーザー名またはパスワードが違います。もう一度お試しください。',
    },
    archived: {
      title: 'このサイトはアーカイブされました',
      text: '公開は終了し、マシンは削除されています。',
      until: (until) => `${until} までは Slack から復元できます。`,
    },
    failed: {
      title: 'このサイトで問題が発生しました',
      text: '理由は Slack にあるサイトのカードに表示されています。カードのボタンから再試行できます。',
    },
    unreachable: {
      title: 'このサイトは応答していません',
      text: '現在、マシンに接続できません。ページは自動的に再読み込みされます。',
    },
    slow: {
      title: 'このサイトの応答に時間がかかっています',
      text: '時間内にマシンからの応答がありませんでした。ページは自動的に再読み込みされます。',
    },
    footer: 'pokopoko · Slack から作るテストサイト',
  },
}

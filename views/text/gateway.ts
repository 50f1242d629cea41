import type { WakeRefusal, WakingStage } from '../waking.ts'

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
  preparing: Words & { stages: Record<WakingStage, string>; usually(seconds: number): string }
  asleep: Words & { wake: string; refusals: Record<WakeRefusal, string> }
  /** `until` is a date and time that is written out already. */
  archived: Words & { until(until: string): string }
  failed: Words
  unreachable: Words
  slow: Words
  down: Words
  password: Words
  tooLarge: Words
  guessing: Words
  linkEnded: Words
  /** What all this is. */
  footer: string
}

export const gatewayText: Record<GatewayLanguage, GatewayText> = {
  en: {
    home: {
      title: 'Home of your test sites',
      text: 'Each site has its own address below this one.',
    },
    unknown: {
      title: 'No site here',
      text: 'There’s no test site at this address, or it has been deleted. Check the address, or ask the person who gave it to you.',
    },
    preparing: {
      title: 'Just a moment',
      text: 'This site is getting ready. It opens here by itself.',
      stages: { launch: 'Starting its machine', boot: 'Booting', ready: 'Getting the site ready' },
      usually: (seconds) => `Last time, this took about ${seconds} seconds.`,
    },
    asleep: {
      title: 'This site is asleep',
      text: 'It’s asleep to save money. You can wake it with its user name and password, which takes about a minute.',
      wake: 'Wake',
      refusals: {
        'no-password': 'To wake this site, enter its user name and password.',
        'wrong-password': 'The user name or password is wrong. Try again.',
      },
    },
    archived: {
      title: 'This site is offline',
      text: 'It was taken offline. If you need it, ask the person who gave you its address.',
      until: (until) => `Its team can restore it until ${until}.`,
    },
    failed: {
      title: 'This site has a problem',
      text: 'Its team can see why, and try again. If you’re waiting for it, ask the person who gave you its address.',
    },
    unreachable: {
      title: 'This site isn’t responding',
      text: 'Its machine refuses connections right now. The page reloads by itself.',
    },
    slow: {
      title: 'This site is taking too long',
      text: 'Its machine didn’t respond in time. The page reloads by itself.',
    },
    down: {
      title: 'This site isn’t responding',
      text: 'It’s starting, or has stopped. The page reloads by itself.',
    },
    password: {
      title: 'This site needs a password',
      text: 'To see it, reload the page and enter the user name and password that you were given.',
    },
    tooLarge: {
      title: 'That’s too large',
      text: 'What you sent is larger than this site accepts. Its team can raise the limit in its settings.',
    },
    guessing: {
      title: 'Too many wrong passwords',
      text: 'Too many wrong passwords came from your address. Try again in ten minutes.',
    },
    linkEnded: {
      title: 'This link doesn’t work',
      text: 'It may have ended, or be incomplete. Ask the person who sent it to you for a new one.',
    },
    footer: 'pokopoko · test sites from Slack',
  },
  ja: {
    home: {
      title: 'テストサイトのトップページです',
      text: '各サイトは、このドメインの下のアドレスで公開されています。',
    },
    unknown: {
      title: 'サイトが見つかりません',
      text: 'このアドレスにテストサイトはないか、すでに削除されています。アドレスをご確認いただくか、アドレスを知らせた方にお問い合わせください。',
    },
    preparing: {
      title: '少々お待ちください',
      text: 'このサイトは準備中です。準備ができると、ここに自動的に表示されます。',
      stages: { launch: 'マシンを起動しています', boot: 'システムを読み込んでいます', ready: 'サイトを準備しています' },
      usually: (seconds) => `前回は ${seconds} 秒ほどかかりました。`,
    },
    asleep: {
      title: 'このサイトはスリープ中です',
      text: '費用を抑えるためスリープしています。ユーザー名とパスワードを入力すると解除できます。1 分ほどかかります。',
      wake: 'スリープを解除',
      refusals: {
        'no-password': 'スリープを解除するには、このサイトのユーザー名とパスワードを入力してください。',
        'wrong-password': 'ユーザー名またはパスワードが違います。もう一度お試しください。',
      },
    },
    archived: {
      title: 'このサイトは公開を終了しています',
      text: '現在は公開されていません。ご覧になりたい場合は、アドレスを知らせた方にお問い合わせください。',
      until: (until) => `${until} までは、担当チームが復元できます。`,
    },
    failed: {
      title: 'このサイトで問題が発生しました',
      text: '担当チームが原因を確認し、再試行できます。お急ぎの場合は、アドレスを知らせた方にお問い合わせください。',
    },
    unreachable: {
      title: 'このサイトは応答していません',
      text: '現在、マシンに接続できません。ページは自動的に再読み込みされます。',
    },
    slow: {
      title: 'このサイトの応答に時間がかかっています',
      text: '時間内にマシンからの応答がありませんでした。ページは自動的に再読み込みされます。',
    },
    down: {
      title: 'このサイトは応答していません',
      text: '起動中か、停止しています。ページは自動的に再読み込みされます。',
    },
    password: {
      title: 'パスワードが必要です',
      text: 'ご覧になるには、ページを再読み込みして、お手元のユーザー名とパスワードを入力してください。',
    },
    tooLarge: {
      title: 'サイズが大きすぎます',
      text: '送信されたデータが、このサイトで受け付けられる上限を超えています。上限は、担当チームが設定で変更できます。',
    },
    guessing: {
      title: 'しばらくお待ちください',
      text: 'お使いのアドレスから、誤ったパスワードが何度も送られました。10 分後にもう一度お試しください。',
    },
    linkEnded: {
      title: 'このリンクは使えません',
      text: '有効期限が切れたか、リンクが途中で切れている可能性があります。リンクを受け取った相手に、新しいリンクをご依頼ください。',
    },
    footer: 'pokopoko · Slack から作るテストサイト',
  },
}

/** What a terminal can do besides operations, whose words are in {@link Texts}. */
export type OtherTerminalCommand = 'list' | 'show' | 'create' | 'sweep' | 'replay' | 'help'

/** Words of the command line alone; what it shares with Slack is in {@link Texts}. Parameters are ready to be shown. */
export interface TerminalText {
  /** Headings of a list's columns. */
  columns: { name: string; until: string; owner: string; source: string; state: string }
  noSites: string
  unreadable(names: string): string
  address: string
  /** Generated, and shown this once. */
  password(password: string): string
  /** Beside the question that an operation asks. */
  confirm: {
    hint: string
    /** What counts as yes, in small letters. */
    yes: readonly string[]
    notDone: string
  }
  sweep: {
    sites(count: number): string
    reconcile: string
    unreadable: string
    suspects: string
    toRemove: string
    nothing: string
  }
  replay: {
    none: string
    /** What waits in each queue. */
    queues: Record<'stream' | 'events' | 'schedules', string>
    outcomes: Record<'waiting' | 'replayed' | 'failed' | 'unknown', string>
    counts(p: { replayed: number; left: number }): string
  }
  /** What was asked needs pokopoko to be running. */
  needsPlatform: string
  /** What was asked is for stacks on AWS alone. */
  needsStack: string
  /** It takes longer than a moment. */
  goesOn: string
  /** It was written down while pokopoko is not running. */
  seenToLater: string
  help: {
    intro: string
    /** What follows the usage of each command. */
    lines: Record<OtherTerminalCommand, string>
    everywhere: string
    options: Record<'local' | 'data-dir' | 'stack' | 'json' | 'yes' | 'as', string>
  }
  problems: {
    unknownCommand(p: { typed: string }): string
    notForCommand(p: { option: string; command: string }): string
    missing(p: { what: string }): string
    tooMany(p: { word: string }): string
    notAnId(p: { option: string; example: string }): string
    /** The functions of a deployed stack cannot be asked; `reason` is the SDK's. */
    whichStack(p: { stack: string; reason: string }): string
    noQueue(p: { queue: string }): string
    confirmMissing: string
    passwordOnTerminal: string
    passwordEmpty: string
    dryRunOnly: string
  }
}

const en: TerminalText = {
  columns: { name: 'NAME', until: 'UNTIL', owner: 'OWNER', source: 'SOURCE', state: 'STATE' },
  noSites: 'There are none.',
  unreadable: (names) => `These could not be read: ${names}`,
  address: 'Address',
  password: (password) => `Password: ${password}\nIt is shown this once and kept nowhere.`,
  confirm: {
    hint: '[y/N]',
    yes: ['y', 'yes'],
    notDone: 'Nothing was done.',
  },
  sweep: {
    sites: (count) => `Sites: ${count}`,
    reconcile: 'Would be reconciled',
    unreadable: 'Records that cannot be read',
    suspects: 'Belong to no site, seen for the first time',
    toRemove: 'Belong to no site, would be removed',
    nothing: 'none',
  },
  replay: {
    none: 'Nothing was given up: the dead-letter queues are empty.',
    queues: { stream: 'change', events: 'event', schedules: 'alarm' },
    outcomes: {
      waiting: 'waits',
      replayed: 'done again',
      failed: 'failed again',
      unknown: 'cannot be read; it stays in its queue',
    },
    counts: ({ replayed, left }) => `Done again: ${replayed}. Still waiting: ${left}.`,
  },
  needsStack:
    'Nothing is ever given up here: what fails is tried again, and at each npm start every site is looked at. Dead letters are those of a stack on AWS: leave out --local.',
  needsPlatform: 'That needs more than the table. Start pokopoko with npm start, then try again.',
  goesOn: 'This takes a while…',
  seenToLater: 'pokopoko is not running here: this is seen to at the next npm start.',
  help: {
    intro: 'pokopoko: test sites, from a terminal',
    lines: {
      list: 'Lists sites: all that live, unless you say otherwise.',
      show: 'Shows a site and what was asked of it.',
      create: 'Makes a site.',
      sweep: 'Tells what the hourly sweep would do.',
      replay: 'Does again what a stack on AWS gave up (its dead letters), or tells what that is.',
      help: 'Shows this.',
    },
    everywhere: 'With every command:',
    options: {
      local: 'the local table; else that of a stack on AWS',
      'data-dir': 'where the local table is (DATA_DIR, else .local)',
      stack: 'which stack, by the SDK’s own credentials and AWS_REGION (pokopoko)',
      json: 'answers for programs',
      yes: 'don’t ask before deleting',
      as: 'who asks, for the history (your account here)',
    },
  },
  problems: {
    unknownCommand: ({ typed }) => `There is no command ${typed}. pokopoko help shows those there are.`,
    notForCommand: ({ option, command }) => `${command} takes no --${option}.`,
    missing: ({ what }) => `${what} is missing.`,
    tooMany: ({ word }) => `${word} is one word too many.`,
    notAnId: ({ option, example }) => `--${option} wants an id of Slack's, such as ${example}.`,
    whichStack: ({ stack, reason }) =>
      `The stack ${stack} on AWS cannot be asked: ${reason}\nCheck AWS_REGION and your credentials, say --stack NAME if it has another name, or --local for the local table.`,
    noQueue: ({ queue }) =>
      `There is no queue ${queue}. The stack is of an older version: npm run deploy, then try again.`,
    confirmMissing: 'Nobody is there to confirm. Say --yes if this is meant.',
    passwordOnTerminal: 'Pipe the password in, so that nobody reads it: pokopoko … --password-stdin < FILE',
    passwordEmpty: 'There was no password on standard input.',
    dryRunOnly: 'The sweep runs by itself each hour. Here it only tells what it would do: sweep --dry-run',
  },
}

const ja: TerminalText = {
  columns: { name: '名前', until: '期限', owner: '担当', source: 'ソース', state: '状態' },
  noSites: 'ありません。',
  unreadable: (names) => `読み取れないもの: ${names}`,
  address: 'アドレス',
  password: (password) => `パスワード: ${password}\n表示は今回限りで、どこにも保存されません。`,
  confirm: {
    hint: '[y/N]',
    yes: ['y', 'yes', 'はい'],
    notDone: '何も変更していません。',
  },
  sweep: {
    sites: (count) => `サイト数: ${count}`,
    reconcile: '確認の対象になるもの',
    unreadable: '読み取れないレコード',
    suspects: 'どのサイトにも属さないもの (初回)',
    toRemove: 'どのサイトにも属さず、削除の対象になるもの',
    nothing: 'なし',
  },
  replay: {
    none: '処理できなかったものはありません。デッドレターキューは空です。',
    queues: { stream: '変更', events: 'イベント', schedules: 'アラーム' },
    outcomes: {
      waiting: '待機中',
      replayed: '再実行しました',
      failed: '再び失敗しました',
      unknown: '読み取れないため、キューに残しました',
    },
    counts: ({ replayed, left }) => `再実行: ${replayed} 件、残り: ${left} 件`,
  },
  needsStack:
    'ここではデッドレターは発生しません。失敗した処理は自動で再試行され、npm start のたびにすべてのサイトが確認されます。AWS 上のスタックのものを扱うには、--local を外してください。',
  needsPlatform: 'テーブルだけではできません。npm start で pokopoko を起動してから、もう一度お試しください。',
  goesOn: '少し時間がかかります…',
  seenToLater: 'pokopoko は起動していません。次の npm start のときに反映されます。',
  help: {
    intro: 'pokopoko: 端末から操作するテストサイト',
    lines: {
      list: 'サイトの一覧。指定がなければ稼働中のすべて。',
      show: 'サイトの状態と履歴。',
      create: 'サイトを作成します。',
      sweep: '1 時間ごとのスイープで行われる内容を表示します。',
      replay: 'AWS 上のスタックが処理できなかったもの (デッドレター) を再実行するか、内容を表示します。',
      help: 'この説明を表示します。',
    },
    everywhere: 'どのコマンドにも:',
    options: {
      local: 'ローカルのテーブル。なければ AWS 上のスタックのもの',
      'data-dir': 'ローカルのテーブルの場所 (DATA_DIR、なければ .local)',
      stack: 'スタック名。SDK の認証情報と AWS_REGION を使います (pokopoko)',
      json: 'プログラム向けの出力',
      yes: '確認せずに実行',
      as: '履歴に残す名前 (なければこの端末のアカウント)',
    },
  },
  problems: {
    unknownCommand: ({ typed }) => `${typed} というコマンドはありません。pokopoko help で一覧を見られます。`,
    notForCommand: ({ option, command }) => `${command} に --${option} は使えません。`,
    missing: ({ what }) => `${what} が足りません。`,
    tooMany: ({ word }) => `${word} が余分です。`,
    notAnId: ({ option, example }) => `--${option} には ${example} のような Slack の ID を指定してください。`,
    whichStack: ({ stack, reason }) =>
      `AWS 上のスタック ${stack} に問い合わせできません: ${reason}\nAWS_REGION と認証情報を確認してください。名前が違う場合は --stack NAME、ローカルのテーブルなら --local を指定してください。`,
    noQueue: ({ queue }) =>
      `キュー ${queue} がありません。スタックのバージョンが古いようです。npm run deploy を実行してから、もう一度お試しください。`,
    confirmMissing: '確認する人がいません。実行してよければ --yes を付けてください。',
    passwordOnTerminal: 'パスワードは画面に出ないよう、パイプで渡してください: pokopoko … --password-stdin < FILE',
    passwordEmpty: '標準入力にパスワードがありません。',
    dryRunOnly: 'スイープは 1 時間ごとに自動で実行されます。ここでは内容の表示だけができます: sweep --dry-run',
  },
}

export const terminalText: Record<'en' | 'ja', TerminalText> = { en, ja }

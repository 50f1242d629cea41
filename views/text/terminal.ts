import type { BakeFailure, BakeStage } from '../../src/control/images/bake.ts'
import type { CostGroup } from '../../src/site/costs.ts'

/** What a terminal can do besides operations, whose words are in {@link Texts}. */
export type OtherTerminalCommand =
  | 'list'
  | 'show'
  | 'shares'
  | 'costs'
  | 'audit'
  | 'logs'
  | 'db'
  | 'image'
  | 'create'
  | 'sweep'
  | 'replay'
  | 'mcp'
  | 'help'

/** Words of the command line alone; what it shares with Slack is in {@link Texts}. Parameters are ready to be shown. */
export interface TerminalText {
  /** Headings of a list's columns. */
  columns: { name: string; until: string; owner: string; source: string; state: string }
  noSites: string
  /** But for a word that may have been meant. */
  noSitesMatch(p: { nearest: string }): string
  noVariables: string
  unreadable(names: string): string
  /** What sites cost; the first heading is that of what the rows are of. */
  costs: {
    columns: Record<CostGroup, string> & { sites: string; soFar: string; monthly: string }
    /** Sites that were deleted this month. */
    removed: string
    total: string
    noPrices: string
    unknown(count: number): string
    source(source: string): string
  }
  address: string
  /** Generated, and shown this once. */
  password(password: string): string
  /** Below it, the message to the client. */
  shareOnce: string
  /** Beside the question that an operation asks. */
  confirm: {
    hint: string
    /** What counts as yes, in small letters. */
    yes: readonly string[]
    notDone: string
    /** Another size was asked for. */
    size(p: { site: string }): string
    /** Several sites, in what is done to them. */
    sites(p: { count: number }): string
    many(p: { what: string; names: string }): string
    /** What it means for each of them. */
    each(p: { consequence: string }): string
    goOn: string
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
  /** Before the command that dumps or loads a database, in which `NAME` is to be replaced. */
  dumps: { run: string; noMachine: string }
  /** What was asked needs pokopoko to be running, a stack on AWS, or machines in containers. */
  needs: Record<'needs-platform' | 'needs-stack' | 'needs-containers', string>
  image: {
    stages: Record<BakeStage, string>
    done(p: { label: string; id: string }): string
    busy(p: { label: string }): string
    /** Each says what to do. */
    failures: Record<Exclude<BakeFailure, 'too-long'>, string>
    tooLong(p: { stage: string }): string
    nothingLeft: string
  }
  /** What MCP clients, and the people behind them, are told. */
  mcp: {
    /** Of a site. */
    site: string
    owner: string
    /** That list takes. */
    words: string
    /** Which one. */
    log: string
    lines: string
    password: string
    /** After the line of `create`. */
    creates: string
    deployState: string
    /** The client can't ask the person. */
    cannotAsk(p: { question: string }): string
    /** Label of the box that confirms. */
    yes: string
    unexpected: string
    /** A client that says nothing of itself. */
    unnamed: string
    /** Somebody typed the command. */
    onTerminal: string
  }
  /** It takes longer than a moment. */
  goesOn: string
  /** It was written down while pokopoko is not running. */
  seenToLater: string
  help: {
    intro: string
    /** What follows the usage of each command. */
    lines: Record<OtherTerminalCommand, string>
    /** What stands for words that sites are looked for by. */
    words: string
    everywhere: string
    /** `match`: only of operations. */
    options: Record<'match' | 'local' | 'data-dir' | 'stack' | 'json' | 'yes' | 'as', string>
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
    dumpOrLoad: string
    costsBy: string
    sinceDate: string
    bakeOnly: string
    linesNumber: string
    logName: string
    followJson: string
    labelInvalid(p: { max: number }): string
  }
}

const en: TerminalText = {
  columns: { name: 'NAME', until: 'UNTIL', owner: 'OWNER', source: 'SOURCE', state: 'STATE' },
  noSites: 'No sites.',
  noSitesMatch: ({ nearest }) => `No sites. Did you mean ${nearest}?`,
  noVariables: 'No variables.',
  unreadable: (names) => `Couldn't read: ${names}`,
  costs: {
    columns: {
      site: 'NAME',
      owner: 'OWNER',
      repository: 'REPOSITORY',
      sites: 'SITES',
      soFar: 'THIS MONTH',
      monthly: 'A MONTH AS USED',
    },
    removed: 'Deleted',
    total: 'Total',
    noPrices: 'Prices are not set, so costs are not known: see docs/costs.md.',
    unknown: (count) => `Not counted, because a price is not known: ${count} ${count === 1 ? 'site' : 'sites'}`,
    source: (source) => `Prices: ${source}`,
  },
  address: 'Address',
  shareOnce: "Here's a message to send. You won't see the link again, and it isn't stored anywhere.",
  password: (password) => `Password: ${password}\nYou won't see it again, and it isn't stored anywhere.`,
  confirm: {
    hint: '[y/N]',
    yes: ['y', 'yes'],
    notDone: 'Nothing changed.',
    size: ({ site }) =>
      `Another size stops ${site} for a minute or two, if it's up. Its address, disk, and data stay. Go on?`,
    sites: ({ count }) => (count === 1 ? '1 site' : `${count} sites`),
    many: ({ what, names }) => `This will ${what}: ${names}.`,
    each: ({ consequence }) => `For each: ${consequence}`,
    goOn: 'Go on?',
  },
  sweep: {
    sites: (count) => `Sites: ${count}`,
    reconcile: 'Would be reconciled',
    unreadable: "Records that can't be read",
    suspects: 'Orphans, seen for the first time',
    toRemove: 'Orphans, would be removed',
    nothing: 'none',
  },
  replay: {
    none: 'The dead-letter queues are empty.',
    queues: { stream: 'change', events: 'event', schedules: 'alarm' },
    outcomes: {
      waiting: 'waiting',
      replayed: 'succeeded',
      failed: 'failed again',
      unknown: "can't be read; it stays in its queue",
    },
    counts: ({ replayed, left }) => `Succeeded: ${replayed}. Still waiting: ${left}.`,
  },
  dumps: {
    run: "Dumps go over SSH. Run this, with your GitHub login in lower case as NAME (load replaces all of the site's data):",
    noMachine: 'The site has no machine to log in to. If it is asleep or archived, wake or restore it.',
  },
  needs: {
    'needs-platform': 'This needs a running pokopoko. Start it with npm start, then try again.',
    'needs-stack':
      'There are no dead letters here: whatever fails is retried, and every npm start reconciles all sites. To replay those of a stack on AWS, leave out --local.',
    'needs-containers':
      'Images are baked on machines, and here are none. Start podman or docker, then npm start with --fresh or another --data-dir; or leave out --local to bake on AWS.',
  },
  image: {
    stages: {
      launching: 'Launching a machine…',
      starting: 'Waiting for it to start…',
      installing: 'Installing, which takes some minutes…',
      stopping: 'Stopping it…',
      imaging: 'Making the image, which takes some minutes on AWS…',
    },
    done: ({ label, id }) =>
      `Done. Within five minutes, forms offer ${label} (${id}) first. Of this label, sweeps keep the last two images, and those that sites were made from.`,
    busy: ({ label }) =>
      `${label} is being baked by somebody else, or on schedule. If that was cut off, try again in three minutes: it goes on from there.`,
    failures: {
      'no-capacity': 'AWS has no room for the machine, in any zone. Try again later, or add a type to sizes.',
      'base-missing':
        'Debian 13 is not to be had in this region, or was just replaced. Try again; if that does not help, bake by hand: docs/machine.md.',
      'launch-refused': 'AWS refuses to launch the machine. See to what it says, then try again:',
      'machine-gone': 'Somebody has terminated or stopped the machine. Try again.',
      'job-failed': 'Installing failed. See to what it says, then try again:',
      'image-failed': 'AWS could not make the image of the machine. Try again.',
    },
    tooLong: ({ stage }) =>
      `It didn't get any further than this: ${stage} Try again. If it stops there again, look at what AWS says of the machine, its command, or the image.`,
    nothingLeft: 'Nothing of it is left.',
  },
  mcp: {
    site: "The site's name",
    owner: 'Id of the Slack user who owns it, such as U0123ABCD',
    words:
      'Words that are all true of a site, such as up, asleep, failed, expiring, idle, its repository, or one of its note',
    log: 'Such as web, worker, release, deploy, or nginx. Left out: the one of what visitors reach',
    lines: 'How many of its last lines',
    password: 'At least ten characters. Left out, one is generated and is in the answer',
    creates: 'It takes a minute or so until the site is ready: ask deploy-state.',
    deployState: 'Tells whether a site is ready, what its machine is doing, which commit it serves, and what failed.',
    cannotAsk: ({ question }) =>
      `A person has to confirm this, and your client can't ask: ${question} Have them do it in Slack or with pokopoko in a terminal, or start pokopoko mcp with --yes.`,
    yes: 'Yes, do it',
    unexpected: "That didn't work, and it's not the request's fault. The standard error of pokopoko mcp says why.",
    unnamed: 'MCP client',
    onTerminal: 'Waiting for an MCP client on standard input. Ctrl-D ends it.',
  },
  goesOn: 'This takes a while…',
  seenToLater: "pokopoko isn't running. The change takes effect at the next npm start.",
  help: {
    intro: 'pokopoko: test sites, from your terminal',
    lines: {
      list: "Lists sites: all that aren't archived, unless you say otherwise. Words to look for: up, asleep, failed, archived, expiring, idle, owner:NAME, OWNER/REPO, or what's in the name or note.",
      show: 'Shows a site and its history.',
      shares: 'Shows which clients have a link to a site, and how often they opened it.',
      costs: 'Shows what sites have cost this month, and cost a month.',
      audit: 'Prints who changed what, also of sites that are gone: a line of JSON for each change, for a year.',
      logs: 'Prints the end of a log (LOG is web, deploy, release, nginx, or a process), without secrets. -f follows it.',
      db: "Shows the command that dumps or loads a site's database over SSH.",
      image: 'Bakes an image with all that set-ups install, which forms then offer first.',
      create: 'Creates a site.',
      sweep: 'Shows what the hourly sweep would do.',
      replay: 'Replays the dead letters of a stack on AWS, or shows them.',
      mcp: 'Offers sites to AI agents as tools, by the Model Context Protocol.',
      help: 'Shows this help.',
    },
    words: 'WORDS',
    everywhere: 'Options for every command:',
    options: {
      match:
        "for what's done with a site: all that list WORDS shows, instead of NAME. Or write several names, and DAYS and the like as options, such as --until 7",
      local: 'use the local table instead of a stack on AWS',
      'data-dir': 'where the local table is (default: DATA_DIR, then .local)',
      stack: 'which stack, with your AWS credentials and AWS_REGION (default: pokopoko)',
      json: 'JSON output for scripts',
      yes: "don't ask before deleting",
      as: 'who to name in the history (default: your account here)',
    },
  },
  problems: {
    unknownCommand: ({ typed }) => `Unknown command: ${typed}. To list all commands, run pokopoko help.`,
    notForCommand: ({ option, command }) => `${command} doesn't accept --${option}.`,
    missing: ({ what }) => `${what} is missing.`,
    tooMany: ({ word }) => `Unexpected argument: ${word}.`,
    notAnId: ({ option, example }) => `--${option} needs a Slack id, such as ${example}.`,
    whichStack: ({ stack, reason }) =>
      `Can't reach the stack ${stack} on AWS: ${reason}\nCheck AWS_REGION and your credentials. If the stack has another name, add --stack NAME. For the local table, add --local.`,
    noQueue: ({ queue }) =>
      `There's no queue ${queue}, so the stack is an older version. Run npm run deploy, then try again.`,
    confirmMissing: "This needs confirmation, and there's no terminal to ask. To confirm, add --yes.",
    passwordOnTerminal: 'Pipe the password in so that nobody sees it: pokopoko … --password-stdin < FILE',
    passwordEmpty: "There's no password on standard input.",
    dumpOrLoad: 'Use db dump or db load.',
    costsBy: '--by needs site, owner, or repository.',
    sinceDate: '--since needs a date, such as 2026-11-01.',
    bakeOnly: 'Use image bake.',
    linesNumber: '--lines needs a number, such as 100.',
    logName: 'A log is web, deploy, release, nginx, or a process of the Procfile.',
    followJson: '--follow prints lines, and no JSON. Leave out one of the two.',
    labelInvalid: ({ max }) => `The label needs 1 to ${max} characters, in one line, with none of < and >.`,
    dryRunOnly: 'The sweep runs by itself every hour. To see what it would do, run sweep --dry-run.',
  },
}

const ja: TerminalText = {
  columns: { name: '名前', until: '期限', owner: '担当者', source: 'ソース', state: '状態' },
  noSites: 'サイトはありません。',
  noSitesMatch: ({ nearest }) => `サイトはありません。${nearest} のことでしょうか？`,
  noVariables: '環境変数はありません。',
  unreadable: (names) => `読み取れないサイト: ${names}`,
  costs: {
    columns: {
      site: '名前',
      owner: '担当者',
      repository: 'リポジトリ',
      sites: 'サイト数',
      soFar: '今月',
      monthly: '現在の使い方での月額',
    },
    removed: '削除済み',
    total: '合計',
    noPrices: '単価が設定されていないため、料金の目安を表示できません。docs/costs.md をご覧ください。',
    unknown: (count) => `単価が不明なため集計していないサイト: ${count} 件`,
    source: (source) => `単価: ${source}`,
  },
  address: 'アドレス',
  shareOnce: '次の案内文をお送りください。リンクが表示されるのは今回だけで、どこにも保存されません。',
  password: (password) => `パスワード: ${password}\n表示されるのは今回だけで、どこにも保存されません。`,
  confirm: {
    hint: '[y/N]',
    yes: ['y', 'yes', 'はい'],
    notDone: '何も変更していません。',
    size: ({ site }) =>
      `サイズを変更すると、稼働中の ${site} が 1～2 分停止します。アドレス、ディスク、データはそのままです。続けますか？`,
    sites: ({ count }) => `${count} 件のサイト`,
    many: ({ what, names }) => `${what}: ${names}`,
    each: ({ consequence }) => `それぞれについて: ${consequence}`,
    goOn: '続けますか？',
  },
  sweep: {
    sites: (count) => `サイト数: ${count}`,
    reconcile: '調整の対象になるサイト',
    unreadable: '読み取れないレコード',
    suspects: 'どのサイトにも属さないリソース (初回の検出)',
    toRemove: 'どのサイトにも属さないリソース (削除の対象)',
    nothing: 'なし',
  },
  replay: {
    none: 'デッドレターキューは空です。',
    queues: { stream: '変更', events: 'イベント', schedules: 'アラーム' },
    outcomes: {
      waiting: '待機中',
      replayed: '成功',
      failed: '再び失敗',
      unknown: '読み取れないため、キューに残しました',
    },
    counts: ({ replayed, left }) => `成功: ${replayed} 件、残り: ${left} 件`,
  },
  dumps: {
    run: 'ダンプは SSH で送受信します。NAME を小文字の GitHub ログイン名に置き換えて、次を実行してください（load はサイトのデータをすべて置き換えます）:',
    noMachine:
      'ログインできるマシンがありません。スリープ中またはアーカイブ済みの場合は、スリープ解除または復元してください。',
  },
  needs: {
    'needs-platform': 'この操作には、起動中の pokopoko が必要です。npm start で起動してから、もう一度お試しください。',
    'needs-stack':
      'ここではデッドレターは発生しません。失敗した処理は自動で再試行され、npm start のたびにすべてのサイトが調整されます。AWS 上のスタックのデッドレターを再実行するには、--local を外してください。',
    'needs-containers':
      'イメージの作成にはマシンが必要ですが、ここにはありません。podman または docker を起動し、--fresh または別の --data-dir を付けて npm start を実行してください。AWS 上で作成する場合は --local を外してください。',
  },
  image: {
    stages: {
      launching: 'マシンを起動しています…',
      starting: '起動の完了を待っています…',
      installing: 'インストールしています。数分かかります…',
      stopping: 'マシンを停止しています…',
      imaging: 'イメージを作成しています。AWS では数分かかります…',
    },
    done: ({ label, id }) =>
      `完了しました。5 分以内に、フォームの先頭に ${label} (${id}) が表示されます。このラベルのイメージは、最新の 2 つと、サイトの作成に使われたものがスイープ後も残ります。`,
    busy: ({ label }) =>
      `${label} は、ほかの人またはスケジュールによって作成中です。途中で止まっている場合は、3 分後にもう一度実行すると続きから再開します。`,
    failures: {
      'no-capacity':
        'どのゾーンにも、AWS の空き容量がありません。時間をおいて再試行するか、sizes にタイプを追加してください。',
      'base-missing':
        'このリージョンに Debian 13 がないか、ちょうど更新されたところです。もう一度お試しください。解決しない場合は、手動で作成できます: docs/machine.md',
      'launch-refused': 'AWS がマシンの起動を拒否しました。次の内容に対処してから、もう一度お試しください:',
      'machine-gone': 'マシンが誰かによって削除または停止されました。もう一度お試しください。',
      'job-failed': 'インストールに失敗しました。次の内容に対処してから、もう一度お試しください:',
      'image-failed': 'AWS がマシンのイメージを作成できませんでした。もう一度お試しください。',
    },
    tooLong: ({ stage }) =>
      `次の段階から進みませんでした: ${stage} もう一度お試しください。同じ段階で止まる場合は、マシン、コマンド、イメージの状態を AWS で確認してください。`,
    nothingLeft: '途中で作られたものは残っていません。',
  },
  mcp: {
    site: 'サイトの名前',
    owner: 'オーナーになる Slack ユーザーの ID (例: U0123ABCD)',
    words: 'すべてに当てはまるサイトを探す語 (例: up、asleep、failed、expiring、idle、リポジトリ、メモの言葉)',
    log: 'web、worker、release、deploy、nginx など。省略すると、閲覧者に応答しているもののログ',
    lines: '末尾の何行か',
    password: '10 文字以上。省略すると自動で作られ、結果に表示されます',
    creates: '準備ができるまで 1 分ほどかかります。deploy-state で確認できます。',
    deployState: '準備ができているか、マシンが何をしているか、公開中のコミット、失敗の内容を返します。',
    cannotAsk: ({ question }) =>
      `人による確認が必要ですが、このクライアントでは確認できません。${question} Slack かターミナルの pokopoko で実行してもらうか、pokopoko mcp に --yes を付けて起動してください。`,
    yes: 'はい、実行します',
    unexpected:
      '実行できませんでした。依頼の内容の問題ではありません。理由は pokopoko mcp の標準エラー出力にあります。',
    unnamed: 'MCP クライアント',
    onTerminal: 'MCP クライアントからの標準入力を待っています。Ctrl-D で終了します。',
  },
  goesOn: '少し時間がかかります…',
  seenToLater: 'pokopoko が起動していません。変更は次の npm start で反映されます。',
  help: {
    intro: 'pokopoko: ターミナルから使うテストサイト',
    lines: {
      list: 'サイトの一覧を表示します。指定しなければ、アーカイブ済み以外のすべてです。条件には up、asleep、failed、archived、expiring（期限間近）、idle（未使用）、owner:名前、OWNER/REPO、名前やメモの言葉を使えます。',
      show: 'サイトの状態と履歴を表示します。',
      shares: 'リンクを共有しているクライアントと、閲覧回数を表示します。',
      costs: 'サイトの今月の料金と月額の目安を表示します。',
      audit:
        'だれが何を変更したかを、1 件につき 1 行の JSON で出力します。なくなったサイトの分も含め、1 年間保存されます。',
      logs: 'ログの最後の部分を、秘密の値を除いて表示します (LOG は web、deploy、release、nginx、またはプロセス名)。-f を付けると、続きも表示します。',
      db: 'データベースのダンプまたは読み込みを SSH で行うコマンドを表示します。',
      image: 'セットアップに必要なものをすべて含むイメージを作成し、フォームの先頭に表示します。',
      create: 'サイトを作成します。',
      sweep: '1 時間ごとのスイープで行われる内容を表示します。',
      replay: 'AWS 上のスタックのデッドレターを再実行するか、内容を表示します。',
      mcp: 'Model Context Protocol で、AI エージェントにサイトの操作をツールとして提供します。',
      help: 'この説明を表示します。',
    },
    words: '条件',
    everywhere: 'すべてのコマンドで使えるオプション:',
    options: {
      match:
        'サイトの操作のみ。サイト名の代わりに、list の条件に合うすべてのサイトを対象にする。サイト名を複数並べることもでき、その場合、日数などは --until 7 のようにオプションで指定する',
      local: 'AWS 上のスタックではなく、ローカルのテーブルを使う',
      'data-dir': 'ローカルのテーブルの場所 (既定値: DATA_DIR、なければ .local)',
      stack: 'スタック名。AWS の認証情報と AWS_REGION を使う (既定値: pokopoko)',
      json: 'スクリプト向けに JSON で出力',
      yes: '確認せずに実行',
      as: '履歴に残す名前 (既定値: このコンピューターのアカウント)',
    },
  },
  problems: {
    unknownCommand: ({ typed }) => `${typed} というコマンドはありません。一覧は pokopoko help で確認できます。`,
    notForCommand: ({ option, command }) => `${command} に --${option} は使えません。`,
    missing: ({ what }) => `${what} を指定してください。`,
    tooMany: ({ word }) => `${word} は余分な引数です。`,
    notAnId: ({ option, example }) => `--${option} には ${example} のような Slack の ID を指定してください。`,
    whichStack: ({ stack, reason }) =>
      `AWS 上のスタック ${stack} に接続できません: ${reason}\nAWS_REGION と認証情報を確認してください。スタックの名前が違う場合は --stack NAME、ローカルのテーブルを使う場合は --local を付けてください。`,
    noQueue: ({ queue }) =>
      `キュー ${queue} がありません。スタックのバージョンが古いようです。npm run deploy を実行してから、もう一度お試しください。`,
    confirmMissing: '確認が必要ですが、ターミナルがありません。実行する場合は --yes を付けてください。',
    passwordOnTerminal: 'パスワードは画面に出ないよう、パイプで渡してください: pokopoko … --password-stdin < FILE',
    passwordEmpty: '標準入力にパスワードがありません。',
    dumpOrLoad: 'db dump または db load を使ってください。',
    costsBy: '--by には site、owner、repository のいずれかを指定してください。',
    sinceDate: '--since には 2026-11-01 のような日付を指定してください。',
    bakeOnly: 'image bake を使ってください。',
    linesNumber: '--lines には 100 のような数を指定してください。',
    logName: 'ログには web、deploy、release、nginx、または Procfile のプロセス名を指定してください。',
    followJson: '--follow は行を出力し、JSON には対応していません。どちらか一方を外してください。',
    labelInvalid: ({ max }) => `ラベルは 1 行、1～${max} 文字で指定してください（< と > は使えません）。`,
    dryRunOnly: 'スイープは 1 時間ごとに自動で実行されます。内容は sweep --dry-run で確認できます。',
  },
}

export const terminalText: Record<'en' | 'ja', TerminalText> = { en, ja }

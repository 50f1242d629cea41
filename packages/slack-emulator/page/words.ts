/** The page's own texts. */
export interface Words {
  channels: string
  directMessages: string
  apps: string
  unread: string
  actingAs: string
  home: string
  messages: string
  message: string
  messageTo: (name: string) => string
  reply: string
  send: string
  shortcuts: string
  commands: string
  app: string
  onlyYou: string
  edited: string
  thread: string
  replyInThread: string
  replies: (count: number) => string
  lastReply: (when: string) => string
  repliedToThread: string
  closeThread: string
  close: string
  optional: string
  choose: string
  filter: string
  selected: (count: number) => string
  suggestions: string
  noOptions: string
  loading: string
  typeMore: (count: number) => string
  moreActions: string
  channelBegins: (name: string) => string
  earlier: string
  /** In a channel without messages. */
  tryCommand: (command: string) => string
  typeCommand: (command: string) => string
  homeEmpty: string
  clock: string
  timeNow: string
  skip: string
  hour: string
  day: string
  threeDays: string
  nextEvent: string
  noNextEvent: string
  skipping: string
  dismiss: string
  disconnected: string
  failed: (why: string) => string
  menu: string
}

const en: Words = {
  channels: 'Channels',
  directMessages: 'Direct messages',
  apps: 'Apps',
  unread: 'unread',
  actingAs: 'Acting as',
  home: 'Home',
  messages: 'Messages',
  message: 'Message',
  messageTo: (name) => `Message ${name} (type / for commands)`,
  reply: 'Reply',
  send: 'Send',
  shortcuts: 'Shortcuts',
  commands: 'Commands',
  app: 'App',
  onlyYou: 'Only visible to you',
  edited: '(edited)',
  thread: 'Thread',
  replyInThread: 'Reply in thread',
  replies: (count) => (count === 1 ? '1 reply' : `${count} replies`),
  lastReply: (when) => `Last reply ${when}`,
  repliedToThread: 'replied to a thread',
  closeThread: 'Close thread',
  close: 'Close',
  optional: '(optional)',
  choose: 'Select an option',
  filter: 'Filter options',
  selected: (count) => `${count} selected`,
  suggestions: 'Suggestions',
  noOptions: 'No results',
  loading: 'Loading…',
  typeMore: (count) => (count === 1 ? 'Type to search' : `Type at least ${count} characters`),
  moreActions: 'More actions',
  channelBegins: (name) => `This is the very beginning of ${name}.`,
  earlier: 'Show earlier messages',
  tryCommand: (command) => `New here? Type ${command} in the box below, and press Enter.`,
  typeCommand: (command) => `Type ${command}`,
  homeEmpty: 'This app hasn’t published a Home tab yet.',
  clock: 'Clock',
  timeNow: 'Current time',
  skip: 'Skip',
  hour: '1 hour',
  day: '1 day',
  threeDays: '3 days',
  nextEvent: 'To next event',
  noNextEvent: 'Nothing scheduled',
  skipping: 'Skipping…',
  dismiss: 'Dismiss',
  disconnected: 'Can’t reach the workspace. Reconnecting…',
  failed: (why) => `That didn’t work: ${why}`,
  menu: 'Menu',
}

const ja: Words = {
  channels: 'チャンネル',
  directMessages: 'ダイレクトメッセージ',
  apps: 'アプリ',
  unread: '未読',
  actingAs: '操作するユーザー',
  home: 'ホーム',
  messages: 'メッセージ',
  message: 'メッセージ',
  messageTo: (name) => `${name} へのメッセージ（/ でコマンド）`,
  reply: '返信',
  send: '送信',
  shortcuts: 'ショートカット',
  commands: 'コマンド',
  app: 'アプリ',
  onlyYou: 'あなただけに表示されています',
  edited: '（編集済み）',
  thread: 'スレッド',
  replyInThread: 'スレッドで返信',
  replies: (count) => `${count} 件の返信`,
  lastReply: (when) => `最終返信：${when}`,
  repliedToThread: 'スレッドに返信しました',
  closeThread: 'スレッドを閉じる',
  close: '閉じる',
  optional: '（任意）',
  choose: '選択してください',
  filter: '選択肢を絞り込む',
  selected: (count) => `${count} 件を選択中`,
  suggestions: '候補',
  noOptions: '結果がありません',
  loading: '読み込み中…',
  typeMore: (count) => (count === 1 ? '入力して検索' : `${count} 文字以上入力してください`),
  moreActions: 'その他の操作',
  channelBegins: (name) => `ここが ${name} の始まりです。`,
  earlier: '以前のメッセージを表示',
  tryCommand: (command) => `はじめに、下の入力欄に ${command} と入力して Enter を押してみましょう。`,
  typeCommand: (command) => `${command} を入力`,
  homeEmpty: 'このアプリのホームタブはまだ公開されていません。',
  clock: '時計',
  timeNow: '現在時刻',
  skip: '時間を進める',
  hour: '1 時間',
  day: '1 日',
  threeDays: '3 日',
  nextEvent: '次の予定まで進める',
  noNextEvent: '予定はありません',
  skipping: '進めています…',
  dismiss: '閉じる',
  disconnected: 'ワークスペースに接続できません。再接続しています…',
  failed: (why) => `処理できませんでした：${why}`,
  menu: 'メニュー',
}

/** @param locale `ja-JP`; English for other languages */
export function wordsFor(locale: string): Words {
  return locale.startsWith('ja') ? ja : en
}

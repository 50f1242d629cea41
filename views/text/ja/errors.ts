import type { Phase } from '../../../src/site/phase.ts'
import type { Audience } from '../../../src/site/permissions.ts'
import type { Action, Membership } from '../../../src/site/site.ts'
import { type ChannelClosure, closureOf } from '../../channel-closed.ts'
import type { ErrorTexts, Show } from '../texts.ts'

const wishes: Record<Action, string> = {
  create: '作成',
  extend: '延長',
  sleep: 'スリープ',
  wake: 'スリープの解除',
  delete: '削除',
  deleteWithoutArchive: '完全な削除',
  restore: '復元',
  changePassword: 'パスワードの変更',
  redeploy: '再デプロイ',
  refreshUsers: 'チームのアカウントの更新',
  retry: '再試行',
  handOver: '担当者の変更',
  adopt: '引き継ぎ',
  expire: 'アーカイブ',
  purge: '完全な削除',
}

/** How things stand, and what can be done instead. */
const situations: Record<Phase, (name: string, show: Show) => string> = {
  requested: () => '現在作成中です。カードに「公開中」と表示されるまでお待ちください。',
  launching: () => '現在作成中です。カードに「公開中」と表示されるまでお待ちください。',
  booting: () => '現在起動中です。カードに「公開中」と表示されるまでお待ちください。',
  settingUp: () => '現在セットアップ中です。カードに「公開中」と表示されるまでお待ちください。',
  ready: () => '現在公開中です。できる操作はカードでご確認ください。',
  goingToSleep: (name, { text }) => `スリープの処理中です。 ${text(`/testsite wake ${name}`)} で解除してください。`,
  asleep: (name, { text }) => `スリープ中です。 ${text(`/testsite wake ${name}`)} で解除してください。`,
  waking: () => 'スリープを解除しています。カードに「公開中」と表示されるまでお待ちください。',
  archiving: (name, { text }) => `アーカイブの処理中です。 ${text(`/testsite restore ${name}`)} で復元してください。`,
  archived: (name, { text }) => `アーカイブ済みです。 ${text(`/testsite restore ${name}`)} で復元してください。`,
  purging: (name, { text }) => `完全に削除されています。 ${text(`/testsite new ${name}`)} で新しく作成してください。`,
  failed: (name, { text }) => `失敗しています。 ${text(`/testsite retry ${name}`)} で再試行するか、削除してください。`,
}

const whoMay: Record<Audience, (owner: string, channel: string) => string> = {
  everyone: () => '全員',
  channel: (owner, channel) => ` ${channel} のチャンネル内で操作する方、担当者の ${owner} さん、管理者`,
  owner: (owner) => `担当者の ${owner} さんと管理者`,
  admins: () => '管理者',
}

const unfit: Record<Exclude<Membership, 'member'>, (owner: string) => string> = {
  deactivated: (owner) => `${owner} さんのアカウントは停止されています。`,
  guest: (owner) => `${owner} さんはゲストです。`,
  stranger: (owner) => `${owner} さんは別のワークスペースの方です。`,
  bot: (owner) => `${owner} はアプリです。`,
  missing: (owner) => `${owner} さんがこのワークスペースに見つかりません。`,
}

const closed: Record<ChannelClosure, (channel: string) => string> = {
  archived: () => 'このチャンネルはアーカイブされています。別のチャンネルをお選びください。',
  restricted: () => 'このチャンネルには投稿できません。別のチャンネルをお選びください。',
  notInvited: () =>
    'このチャンネルに参加していないため投稿できません。「/invite @pokopoko」で招待してから、もう一度送信してください。',
}

export const errorTexts: ErrorTexts = {
  errors: {
    'name-empty': () => 'サイト名を入力してください。',
    'name-too-long': ({ max }) => `サイト名が長すぎます。${max} 文字以内にしてください。`,
    'name-not-a-label': ({ suggestion }, { text }) =>
      `サイト名には半角の英小文字、数字、ハイフンを使い、最初と最後は英字か数字にしてください。${suggestion === undefined ? '' : `例えば ${text(suggestion)} はいかがでしょうか。`}`,
    'name-reserved': ({ name }, { text }) => `${text(name)} は予約された名前です。別の名前をお選びください。`,
    'name-taken': ({ name }, { text }) =>
      `${text(name)} という名前はすでに使われています（アーカイブを含みます）。別の名前をお選びください。`,
    'no-such-site': ({ name, nearest }, { text }) =>
      nearest === undefined
        ? `${text(name)} というサイトはありません。 ${text('/testsite list all')} で一覧をご確認ください。`
        : `${text(name)} というサイトはありません。 ${text(nearest)} のことでしょうか？`,
    'name-missing': ({ usage }, { text }) =>
      `入力が足りないか、書き方が違うようです。次のように入力してください： ${text(usage)}`,
    'word-left-over': ({ word, usage }, { text }) =>
      `${text(word)} をどう扱えばよいか分からないため、何も変更していません。サイトは 1 件ずつ、次のように入力してください： ${text(usage)}`,
    'word-unknown': ({ word, nearest, usage }, { text }) =>
      `${text(word)} は指定できません。${nearest === undefined ? '' : ` ${text(nearest)} のことでしょうか？`}次のように入力してください： ${text(usage)}`,
    'password-typed': (_, { text }) =>
      `コマンドに入力されたパスワードは、他の人の目に触れるおそれがあるため使えません。何も変更していません。省略すると自動生成します。ご自分で決める場合は、カードの「パスワード」ボタンからフォームに入力してください（ ${text('/testsite show サイト名')} ）。`,
    'address-unknown': ({ text: typed }, { text }) =>
      `${text(typed)} からリポジトリもサイトも読み取れません。 ${text('OWNER/REPO')} の形式か、リポジトリのアドレスを入力してください。サイト名には英小文字を使います。`,
    'date-unreadable': ({ text: typed }, { text }) =>
      `${text(typed)} を日付として読み取れません。日数か、2027-01-31 のような日付を入力してください。`,
    'date-misfit': ({ text: typed, date, first, last }, { text, day }) =>
      `${text(typed)} を ${day(date)} と読み取りましたが、期限に指定できるのは ${day(first)} から ${day(last)} までです。この範囲の日付をお選びください。`,
    'date-ambiguous': ({ text: typed, dates }, { text, day }) =>
      `${text(typed)} は ${dates.map(day).join(' とも ')} とも読めます。 ${text(dates[0] ?? '')} のように年月日で入力してください。`,
    'date-past': ({ first }, { day }) => `過ぎた日は指定できません。${day(first)} 以降の日付をお選びください。`,
    'date-too-late': ({ last, maxDays }, { day }) =>
      `期限は最長で今日から ${maxDays} 日後です。${day(last)} 以前の日付をお選びください。後でまた延長できます。`,
    'already-extended': ({ name, by, expiresAt }, { text, person, moment }) =>
      `${person(by)} さんがすでに期限を変更しました。 ${text(name)} の期限は ${moment(expiresAt)} です。足りない場合は、カードから延長してください。`,
    'not-now': ({ name, action, phase }, show) =>
      `${show.text(name)} の${wishes[action]}は今はできません。${situations[phase](name, show)}`,
    'nothing-failed': ({ name }, { text }) => `${text(name)} に失敗した処理はないため、再試行は必要ありません。`,
    'no-ssh-team': ({ name }, { text }) =>
      `${text(name)} には SSH を使うチームがないため、更新するアカウントがありません。チームはサイトの作成時に選べます。`,
    'access-user-invalid': () =>
      'ユーザー名は英字か数字で始め、英数字と . _ @ - だけを使って 64 文字以内で入力してください。',
    'password-short': ({ min }) => `${min} 文字以上にするか、空欄のまま自動生成をご利用ください。`,
    'password-long': ({ max }) => `パスワードが長すぎます。${max} バイト以内にしてください。`,
    'repository-invalid': () => 'リポジトリを一覧からお選びください（owner/name の形式です）。',
    'repository-missing': ({ repository }, { text }) =>
      `${text(repository)} が見つかりません。つづりと、ボットのアクセス権をご確認ください。`,
    'branch-invalid': () => 'ブランチを一覧からお選びください。',
    'branch-missing': ({ repository, branch }, { text }) =>
      `${text(repository)} にブランチ ${text(branch)} がありません。別のブランチを選ぶか、先にプッシュしてください。`,
    'team-invalid': () => 'チームを一覧からお選びください。',
    'document-root-invalid': (_, { text }) =>
      `public や web/dist のように、リポジトリ内のディレクトリを入力してください。隠しディレクトリと ${text('..')} は使えません。`,
    'image-unknown': () => 'このイメージは現在使えません。別のイメージをお選びください。',
    'size-unknown': () => 'このサイズは現在使えません。別のサイズをお選びください。',
    'channel-missing': () => 'お知らせを投稿するチャンネルをお選びください。',
    'person-missing': (_, { text }) =>
      `担当者を選ぶか、メンションで指定してください： ${text('/testsite owner サイト名 @ユーザー')}`,
    'owner-unfit': ({ owner, membership }, { person }) =>
      `${unfit[membership](person(owner))}この方は担当者になれません。ワークスペースのメンバーをお選びください。`,
    'owner-unknown': ({ owner }, { person }) =>
      `${person(owner)} さんの情報を Slack から取得できません。1 分ほど待ってから、もう一度お試しください。`,
    'channel-closed': ({ channel, code }, { channel: place }) => closed[closureOf(code)](place(channel)),
    'pull-request-from-fork': () =>
      'ブランチが別のリポジトリ（フォーク）にあります。フォークにプッシュできる人がここでプログラムを実行できてしまうためです。ブランチをこのリポジトリにプッシュし、そこからプルリクエストを作成してください。',
    'guest-refused': () =>
      'テストサイトはこのワークスペースのメンバー専用です。ゲストの方は、メンバーの方に操作をご依頼ください。',
    'stranger-refused': () =>
      'テストサイトは、このアプリを使っているワークスペースのメンバー専用です。そのワークスペースの方に操作をご依頼ください。',
    'not-permitted': ({ name, action, audience, owner, channel }, { text, person, channel: place }) =>
      `${text(name)} の${wishes[action]}ができるのは、${whoMay[audience](person(owner), place(channel))}だけです。該当する方にご依頼ください。`,
    'creation-not-permitted': ({ groups, channels }, { group, channel }) =>
      `サイトを作成できるのは、${[
        ...(groups.length > 0 ? [`${groups.map(group).join('、')} のメンバー`] : []),
        ...(channels.length > 0 ? [`${channels.map(channel).join('、')} で /testsite と入力した方`] : []),
        '管理者',
      ].join('、')}だけです。該当する方にご依頼ください。`,
    'person-full': ({ owner, max }, { person, text }) =>
      `${person(owner)} さんのサイトは、公開中とスリープ中を合わせて上限の ${max} 件に達しています。先に不要なサイトを削除する（復元できます）か、担当者を変更してください。一覧： ${text('/testsite list')}`,
    'all-full': ({ max }, { text }) =>
      `公開中とスリープ中のサイトが、全体の上限の ${max} 件に達しています。先に不要なサイトを削除してください。 ${text('/testsite list all')} で一覧を確認できます。`,
    'slack-silent': () =>
      'この操作は一部の方に限られていますが、今は Slack からあなたの情報を取得できません。1 分ほど待ってから、もう一度お試しください。',
    'slack-refuses': (_, { text }) =>
      `この操作は一部の方に限られていますが、対象者の情報の取得を Slack に拒否されました。もう一度試しても解決しません。pokopoko の管理者に、次のようにお伝えください： Slack アプリの権限が足りない（アプリの再インストールが必要）か、 ${text('ADMINS')} または ${text('CREATOR_GROUPS')} に存在しないグループが指定されています。詳細はログにあります。`,
    'changed-meanwhile': ({ name }, { text }) =>
      `同時に別の人が ${text(name)} を変更しました。カードを確認し、必要であればもう一度お試しください。`,
    'page-unknown': (_, { text }) => `一覧が古くなっています。 ${text('/testsite list')} で表示し直してください。`,
  },
  somebody: '他の方',
  someChannel: 'サイトのチャンネル',
  someGroup: '特定のグループ',
  problem: '処理できませんでした',
  unexpected: ({ reference }) =>
    `システム側で問題が発生しました。もう一度お試しください。繰り返し発生する場合は、この参照番号を pokopoko の管理者にお伝えください： ${reference}`,
}

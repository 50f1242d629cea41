import type { Phase } from '../../../src/site/phase.ts'
import { type ChannelClosure, closureOf } from '../../../src/site/contact.ts'
import type { Audience } from '../../../src/site/audience.ts'
import type { Membership } from '../../../src/site/site.ts'
import type { ErrorTexts, Show } from '../texts.ts'

/** What the site is doing, and what to do instead. */
const situations: Record<Phase, (name: string, show: Show) => string> = {
  requested: () => '作成中のため、カードに「公開中」と表示されるまでお待ちください。',
  launching: () => '作成中のため、カードに「公開中」と表示されるまでお待ちください。',
  booting: () => '起動中のため、カードに「公開中」と表示されるまでお待ちください。',
  settingUp: () => 'デプロイ中のため、カードに「公開中」と表示されるまでお待ちください。',
  ready: () => 'すでに公開中です。できる操作はカードでご確認ください。',
  goingToSleep: (name, { command }) => `スリープの処理中です。 ${command(`wake ${name}`)} で解除してください。`,
  asleep: (name, { command }) => `スリープ中です。 ${command(`wake ${name}`)} で解除してください。`,
  waking: () => 'スリープの解除中のため、カードに「公開中」と表示されるまでお待ちください。',
  archiving: (name, { command }) => `アーカイブの処理中です。 ${command(`restore ${name}`)} で復元してください。`,
  archived: (name, { command }) => `アーカイブ済みです。 ${command(`restore ${name}`)} で復元してください。`,
  purging: (name, { command }) => `完全に削除されています。 ${command(`create ${name}`)} で新しく作成してください。`,
  failed: (name, { command }) =>
    `問題が発生しています。 ${command(`retry ${name}`)} で再試行するか、削除してください。`,
}

/** `verb` is what they can't do, `owner` the word for it and, where they can be mentioned, who that is. */
const notPermitted: Record<Audience, (p: { verb: string; owner: string; channel: string }) => string> = {
  everyone: ({ verb }) => `${verb}は誰でもできます。`,
  channel: ({ verb, owner, channel }) =>
    `ここから${verb}ができるのは、${owner}と管理者だけです。それ以外の方は、${channel}で操作してください。`,
  owner: ({ verb, owner }) => `${verb}ができるのは、${owner}と管理者だけです。いずれかの方にご依頼ください。`,
  admins: ({ verb }) => `${verb}ができるのは管理者だけです。管理者にご依頼ください。`,
}

const unfit: Record<Exclude<Membership, 'member'>, string> = {
  deactivated: 'アカウントが停止されている',
  guest: 'ゲストである',
  stranger: '別のワークスペースの方である',
  bot: 'アプリである',
  missing: 'このワークスペースに見つからない',
}

const closed: Record<ChannelClosure, (channel: string) => string> = {
  archived: (channel) => `${channel}はアーカイブされているため投稿できません。別のチャンネルを選択してください。`,
  restricted: (channel) => `${channel}への投稿が許可されていません。別のチャンネルを選択してください。`,
  notInvited: (channel) =>
    `${channel}に参加していないため投稿できません。チャンネルで「/invite @pokopoko」と入力して招待してから、もう一度送信してください。`,
}

/** A mention, or the word for it where nobody can be mentioned. */
const named = (mention: string, otherwise: string, title = ' ') => (mention === '' ? otherwise : `${mention}${title}`)

const profileOwner = (owner: string | undefined, person: Show['person']) =>
  owner === undefined ? 'あなた' : named(person(owner, ''), 'この方', ' さん')

/** Once each: groups that cannot be mentioned all have one name. */
const listed = (names: string[]) => [...new Set(names)].join('、')

export const errorTexts: ErrorTexts = {
  errors: {
    'name-empty': () => 'サイト名を入力してください。',
    'name-too-long': ({ max }) => `サイト名が長すぎます。${max} 文字以内で入力してください。`,
    'name-not-a-label': ({ suggestion }, { text }) =>
      `サイト名には半角の英小文字、数字、ハイフンを使い、最初と最後は英字か数字にしてください。${suggestion === undefined ? '' : `例えば ${text(suggestion)} はいかがでしょうか。`}`,
    'name-reserved': ({ name }, { text }) => `${text(name)} は予約済みの名前です。別の名前を入力してください。`,
    'name-taken': ({ name }, { text }) =>
      `${text(name)} という名前はすでに使われています（アーカイブを含みます）。別の名前を入力してください。`,
    'no-such-site': ({ name, nearest }, { text, listCommand }) =>
      nearest === undefined
        ? `${text(name)} というサイトはありません。一覧は ${listCommand()} で確認できます。`
        : `${text(name)} というサイトはありません。 ${text(nearest)} のことでしょうか？`,
    'name-missing': ({ usage }, { text }) =>
      `入力が足りないか、書き方が違うようです。次のように入力してください： ${text(usage)}`,
    'word-left-over': ({ word, usage }, { text }) =>
      `${text(word)} の意味が分からないため、何も変更していません。サイトは 1 件ずつ、次のように入力してください： ${text(usage)}`,
    'filter-unreadable': ({ word, nearest }, { text }) =>
      `${text(word)} では探せません。${nearest === undefined ? '' : ` ${text(nearest)} のことでしょうか？`}コロンの前は ${text('owner')}、${text('repository')}、${text('state')}、${text('note')} のいずれかとし、後に探す言葉を書いてください。`,
    'filter-contradictory': ({ first, second }, { text }) =>
      `${text(first)} と ${text(second)} の両方に当てはまるサイトはありません。どちらか一方にしてください。`,
    'filter-too-long': ({ max }) => `探す言葉が長すぎます。${max} 文字以内で入力してください。`,
    'password-typed': (_, { command }) =>
      `コマンドに入力したパスワードは、他の人の目に触れるおそれがあるため使用できません。何も変更していません。省略すると自動生成します。ご自分で決める場合は、カードの「パスワード」ボタンからフォームに入力してください（ ${command('show サイト名')} ）。`,
    'variables-typed': (_, { command }) =>
      `コマンドの内容は他の人の目に触れるおそれがあるため使用できません。何も変更していません。 ${command('environment サイト名')} と入力し、フォームに記入してください。`,
    'variable-unreadable': ({ line }) =>
      `${line} 行目を読み取れません。KEY=value の形で入力してください。名前には英数字とアンダースコアを使います。引用符で始まる値は引用符で閉じてください。`,
    'variable-reserved': ({ name }, { text }) =>
      `${text(name)} は pokopoko またはシステムが使用します。別の名前を使ってください。`,
    'variable-unknown': () => '設定されていない名前が含まれています。名前を確認してもう一度入力してください。',
    'scope-unknown': (_, { text }) => `${text('site')} または ${text('repository')} を指定してください。`,
    'environment-unchanged': () => '追加・変更する環境変数か、削除する名前を入力してください。',
    'environment-too-large': ({ max }) =>
      `大きすぎます。名前と値は合計で ${max} バイトまでです。不要なものを削除するか、大きな値はファイルに置いてください。`,
    'address-unknown': ({ text: typed }, { text }) =>
      `${text(typed)} からリポジトリもサイト名も読み取れません。 ${text('OWNER/REPO')} の形式か、GitHub のアドレスを入力してください。サイト名には英小文字を使います。`,
    'idle-time-unreadable': ({ text: typed }, { text }) =>
      `${text(typed)} を自動スリープまでの時間として読み取れません。 ${text('1h')} 、 ${text('2h')} 、 ${text('4h')} 、 ${text('8h')} 、 ${text('night')} 、 ${text('office')} 、 ${text('never')} 、 ${text('default')} のいずれかを指定してください。`,
    'date-unreadable': ({ text: typed }, { text }) =>
      `${text(typed)} を日付として読み取れません。日数か、2027-01-31 のような日付を入力してください。`,
    'date-misfit': ({ text: typed, date, first, last }, { text, day }) =>
      `${text(typed)} を ${day(date)} と読み取りましたが、期限に指定できるのは ${day(first)} から ${day(last)} までです。この範囲の日付を指定してください。`,
    'date-ambiguous': ({ text: typed, dates }, { text, day }) =>
      `${text(typed)} は ${dates.map(day).join(' とも ')} とも読めます。 ${text(dates[0] ?? '')} のように年月日で入力してください。`,
    'date-past': ({ first }, { day }) => `過去の日付は指定できません。${day(first)} 以降の日付を指定してください。`,
    'date-too-late': ({ last, maxDays }, { day }) =>
      `期限に指定できるのは、今日から ${maxDays} 日後までです。${day(last)} 以前の日付を指定してください。後でまた延長できます。`,
    'already-extended': ({ name, by, expiresAt }, { text, person, moment }) =>
      `${named(person(by, ''), 'ほかの方', ' さん')}がすでに期限を変更しました。 ${text(name)} の期限は ${moment(expiresAt)} です。足りない場合は、カードから延長してください。`,
    'not-now': ({ name, operation, phase }, show) =>
      `${show.operation(operation, show.text(name))}は今はできません。${situations[phase](name, show)}`,
    'logs-not-now': ({ name, phase }, show) =>
      `${show.text(name)} のログは今は読めません。${situations[phase](name, show)}`,
    'logs-under-way': ({ name }, { text }) =>
      `${text(name)} のログを読み取っているところです。表示されるまで待つか、1 分ほどしてからもう一度お試しください。`,
    'logs-unreadable': ({ name }, { text }) =>
      `${text(name)} のマシンからログを取得できませんでした。1 分ほどしてから、もう一度お試しください。`,
    'logs-none': ({ name }, { text }) =>
      `${text(name)} にログはありません。podman や docker がないため、pokopoko がファイルを直接配信していて、プログラムは動いていません。デプロイに失敗したときの理由は、カードに表示されます。`,
    'log-missing': ({ name, log, logs }, { text }) =>
      `${text(name)} に ${text(log)} というログはありません。あるのは次のログです: ${logs.map(text).join('、')}`,
    'archive-lost': ({ name }, { text }) =>
      `${text(name)} のアーカイブは pokopoko の外で削除されたため、復元できるものが残っていません。できるのは完全な削除だけです。`,
    'no-ssh-team': ({ name }, { text }) =>
      `${text(name)} には SSH を使うチームがないため、更新するアカウントがありません。SSH を使うには、設定でチームを選択してください。`,
    'client-invalid': ({ max }) => `クライアント名は改行なしで、1～${max} 文字で入力してください。`,
    'client-has-link': () =>
      'このクライアントにはすでにリンクがあります。再表示はできないため、先に取り消すか、別の名前を使ってください。',
    'shares-many': ({ max }) => `リンクは 1 サイトにつき ${max} 件までです。不要なリンクを取り消してください。`,
    'no-shares': ({ name }, { text, command }) =>
      `${text(name)} のリンクを共有しているクライアントはいません。 ${command('share サイト名 クライアント名')} で作成できます。`,
    'share-missing': (_, { command }) =>
      `その名前のクライアントにはリンクがありません。 ${command('shares サイト名')} で確認できます。`,
    'share-path-invalid': ({ max }) => `ページは /products/ のように / で始め、${max} 文字以内で入力してください。`,
    'share-path-elsewhere': () =>
      '別のサイトのアドレスです。/products/ のように、このサイトのページを入力してください。',
    'language-unknown': () => '`en` か `ja` を指定してください。',
    'access-user-invalid': () =>
      'ユーザー名は英字か数字で始め、英数字と . _ @ - だけを使って 64 文字以内で入力してください。',
    'password-short': ({ min }) => `${min} 文字以上にするか、空欄のまま自動生成をご利用ください。`,
    'password-common': () =>
      'よく使われるパスワード上位 1 万件に含まれているため、推測されやすくなります。別のパスワードにするか、空欄のまま自動生成をご利用ください。',
    'password-like-name': ({ name, min }, { text }) =>
      `サイト名 (${text(name)}) のほかに ${min} 文字以上を加えるか、空欄のまま自動生成をご利用ください。`,
    'password-long': ({ max }) => `パスワードが長すぎます。${max} バイト以内で入力してください。`,
    'repository-invalid': () => 'リポジトリを一覧から選択してください（owner/name の形式です）。',
    'repository-missing': ({ repository }, { text }) =>
      `${text(repository)} が見つかりません。つづりと、GitHub での pokopoko のアクセス権をご確認ください。`,
    'branch-invalid': () => 'ブランチを一覧から選択してください。',
    'branch-missing': ({ repository, branch }, { text }) =>
      `${text(repository)} にブランチ ${text(branch)} がありません。別のブランチを選択するか、先にプッシュしてください。`,
    'github-login-missing': ({ owner }, { person }) =>
      `${profileOwner(owner, person)}の Slack プロフィールに GitHub のログイン名がないため、読み取れるリポジトリを確認できません。ワークスペースの管理者に登録をご依頼ください。`,
    'github-login-invalid': ({ owner }, { person, text }) =>
      `${profileOwner(owner, person)}の Slack プロフィールにある GitHub のログイン名が正しくありません。 ${text('aki')} や ${text('https://github.com/aki')} のように修正するよう、ワークスペースの管理者にご依頼ください。`,
    'repository-unreadable': ({ repository, login }, { text }) =>
      `GitHub の ${text(login)} は ${text(repository)} を読み取れないか、そのリポジトリがありません。つづりを確認するか、リポジトリの管理者にアクセス権をご依頼ください。`,
    'code-host-silent': () =>
      'このリポジトリを誰が読み取れるかを、現在 GitHub から取得できないため、何も変更していません。1 分ほど待ってから、もう一度お試しください。',
    'team-invalid': () => 'チームを一覧から選択してください。',
    'document-root-invalid': (_, { text }) =>
      `public や web/dist のように、リポジトリ内のディレクトリを入力してください。隠しディレクトリと ${text('..')} は使えません。`,
    'app-directory-invalid': (_, { text }) =>
      `apps/web のように、リポジトリ内のディレクトリを入力してください。隠しディレクトリと ${text('..')} は使えません。`,
    'start-command-invalid': ({ max }) => `node server.js のように、${max} 文字以内の 1 行で入力してください。`,
    'services-invalid': (_, { text }) =>
      `${['mariadb', 'postgresql', 'redis'].map(text).join('、')} から選択してください。使わない場合は ${text('none')} だけを選択します。`,
    'shared-directories-many': ({ max }) => `ディレクトリは ${max} 個まで入力できます。`,
    'shared-directory-invalid': (_, { text }) =>
      `public/uploads のようなディレクトリを、1 行に 1 つ入力してください。隠しディレクトリと ${text('..')} は使えません。`,
    'settings-unchanged': () => '変更がありません。設定を変更してから保存してください。',
    'note-invalid': ({ max }) => `${max} 文字以内の 1 行で入力してください。`,
    'flag-unreadable': (_, { text }) => `${text('yes')} または ${text('no')} を指定してください。`,
    'branch-of-pull-request': ({ number }) =>
      `このサイトはプルリクエスト #${number} のものなので、ブランチを変更できません。別のブランチには、新しいサイトを作成してください。`,
    'image-unknown': () => 'このイメージは現在使えません。別のイメージを選択してください。',
    'size-unknown': () => 'このサイズは現在使えません。別のサイズを選択してください。',
    'size-unfit': ({ size, sizes }, { text }) =>
      `このサイトのマシンは ${text(size)} にできません。${sizes.length === 0 ? '' : `次から選択してください： ${sizes.map(text).join('、')}`}`,
    'size-of-spot': () =>
      'スポットのマシンはサイズを変更できません。別のサイズにするには、新しいサイトを作成してください。',
    'channel-missing': () => 'カードを表示するチャンネルを選択してください。',
    'person-missing': (_, { command }) =>
      `担当者を選択するか、メンションで指定してください： ${command('hand-over サイト名 @ユーザー')}`,
    'owner-unfit': ({ owner, membership }, { person }) =>
      `${unfit[membership]}ため、${named(person(owner, ''), 'この方', ' さん')}は担当者になれません。ワークスペースのメンバーを選択してください。`,
    'owner-unknown': ({ owner }, { person }) =>
      `${named(person(owner, ''), 'この方', ' さん')}の情報を Slack から取得できませんでした。1 分ほど待ってから、もう一度お試しください。`,
    'channel-closed': ({ channel, code }, show) =>
      closed[closureOf(code)](named(show.channel(channel, ''), 'このチャンネル')),
    'pull-request-from-fork': () =>
      'ブランチがフォークにあります。フォークにプッシュできる人がここでプログラムを実行できてしまうため、テストサイトは作成しません。ブランチをこのリポジトリにプッシュし、そこからプルリクエストを作成してください。',
    'guest-denied': () =>
      'テストサイトはこのワークスペースのメンバー専用です。ゲストの方は、メンバーの方に操作をご依頼ください。',
    'stranger-denied': () =>
      'テストサイトは、このアプリを使っているワークスペースのメンバー専用です。そのワークスペースの方に操作をご依頼ください。',
    'not-permitted': ({ name, operation, audience, owner, channel }, show) => {
      const mention = show.person(owner, '')
      return notPermitted[audience]({
        verb: show.operation(operation, show.text(name)),
        owner: mention === '' ? '担当者' : `担当者（ ${mention} さん）`,
        channel: named(show.channel(channel, ''), 'サイトのチャンネル'),
      })
    },
    'creation-not-permitted': ({ groups, channels }, { group, channel }) =>
      `ここではサイトを作成できません。作成できるのは、${[
        ...(groups.length > 0
          ? [`${listed(groups.map((id) => named(group(id, ''), '特定のユーザーグループ')))}のメンバー`]
          : []),
        ...(channels.length > 0
          ? [`${listed(channels.map((id) => named(channel(id, ''), '特定のチャンネル')))}で /testsite と入力した方`]
          : []),
        '管理者',
      ].join('、')}です。該当する方にご依頼ください。`,
    'owner-quota-reached': ({ owner, max }, { person, listCommand }) =>
      `${named(person(owner, ''), 'この方', ' さん')}のサイトは、公開中とスリープ中を合わせて上限の ${max} 件に達しています。先に不要なサイトを削除する（後で復元できます）か、担当者を変更してください。一覧は ${listCommand(owner)} で確認できます。`,
    'budget-spent': ({ spent, budget, until }, { amount, moment }) =>
      `今月のサイト料金の目安が約 ${amount(spent)} となり、予算の ${amount(budget)} に達しました。${moment(until)} までは、pokopoko の管理者が予算を増やさない限り、サイトの作成と復元はできません。`,
    'site-quota-reached': ({ max }, { listCommand }) =>
      `公開中とスリープ中のサイトが、全体の上限の ${max} 件に達しています。先に不要なサイトを削除してください。一覧は ${listCommand()} で確認できます。`,
    'slack-silent': () =>
      'この操作は一部の方に限られていますが、現在 Slack からあなたの情報を取得できません。1 分ほど待ってから、もう一度お試しください。',
    'slack-denied': (_, { text }) =>
      `この操作は一部の方に限られていますが、誰が対象かを Slack から取得できません。もう一度試しても解決しません。pokopoko の管理者に、次のようにお伝えください： Slack アプリの権限が足りない（アプリの再インストールが必要）か、 ${text('admins')} または ${text('creatorGroups')} に存在しないグループが指定されています。詳細はログにあります。`,
    'changed-meanwhile': ({ name }, { text }) =>
      `同時に別の方が ${text(name)} を変更しました。カードを確認し、必要であればもう一度お試しください。`,
    'none-to-select': () => '選択できるサイトがありません。稼働中またはスリープ中のサイトがないためです。',
    'button-unknown': (_, { command }) =>
      `このボタンは現在使えないため、何も変更していません。古いメッセージのボタンの可能性があります。 ${command('list')} で表示し直してください。`,
  },
  problem: '処理できませんでした',
  unexpected: ({ reference }) =>
    `pokopoko で問題が発生しました。もう一度お試しください。繰り返し発生する場合は、この参照番号を pokopoko の管理者にお伝えください： ${reference}`,
}

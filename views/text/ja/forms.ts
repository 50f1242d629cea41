import type { FormTexts } from '../texts.ts'

export const formTexts: FormTexts = {
  idleTimes: {
    default: '標準の設定どおり',
    '1h': '1時間使われなければ',
    '2h': '2時間使われなければ',
    '4h': '4時間使われなければ',
    '8h': '8時間使われなければ',
    night: '夜間のみ',
    office: '営業時間外は使用後すぐに',
    never: 'しない',
  },
  usualIdleTime: ({ hours, hasOfficeHours }) => {
    const after = hours === 0 ? [] : [`${hours}時間使われなければ`]
    const office = hasOfficeHours ? ['営業時間外は使用後すぐに'] : []
    return `標準の設定： ${[...after, ...office].join('、') || 'しない'}`
  },
  settingGroups: { source: 'ソース', machine: 'マシン', people: '関係者' },
  notBefore: ({ when }) => `${when} まではしない`,
  createForm: {
    title: 'テストサイトを作成',
    submit: '作成',
    labels: {
      name: 'サイト名',
      repository: 'リポジトリ',
      branch: 'ブランチ',
      appDirectory: 'アプリのディレクトリ',
      documentRoot: '公開ディレクトリ',
      startCommand: '起動コマンド',
      services: 'データベース',
      spaFallback: 'シングルページアプリ',
      spot: '料金',
      image: 'イメージ',
      size: 'サイズ',
      lastDay: 'アーカイブする日',
      accessUser: '閲覧用ユーザー名',
      password: '閲覧用パスワード',
      sshTeam: 'SSH を使うチーム',
      channel: 'カードを表示するチャンネル',
    },
    scopes: {
      site: ({ site }) => `${site} のみ`,
      repository: ({ repository }) => `${repository} のすべてのサイト`,
    },
    noServices: '使わない（プロジェクトが必要としていても）',
    flags: {
      spaFallback: 'ファイルのないパスでは index.html を返す',
      spot: '割安（スポット）。マシンが予告なく停止される場合があります',
    },
    detections: {
      static: ({ stack, file }) => `${stack} のようです（${file}）。ファイルをそのまま公開します。`,
      built: ({ stack, file }) => `${stack} のようです（${file}）。自動でビルドして公開します。`,
      php: ({ stack, file }) => `${stack} のようです（${file}）。PHP で動かします。`,
      program: ({ stack, file }) => `${stack} のようです（${file}）。自動でビルドして起動します。`,
      procfile: ({ file }) => `${file} に書かれたプロセスを起動します。`,
      container: ({ file }) =>
        `${file} がありますが、コンテナには対応していません。ほかにビルド方法が見つからないため、ファイルをそのまま公開します。アプリを動かすには、 \`Procfile\` をプッシュするか、起動コマンドを指定してください。`,
      nothing: () => 'ビルド方法が見つからないため、ファイルをそのまま公開します。',
    },
    elsewhere: ({ directories }) =>
      `アプリが次のいずれかにある場合は、「アプリのディレクトリ」に入力してください： ${directories}`,
    unbuilt:
      'この `npm start` の簡易マシンではファイルの公開しかできず、ビルドやアプリの実行はできません。Podman または Docker をインストールして起動し直すと、どちらもできるようになります。',
    summary: {
      until: ({ day }) => `${day} まで`,
      team: ({ team }) => `SSH： ${team}`,
      channel: ({ channel }) => `カード： ${channel}`,
      spot: 'スポットマシン',
    },
    more: 'その他の設定…',
    overrides: '以下の項目は通常、入力する必要はありません。',
    hints: {
      name: ({ address }) => `半角の英小文字、数字、ハイフンが使えます。サイトのアドレスに使われます： ${address}`,
      correctedName: ({ address }) =>
        `使える名前（半角の英小文字、数字、ハイフン）に直しました。アドレスは ${address} になります。よろしければ、もう一度「作成」を押してください。`,
      appDirectory: 'アプリがリポジトリの最上位にない場合に指定します。',
      documentRoot:
        '公開するディレクトリです。アプリのディレクトリからの相対パスを入力してください。空欄の場合は、プロジェクトの種類に合わせて決まります。',
      startCommand:
        'アプリを起動するコマンドです。アプリは $PORT で待ち受けます。空欄の場合は、Procfile またはフレームワークに従います。',
      services: 'サイトのマシンで動きます。リポジトリから検出したものには、チェックが入っています。',
      lastDay: ({ first, last, hour, zone }) =>
        `${first} から ${last} まで指定できます。事前にお知らせしたうえで、その日の ${hour}:00（${zone}）にアーカイブします。後で延長もできます。`,
      password: ({ min }) =>
        `空欄にすると自動生成し、作成者だけに一度だけ表示します。指定する場合は ${min} 文字以上にしてください。`,
      sshTeam: 'チームのメンバーは、GitHub に登録した公開鍵でログインできます。',
      channel:
        'パブリックチャンネルはそのまま使えます。プライベートチャンネルの場合は、先に pokopoko を招待してください。',
    },
    placeholders: {
      name: 'spring-campaign',
      repository: '入力して検索',
      branch: '入力して検索',
      appDirectory: 'apps/web',
      documentRoot: 'public',
      startCommand: 'node server.js',
      sshTeam: 'なし',
    },
  },
  noOffer: {
    'no-repository': '見つかりません。表示されるのは、pokopoko が読み取れるリポジトリだけです。',
    'no-branch': 'ブランチが見つかりません。先にプッシュするか、別のリポジトリを選択してください。',
    'no-team': 'チームが見つかりません。表示されるのは組織のチームだけです。',
    'repository-first': '先にリポジトリを選択してください。',
    unreadable: 'このリポジトリを読み取れることを GitHub で確認できません。',
    denied: 'GitHub で認証できませんでした。pokopoko の管理者にご連絡ください。',
    'not-installed': 'pokopoko の GitHub App がインストールされていません。組織のオーナーにご依頼ください。',
    limit: 'GitHub の利用制限に達しました。数分後にもう一度お試しください。',
    unreachable: 'GitHub が応答しません。少し待ってからもう一度お試しください。',
    outsider: 'このワークスペースのメンバー専用です。メンバーの方に操作をご依頼ください。',
  },
  shares: {
    title: ({ site }) => `${site} のリンクを共有しているクライアントです。`,
    none: ({ site }) => `${site} のリンクを共有しているクライアントはいません。`,
    about:
      '新しいリンクは `/testsite share サイト名 クライアント名` で作成できます。作成済みのリンクは再表示できません。',
    unopened: 'まだ開かれていません',
    opened: ({ count, last }) => `${count} 回閲覧（最終: ${last}）`,
    until: ({ when }) => `${when} まで有効`,
    more: ({ count }) => `ほか ${count} 件: \`/testsite shares サイト名\``,
    shown: ({ client, site }) => `${client} 様への案内文です。パスワードなしで ${site} を開けるリンクが入っています。`,
    once: 'リンクは今回だけ、あなただけに表示されます。どこにも保存されないため、今すぐ案内文をコピーしてください。',
    message: ({ link, until }) =>
      `ウェブサイトのプレビューをご用意しました。下記のリンクからご確認ください。\n\n${link}\n\nパスワードは不要で、どの端末からでもご覧いただけます。有効期限は ${until} です。関係者以外への転送はお控えください。しばらくアクセスがなかった場合は、表示までに 1～2 分ほどかかることがあります。`,
    languages: { en: '英語 (English)', ja: '日本語' },
  },
  passwordShown: {
    intro: ({ site }) => `${site} の閲覧に必要な情報です。`,
    address: 'アドレス',
    user: 'ユーザー名',
    password: 'パスワード',
    once: 'パスワードは今回だけ、あなただけに表示されます。どこにも保存されないため、必ず控えてください。',
  },
}

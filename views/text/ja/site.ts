import { SECOND_MS } from '../../../src/site/time.ts'
import type { SiteTexts } from '../texts.ts'

export const siteTexts: SiteTexts = {
  phases: {
    requested: '受付済み',
    launching: 'マシン作成中',
    booting: '起動中',
    settingUp: 'デプロイ中',
    ready: '公開中',
    goingToSleep: 'スリープ処理中',
    asleep: 'スリープ中',
    waking: 'スリープ解除中',
    archiving: 'アーカイブ処理中',
    archived: 'アーカイブ済み',
    purging: '削除済み',
    failed: '失敗',
  },
  stages: {
    launch: 'マシンの作成',
    start: 'マシンの起動',
    boot: 'OS の起動',
    setUp: 'デプロイ',
    access: 'パスワードの変更',
    environment: '環境変数の反映',
    users: 'SSH アカウントの更新',
    unroute: 'サイトの非公開化',
    stop: 'マシンの停止',
    archive: 'アーカイブの作成',
    terminate: 'マシンの削除',
  },
  reasons: {
    'repository-missing': ({ repository }) =>
      `リポジトリ ${repository} が見つからないか、読み取る権限がありません。リポジトリ名と、GitHub での pokopoko のアクセス権をご確認ください。`,
    'repository-forbidden': ({ repository }) =>
      `${repository} の操作に必要な権限がありません。pokopoko の管理者に、GitHub での権限の追加をご依頼ください。`,
    'repository-archived': ({ repository }) =>
      `${repository} は GitHub でアーカイブされているため変更できません。アーカイブを解除するか、別のリポジトリでサイトを作り直してください。`,
    'deploy-keys-disabled': ({ repository }) =>
      `${repository} ではデプロイキーが無効になっています。GitHub の組織のオーナーに、許可をご依頼ください。`,
    'webhooks-full': ({ repository }) =>
      `${repository} の webhook が GitHub の上限に達しています。不要なサイトまたは webhook を削除してください。`,
    'code-host-denied': () => 'GitHub で認証できませんでした。pokopoko の管理者に、認証情報の更新をご依頼ください。',
    'code-host-not-installed': () =>
      'pokopoko の GitHub App がインストールされていないか、停止されています。GitHub の組織のオーナーに、インストールをご依頼ください。',
    'branch-missing': ({ repository, branch }) =>
      `${repository} にブランチ ${branch} がありません。ブランチをプッシュするか、サイトの設定で別のブランチを選択してください。`,
    'document-root-missing': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} に公開ディレクトリがありません。サイトの設定で別のディレクトリを指定するか、ディレクトリをプッシュしてください。`,
    'app-directory-missing': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} にアプリのディレクトリがありません。サイトの設定で別のディレクトリを指定するか、ディレクトリをプッシュしてください。`,
    'repository-empty': ({ repository }) => `${repository} は空です。最初のコミットをプッシュしてください。`,
    'clone-failed': ({ repository }) =>
      `${repository} をクローンできませんでした。GitHub に障害が発生しているか、pokopoko のアクセス権がなくなった可能性があります。`,
    'lfs-missing': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} で Git LFS に保存されているファイルを取得できません（ログにファイル名があります）。 \`git lfs push --all origin\` でアップロードし、GitHub の LFS の容量と転送量が上限に達していないことを確認してから、再デプロイしてください。`,
    'submodule-missing': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} は、ログに出ているサブモジュールがないためデプロイに失敗しました。取得できるのは、公開されているか、サイトのデプロイキーで読めるサブモジュールです。 \`.gitmodules\` を修正してプッシュするか、ファイルを直接コミットしてください。`,
    'environment-missing': ({ repository, branch, variables }) =>
      `${repository} のブランチ ${branch} の \`app.json\` で必須の環境変数が設定されていません： ${variables} 。「環境変数…」で設定すると、デプロイは自動で再開します。`,
    'build-failed': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} のビルドに失敗しました。修正してプッシュしてください。`,
    'build-out-of-memory': ({ repository, branch, moreMemory }) =>
      `${repository} のブランチ ${branch} のビルド中にメモリが不足しました。${moreMemory}`,
    'build-too-slow': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} のビルドが 20 分以内に終わらなかったため、中止しました。ビルドを短くしてプッシュするか、サイトの設定でより大きいサイズを選択してください。`,
    'service-failed': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} が使うデータベースが起動しませんでした。デプロイを再試行してください。それでも起動しない場合は、サイトの設定でより大きいサイズを選択してください。`,
    'start-missing': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} には、アプリの起動方法が見つかりません。 \`web: node server.js\` のような行を書いた \`Procfile\` をプッシュするか、サイトの設定で起動コマンドを指定してください。`,
    'procfile-invalid': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} の \`Procfile\` を読み取れません。各行は \`NAME: COMMAND\` の形式で書きます。ログに出ている行を修正してプッシュしてください。`,
    'start-failed': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} のアプリが起動しませんでした。アプリは \`$PORT\` で待ち受け、動き続ける必要があります。修正してプッシュするか、環境変数を直してください。`,
    'release-failed': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} の release コマンド（Procfile、フレームワークのマイグレーション、または \`app.json\` の \`postdeploy\`）が失敗しました。修正してプッシュしてください。`,
    'start-out-of-memory': ({ repository, branch, moreMemory }) =>
      `${repository} のブランチ ${branch} のアプリの起動中にメモリが不足しました。${moreMemory}`,
    'release-out-of-memory': ({ repository, branch, moreMemory }) =>
      `${repository} のブランチ ${branch} の release コマンドの実行中にメモリが不足しました。${moreMemory}`,
    'packages-failed': () =>
      'マシンに必要なパッケージをインストールできませんでした。パッケージを含むイメージを使うか、しばらくしてから再試行してください。',
    'nginx-refused': () => 'イメージに含まれる設定が nginx でエラーになりました。イメージの作成者にご連絡ください。',
    'machine-gone': () => 'マシンが見つからなくなりました。',
    'image-missing': () =>
      '起動に使うイメージが見つかりません。サイトの設定で別のイメージを選択するか、pokopoko の管理者にご連絡ください。',
    'archive-missing': () =>
      'このサイトのアーカイブが pokopoko の外で削除されたため、復元できるものが残っていません。完全に削除して、新しいサイトを作成してください。誤って削除した場合は、EC2 のごみ箱が有効であれば、pokopoko の管理者がイメージを元に戻せます。',
    'image-failed': () =>
      'アーカイブを作成できませんでした。マシンとディスクは残っています。再試行するか、サイトを復元してください。',
    'image-too-slow': () =>
      'アーカイブの作成が、上限の時間を過ぎても終わりません。マシンとディスクは残っています。遅れて完了すれば、自動的にアーカイブされます。それまでの間は、復元する、再試行してもう一度待つ、完全に削除する、のいずれかができます。',
    'no-capacity': () =>
      '現在、このサイズのマシンに空きがありません。サイトの設定で別のサイズを選択するか、しばらくお待ちください。',
    'size-unfit': () => 'マシンをこのサイズにできません。サイトの設定で別のサイズを選択してください。',
    'machine-not-starting': () =>
      'マシンが 15 分以内に起動しませんでした。遅れて起動すれば、自動的に続行します。起動しない場合は、再試行するか (一度もセットアップされていないマシンは交換されます)、サイトを削除してください。',
    'machine-not-answering': () =>
      'マシンは起動していますが、操作を受け付けません。再試行するか (一度もセットアップされていないマシンは交換されます)、サイトを削除してください。',
    'machine-not-stopping': () =>
      '強制停止も試みましたが、マシンが 30 分以内に停止しませんでした。遅れて停止すれば、自動的に続行します。停止しない場合は、再試行してもう一度強制停止するか、pokopoko の管理者にご連絡ください (クラウド事業者に問い合わせることができます)。完全な削除は今すぐできますが、マシン上のデータは失われます。',
    'machine-not-terminating': () =>
      'マシンの終了処理がなかなか完了しません。このようなマシンはクラウド事業者側で自動的に終了されます。1 日たつか、再試行すると、完了を待たずに続行します。',
    'job-too-slow': () =>
      'マシン上の処理が 30 分以内に終わらなかったため、中止しました。SSH でログインし、`/var/log/testsite` のログで処理が止まった箇所を確認してから、もう一度お試しください。',
    'job-not-begun': () => 'マシンが時間内に処理を開始しませんでした。別の処理を実行中か、負荷が高い可能性があります。',
    'no-result': () =>
      'マシン上の処理が、結果を返さずに終了しました。強制終了されたか、メモリまたはディスクが不足した可能性があります。SSH でログインして確認する（`free -m`、`df -h`、`/var/log/testsite` のログ）か、サイトの設定でより大きいサイズを選択してください。',
    'branch-deleted': ({ repository, branch }) =>
      `${repository} のブランチ ${branch} が削除されました。最後にデプロイした内容の公開は続いています。デプロイを再開するには、ブランチをもう一度プッシュしてください。`,
    'supervisor-failed': () =>
      'マシン上のプロセス管理が応答しないため、Procfile のプロセスを管理できませんでした。サイトをいったんスリープさせてから、解除してください。',
    busy: () => 'マシンがデプロイなど別の処理を実行中です。それが終わりしだい、開始します。',
    'invalid-input': () => 'マシンで設定がエラーになりました。pokopoko の管理者にご連絡ください。',
    unexpected: () => '予期しない問題が発生しました。',
  },
  moreMemory: ({ size, next }) =>
    next === ''
      ? '選べるサイズの中に、これより大きいものはありません。メモリの使用量を減らすか、マシンにスワップを追加してください。 `npm start` の場合は、Podman または Docker のメモリを増やしてください。'
      : `このサイトのサイズは ${size} です。サイトの設定で次に大きいサイズ ${next} を選択するか、マシンにスワップを追加してください。`,
  byAgent: ({ person, agent }) => `${person} (MCP: ${agent})`,
  history: {
    create: ({ by }) => `${by} さんが作成しました。`,
    expire: () => '期限になりました。',
    purge: () => 'アーカイブの保存期間が過ぎたため、削除されました。',
    'size-refused': ({ to = '' }) => `現在、このサイズのマシンに空きがないため、元のサイズに戻しました: ${to}`,
    lose: () => 'アーカイブする前にマシンがなくなったため、復元できるものが残っていません。',
  },
  created: ({ site, channel }) => `${site} の作成を始めました。進捗は ${channel} のカードでご確認ください。`,
  announcements: {
    ready: ({ site, address }) => `${site} の準備ができました： ${address}`,
    failed: ({ owner, site, reason }) => `${owner} さん、 ${site} で問題が発生しました。 ${reason}`,
    deployFailed: ({ owner, site, reason }) => `${owner} さん、 ${site} の最新のデプロイに失敗しました。 ${reason}`,
    crashing: ({ site, programs }) => `${site} で、次のプロセスが繰り返しクラッシュしています： ${programs}`,
    teamGone: ({ owner, site, when }) =>
      `${owner} さん、 ${site} のチームが GitHub に見つかりません。チームが元に戻らない場合、 ${when} 以降は誰も SSH でログインできなくなります。`,
    expiring: ({ owner, site, when }) => `${owner} さん、 ${site} は ${when} にアーカイブされます。まだ必要ですか？`,
    archived: ({ site, when }) => `${site} をアーカイブしました。 ${when} まで復元できます。`,
    purgeTomorrow: ({ owner, site, when }) =>
      `${owner} さん、 ${site} のアーカイブは ${when} に完全に削除されます。必要な場合は復元してください。`,
    pageChanged: ({ site, address }) => `デプロイで ${site} のトップページが変わりました： ${address}`,
    adoption: ({ site, reason }) =>
      `${reason} ${site} には新しい担当者が必要です。「引き継ぐ」を押すと担当者になります。それまでの確認は管理者に届きます。`,
  },
  changedByOther: {
    sleep: ({ owner, by, site }) => `${owner} さん、 ${by} さんが ${site} をスリープしました。`,
    delete: ({ owner, by, site }) => `${owner} さん、 ${by} さんが ${site} を削除しました。`,
    'delete-without-archive': ({ owner, by, site }) =>
      `${owner} さん、 ${by} さんが ${site} をアーカイブを残さず完全に削除しました。`,
    'change-password': ({ owner, by, site }) =>
      `${owner} さん、 ${by} さんが ${site} のパスワードを変更しました。今後は新しいパスワードが必要です。わからないときは、改めて変更してください。`,
  },
  guessing: ({ owner, site, address, count, when }) =>
    `${owner} さん、 ${site} のパスワードが推測されようとしている可能性があります。 ${when} から、 ${address} で少なくとも ${count} 通りの誤ったログインがありました。自動生成のパスワードは、この方法では推測できません。自分で決めたパスワードの場合は、変更してください。`,
  picture: {
    alt: ({ site, commit }) => `${site} のトップページ（${commit}）`,
    before: ({ commit }) => `変更前： ${commit}`,
    after: ({ commit }) => `変更後： ${commit}`,
  },
  absences: {
    deactivated: ({ owner }) => `担当者の ${owner} さんのアカウントは停止されています。`,
    guest: ({ owner }) => `担当者の ${owner} さんはゲストになりました。`,
    stranger: ({ owner }) => `担当者の ${owner} さんは別のワークスペースの方です。`,
    bot: ({ owner }) => `担当者の ${owner} はアプリです。`,
    missing: ({ owner }) => `担当者の ${owner} さんがこのワークスペースに見つかりません。`,
  },
  adopted: ({ site, owner }) => `${site} の担当者は ${owner} さんです。`,
  channelClosed: {
    archived: ({ channel }) =>
      `${channel} はアーカイブされているため投稿できません。アーカイブが解除されるまでは、担当者に直接お知らせします。`,
    restricted: ({ channel }) =>
      `${channel} への投稿が許可されていません。ワークスペースの管理者に許可をご依頼ください。それまでは、担当者に直接お知らせします。`,
    notInvited: ({ channel }) =>
      `${channel} に投稿できません。 \`/invite @pokopoko\` で招待してください。それまでは、担当者に直接お知らせします。`,
  },
  cardMoved: ({ site, channel }) => `➡️ ${site} のカードは ${channel} に移動しました。`,
  direct: {
    back: ({ site, channel }) => `✅ ${channel} に投稿できるようになりました。 ${site} のカードはそちらにあります。`,
    another: ({ site, owner }) => `✅ ${site} の担当者は ${owner} さんになりました。`,
  },
  team: {
    removed: ({ people, site, sites }) =>
      `${people} を ${sites > 1 ? `${sites} 件のサイト` : `${site} `}から外しました。`,
    added: ({ people, site }) => `${people} を ${site} に追加しました。`,
  },
  card: {
    repository: 'リポジトリ',
    commit: 'コミット',
    stack: '構成',
    detectedBy: ({ stack, file }) => `${stack}（${file}）`,
    owner: '担当者',
    expires: '期限',
    purge: '復元期限',
    accessUser: 'ユーザー名',
    costs: '料金の目安',
    ssh: 'SSH',
    by: ({ subject, author }) => `${subject}（${author}）`,
    usuallyTakes: ({ duration }) => `通常 ${duration}`,
    deploying: {
      wait: 'マシンでの別の処理が終わるのを待っています',
      packages: 'Debian のパッケージをインストールしています',
      services: 'データベースを起動しています',
      build: '依存関係をインストールして、ビルドしています',
      release: 'リリースコマンドを実行しています',
      start: 'アプリを起動しています',
    },
    previousStays: 'それまでは、以前のバージョンの公開が続きます。',
    retryAt: ({ when }) => `次の再試行： ${when}`,
    stuck: '原因を取り除いてから「再試行」を押すか、サイトを削除してください。',
    log: 'ログの末尾',
    deployFailed: ({ commit, reason }) =>
      `最新のデプロイ${commit === '' ? '' : `（${commit}）`}に失敗しました： ${reason}`,
    keepsCrashing: ({ programs }) => `${programs} が繰り返しクラッシュしています。`,
    idle: ({ when, duration }) =>
      `${duration} のあいだ利用がなかったため、${when} に自動でスリープしました。パスワードを知っている方がアクセスすると解除できます。`,
    keptAwake: ({ when }) => `${when} までは自動でスリープしません。`,
    waiting: ({ commit }) => `新しいコミット ${commit} があります。スリープを解除するとデプロイされます。`,
    keepsRunningOut: ({ programs, moreMemory }) => `${programs} でメモリ不足が繰り返し発生しています。${moreMemory}`,
    left: ({ repository }) =>
      `${repository} がアーカイブされているため、pokopoko のデプロイキーと webhook が残っています。アーカイブが解除されると、自動で削除します。`,
    withoutKeys: ({ people }) => `GitHub に SSH 鍵がないメンバー： ${people}`,
    withoutAccount: ({ people }) => `⚠️ マシンにアカウントを作れなかったメンバー： ${people}`,
    teamGone: ({ team, until }) =>
      until === ''
        ? `チーム ${team} が GitHub に見つからないため、誰も SSH でログインできません。同じ名前のチームを作り直すか、別のチームで新しいサイトを作成してください。`
        : `チーム ${team} が GitHub に見つかりません。メンバーがログインできるのは ${until} までです。それまでに同じ名前のチームを作り直すか、別のチームで新しいサイトを作成してください。`,
    others: ({ count }) => `ほか ${count} 名`,
    spot: 'スポットマシンです。予告なく停止される場合があり、空きができると再び起動します。',
    unreported: ({ reason }) => `GitHub にデプロイの結果を表示できません。${reason}`,
    unbuilt: ({ stack }) =>
      `簡易マシンでは ${stack} をビルドまたは起動できないため、リポジトリのファイルをそのまま公開しています。Podman または Docker をインストールして \`npm start\` で起動し直すと、どちらもできるようになります。`,
    page: {
      'no-answer': () => 'デプロイしましたが、トップページが応答しません。ログを確認し、修正してプッシュしてください。',
      'server-error': ({ status }) =>
        `デプロイしましたが、トップページが ${status} を返します。プログラムのエラーです。ログを確認し、修正してプッシュしてください。`,
      forbidden: ({ status, hint }) =>
        `デプロイしましたが、トップページが ${status} を返します。公開ディレクトリに index.html がありません。${hint === '' ? '追加してプッシュするか、サイトの設定で別の公開ディレクトリを指定してください。' : `${hint} にはページがあります。サイトの設定で、それを公開ディレクトリに指定してください。`}`,
      'not-found': ({ status, hint }) =>
        `デプロイしましたが、トップページが ${status} を返します。/ に何もありません。${hint === '' ? 'API であれば問題ありません。' : `${hint} にはページがあります。サイトの設定で、それを公開ディレクトリに指定してください。`}`,
      'host-rejected': ({ status }) =>
        `デプロイしましたが、プログラムがこのサイトのホスト名を受け付けず、${status} を返します。SITE_URL のホスト名を許可してプッシュしてください。`,
      empty: () => 'デプロイしましたが、トップページが空です。',
      source: () =>
        'デプロイしましたが、トップページがソースコードまたはダウンロードになっています。サイトの設定で、ビルドの出力先を公開ディレクトリに指定してください。',
      listing: () =>
        'デプロイしましたが、トップページがファイル一覧になっています。index.html を追加してプッシュするか、サイトの設定で別の公開ディレクトリを指定してください。',
      'container-only': ({ status, hint }) =>
        `デプロイしましたが、トップページが ${status} を返します。${hint} がありますが、コンテナには対応していません。 \`Procfile\` をプッシュするか、サイトの設定で起動コマンドまたはアプリのディレクトリを指定してください。`,
      'default-page': () => 'デプロイしましたが、トップページが Web サーバーの初期ページのままです。',
      redirects: () =>
        'デプロイしましたが、トップページが自分自身へのリダイレクトを繰り返しています。HTTPS かどうかは X-Forwarded-Proto で判定してください。',
      'app-elsewhere': ({ hint }) =>
        `デプロイしましたが、リポジトリの最上位には表示できるものがありません。${hint} にアプリがあるようです。サイトの設定で、アプリのディレクトリを指定してください。`,
      'apps-in-containers': ({ hint }) =>
        `デプロイしましたが、リポジトリの最上位には表示できるものがありません。コンテナ用の構成ですが、コンテナには対応していません。${hint} にアプリがあるようです。サイトの設定で、そのいずれかをアプリのディレクトリに指定してください。`,
      library: ({ hint }) =>
        `デプロイしましたが、実行または表示できるものがありません。${hint} によると、ライブラリかテンプレートのようです。\`Procfile\` をプッシュするか、サイトの設定で起動コマンドまたはアプリのディレクトリを指定してください。`,
      'unknown-kind': ({ hint }) =>
        `デプロイしましたが、表示できるものがありません。${hint} のプロジェクトのビルド方法と起動方法がわかりません。\`web: コマンド\` の行がある \`Procfile\` と、必要な Debian パッケージを書いた \`Aptfile\` をプッシュしてください。`,
      'no-database': () =>
        'デプロイしましたが、プログラムがデータベースに接続できません。サイトの設定でデータベースを選び、`DATABASE_URL` などの環境変数で接続してください。別の場所にあるデータベースを使う場合は、「環境変数…」でアドレスを設定してください。',
      'submodule-missing': ({ hint }) =>
        `デプロイしましたが、次のサブモジュールは空です： ${hint} 。取得できるのは、公開されているか、サイトのデプロイキーで読めるサブモジュールです。 \`.gitmodules\` を修正してプッシュするか、読めるようにしてから再デプロイしてください。`,
      'page-elsewhere': ({ status, hint }) =>
        `デプロイしました。トップページは ${status} を返しますが、API であれば問題ありません。${hint} にページがあります。`,
    },
    embedded:
      'このサイトは、ローカルサーバー内の簡易マシンで動いています。ファイルの公開のみで、SSH やプロセスの実行はできません。',
    adoptable: 'サイトを作成できる方なら、誰でも引き継げます。',
    gone: ({ site }) => `${site} は削除されました。まもなく、この名前を再び使えるようになります。`,
  },
  costs: {
    alwaysUp: ({ cost }) => `常時稼働で月額約 ${cost}`,
    asUsed: ({ asUsed, alwaysUp }) => `現在の使い方で月額約 ${asUsed}（常時稼働なら ${alwaysUp}）`,
    archived: ({ cost }) => `アーカイブ中は月額 ${cost} 以下`,
  },
  budgetWarning: ({ spent, budget, until }) =>
    `今月のサイト料金の目安は約 ${spent}、予算は ${budget} です。予算に達すると、${until} まで誰もサイトを作成・復元できません。不要なサイトを削除するかスリープさせると、料金を抑えられます。予算は pokopoko の設定で変更できます。`,
  duration: (ms) => {
    const seconds = Math.max(1, Math.round(ms / SECOND_MS))
    if (seconds < 60) return `${seconds} 秒`
    const [hours, minutes, rest] = [Math.floor(seconds / 3600), Math.floor(seconds / 60) % 60, seconds % 60]
    if (hours > 0) return `${hours} 時間${minutes === 0 ? '' : ` ${minutes} 分`}`
    return `${minutes} 分${rest === 0 ? '' : ` ${rest} 秒`}`
  },
  codeHost: {
    status: {
      pending: 'テストサイトへのデプロイを待っています',
      success: 'テストサイトにデプロイしました',
      error: 'デプロイされる前に、テストサイトがアーカイブまたは削除されました',
    },
    pullRequest: {
      creating: 'このプルリクエストのテストサイトを準備しています。',
      ready: 'このプルリクエストのテストサイトの準備ができました。新しいコミットは自動的にデプロイされます。',
      asleep: 'このプルリクエストのテストサイトはスリープ中です。Slack またはサイトのアドレスで解除できます。',
      archiving: 'このプルリクエストのテストサイトをアーカイブしています。',
      archived: ({ until }) =>
        `このプルリクエストのテストサイトはアーカイブ済みです。${until} までは、プルリクエストを開いた状態でラベル \`testsite\` を外して付け直すと復元できます。`,
      gone: 'このプルリクエストのテストサイトは削除されました。',
      failed: ({ reason }) =>
        `このプルリクエストのテストサイトで問題が発生しました。${reason} ログは Slack にあるサイトのカードでご確認ください。`,
      commit: ({ commit }) => `デプロイ済み： ${commit}`,
      access: ({ user }) =>
        `閲覧には、ユーザー名 ${user} とパスワードが必要です。パスワードは、Slack にあるサイトのカードの「パスワード」ボタンで設定してください。`,
      notCreated: ({ reason }) => `このプルリクエストのテストサイトは作成できません。${reason}`,
    },
  },
}

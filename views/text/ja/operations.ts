import type { OperationTexts } from '../operation-texts.ts'
import { formTexts } from './forms.ts'

const { labels, hints, flags } = formTexts.createForm

export const operationTexts: OperationTexts = {
  extend: {
    line: '期限を延長します。日数か日付を指定できます。',
    verb: ({ site }) => `${site} の延長`,
    done: ({ site, to }) => `${site} の期限を ${to} まで延長しました。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが期限を延長しました。` : `${by} さんが期限を ${to} まで延長しました。`,
    button: '延長',
    spoken: ({ site }) => `${site} を延長`,
    form: {
      title: '期限の延長',
      submit: '延長',
      intro: ({ site, until }) => `${site} の現在の期限は ${until} です。`,
    },
    args: { until: { label: '新しい期限', usage: '日数|日付' } },
  },
  redeploy: {
    line: '最新のコミットを再デプロイします。',
    verb: ({ site }) => `${site} の再デプロイ`,
    done: ({ site }) => `${site} に最新のコミットを再デプロイしています。進捗はカードでご確認ください。`,
    history: ({ by }) => `${by} さんが再デプロイしました。`,
    button: '再デプロイ',
    spoken: ({ site }) => `${site} を再デプロイ`,
  },
  sleep: {
    line: '費用を抑えるためにマシンを停止します。データは残ります。',
    verb: ({ site }) => `${site} のスリープ`,
    done: ({ site }) => `${site} をスリープさせています。必要になったら、いつでも解除できます。`,
    history: ({ by }) => `${by} さんがスリープさせました。`,
    button: 'スリープ',
    spoken: ({ site }) => `${site} をスリープ`,
  },
  wake: {
    line: 'スリープを解除します。',
    verb: ({ site }) => `${site} のスリープ解除`,
    done: ({ site }) => `${site} のスリープを解除しています。準備ができるとカードに表示されます。`,
    history: ({ by }) => `${by} さんがスリープを解除しました。`,
    button: 'スリープ解除',
    spoken: ({ site }) => `${site} をスリープ解除`,
  },
  share: {
    line: 'クライアントがパスワードなしで開けるリンクを作成します。',
    verb: ({ site }) => `${site} の共有`,
    done: ({ site, to }) => `${site} のリンクを ${to} 向けに作成しました。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが共有リンクを作成しました。` : `${by} さんが ${to} 向けのリンクを作成しました。`,
    button: '共有…',
    spoken: ({ site }) => `${site} の共有…`,
    form: {
      title: 'クライアントと共有',
      submit: 'リンクを作成',
      intro: ({ site, until }) =>
        `パスワードなしで ${site} を開け、スリープ中でも起動できるリンクを、そのまま送れる案内文と一緒に作成します。リンクは遅くともサイトの終了時（${until}）に無効になります。個別に取り消すこともできます。`,
    },
    args: {
      client: { label: 'クライアント名', usage: 'クライアント名' },
      until: { label: '最終日' },
      path: { label: '開くページ（例: /products/）' },
      language: { label: '案内文の言語' },
    },
  },
  'change-password': {
    line: '閲覧用パスワードを変更します。',
    verb: ({ site }) => `${site} のパスワードの変更`,
    done: ({ site }) => `${site} のパスワードを変更しています。反映まで少々お待ちください。`,
    history: ({ by }) => `${by} さんがパスワードを変更しました。`,
    button: 'パスワード',
    spoken: ({ site }) => `${site} のパスワード`,
    form: {
      title: 'パスワードの変更',
      submit: '変更',
      intro: ({ site }) => `変更後は、 ${site} の閲覧に新しいユーザー名とパスワードが必要になります。`,
    },
    args: { user: { label: labels.accessUser }, password: { label: labels.password } },
  },
  delete: {
    line: 'アーカイブします。しばらくの間は復元できます。',
    verb: ({ site }) => `${site} の削除`,
    done: ({ site }) => `${site} を削除しています。復元できるか、いつまで復元できるかは、カードに表示されます。`,
    history: ({ by }) => `${by} さんが削除しました。`,
    button: '削除',
    spoken: ({ site }) => `${site} を削除`,
    confirmation: {
      question: ({ site }) => `${site} を削除しますか？`,
      consequence: ({ days, isServed }) => {
        const time = days === undefined ? 'しばらくの間' : `${days} 日間`
        return isServed === true
          ? `すぐに非公開になります。アーカイブが残り、${time}は復元できます。`
          : `すぐに非公開になります。一度でも公開されていればアーカイブが残り、${time}は復元できます。そうでない場合は完全に削除されます。`
      },
      submit: '削除',
    },
  },
  retry: {
    line: '失敗した処理を再試行します。',
    verb: ({ site }) => `${site} の再試行`,
    done: ({ site }) => `${site} を再試行しています。進捗はカードでご確認ください。`,
    history: ({ by }) => `${by} さんが再試行しました。`,
    button: '再試行',
    spoken: ({ site }) => `${site} を再試行`,
  },
  restore: {
    line: 'アーカイブから復元します。',
    verb: ({ site }) => `${site} の復元`,
    done: ({ site, to }) => `${site} を同じ名前と設定で復元しています。期限は ${to} です。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが復元しました。` : `${by} さんが復元しました。期限は ${to} です。`,
    button: '復元',
    spoken: ({ site }) => `${site} を復元`,
  },
  adopt: {
    line: '担当者が不在のサイトを引き継ぎます。',
    verb: ({ site }) => `${site} の引き継ぎ`,
    done: ({ site }) => `${site} の担当者になりました。アーカイブの前に確認が届きます。`,
    history: ({ by }) => `${by} さんが引き継ぎました。`,
    button: '引き継ぐ',
    spoken: ({ site }) => `${site} を引き継ぐ`,
  },
  'refresh-users': {
    line: 'SSH を使うチームの現在のメンバーと公開鍵を反映します。',
    verb: ({ site }) => `${site} の SSH アカウントの更新`,
    done: ({ site }) =>
      `${site} に、現在のチームのメンバーだけがログインできるようにしています。SSH 鍵のないメンバーはカードに表示されます。`,
    history: ({ by }) => `${by} さんが SSH アカウントを更新しました。`,
  },
  'idle-time': {
    line: '自動でスリープするまでの時間を変更します。1・2・4・8時間、夜間のみ、営業時間外、しない、から選べます。',
    verb: ({ site }) => `${site} の自動スリープの変更`,
    done: ({ site, to }) => `${site} の自動スリープを変更しました： ${to}`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが自動スリープを変更しました。` : `${by} さんが自動スリープを変更しました： ${to}`,
    button: '自動スリープ…',
    form: {
      title: '自動スリープ',
      submit: '保存',
      intro: ({ site }) =>
        `費用を抑えるために、 ${site} は使われていないと自動でスリープします。パスワードを知っている人は、アクセスして解除できます。`,
    },
    args: {
      after: { label: 'スリープするとき', usage: '時間|night|office|never|default' },
      until: { label: 'この日の翌朝まではスリープしない' },
    },
  },
  'keep-awake': {
    line: '今夜だけ、または指定した日まで、自動でスリープしないようにします。',
    verb: ({ site }) => `${site} の起動の維持`,
    done: ({ site, to }) => `${site} は ${to} まで自動でスリープしません。`,
    history: ({ by, to }) =>
      to === undefined
        ? `${by} さんが自動スリープを止めました。`
        : `${by} さんが ${to} まで自動でスリープしないようにしました。`,
    form: {
      title: '起動の維持',
      submit: '維持する',
      intro: ({ site }) => `${site} は、選んだ日の翌朝まで自動でスリープしません。今日を選ぶと、今夜だけです。`,
    },
    args: { until: { label: '最後の日', usage: 'tonight|日数|日付' } },
  },
  settings: {
    line: 'ブランチなど作成時に選んだ設定と、メモを変更します。',
    verb: ({ site }) => `${site} の設定の変更`,
    done: ({ site, to }) =>
      `${site} の設定を保存しました: ${to}。デプロイが必要な場合は、完了まで現在の公開内容のままです。進捗はカードでご確認ください。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが設定を変更しました。` : `${by} さんが設定を変更しました: ${to}`,
    button: '設定…',
    spoken: ({ site }) => `${site} の設定…`,
    form: {
      title: 'サイトの設定',
      submit: '保存',
      intro: ({ site }) =>
        `${site} を動かしたまま変更できます。新しいリリースが起動するまでは、現在の公開内容のままです。`,
      sleep: ({ when }) =>
        `自動スリープ: ${when}。変更するには、 \`/testsite idle-time サイト名\` と入力してください。`,
    },
    args: {
      branch: {
        label: labels.branch,
        hint: 'デプロイするブランチです。以後はこのブランチへのプッシュをデプロイします。',
      },
      'app-directory': {
        label: labels.appDirectory,
        hint: hints.appDirectory,
      },
      'published-directory': {
        label: labels.documentRoot,
        hint: hints.documentRoot,
      },
      'spa-fallback': { label: labels.spaFallback, hint: flags.spaFallback },
      'start-command': {
        label: labels.startCommand,
        hint: hints.startCommand,
      },
      services: {
        label: labels.services,
        hint: 'サイトのマシンで動きます。何も選ばなければ、プロジェクトが必要とするものを用意します。',
      },
      'shared-directories': {
        label: '残すディレクトリ',
        hint: 'アプリのディレクトリからの相対パスを 1 行に 1 つ入力します。中のファイルはデプロイ後も残ります。フレームワークが決めたものは、指定しなくても残ります。',
      },
      size: {
        label: labels.size,
        hint: 'サイズを変更すると、サイトが 1～2 分停止します。アドレス、ディスク、データはそのままです。スリープ中のサイトは、解除したときに新しいサイズになります。',
      },
      image: {
        label: labels.image,
        hint: '次に新しいマシンを作るときに使います。現在のマシンはそのままです。',
      },
      'ssh-team': {
        label: labels.sshTeam,
        hint: 'チームのメンバーは、GitHub に登録した公開鍵ですぐにログインできます。変更前のチームのメンバーはログインできなくなります。',
      },
      channel: {
        label: labels.channel,
        hint: 'カードがこのチャンネルに移動します。プライベートチャンネルの場合は、先に pokopoko を招待してください。',
      },
      note: { label: 'メモ', hint: '誰のための、何のサイトかを入力します。カードに表示されます。' },
    },
  },
  'undo-settings': {
    line: '失敗した設定の変更を取り消します。',
    verb: ({ site }) => `${site} の設定変更の取り消し`,
    done: ({ site, to }) => `${site} を元の設定に戻しています: ${to}`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが設定を元に戻しました。` : `${by} さんが設定を元に戻しました: ${to}`,
    button: '変更を取り消す',
    spoken: ({ site }) => `${site} の変更を取り消す`,
  },
  environment: {
    line: '外部サービスのキーなど、プログラムが使う環境変数を設定します。',
    verb: ({ site }) => `${site} の環境変数の変更`,
    done: ({ site, repository, runsNoPrograms }) =>
      repository !== undefined
        ? `${repository} のすべてのサイトに新しい環境変数を反映しています。新しく作るサイトにも反映されます。サイトを止めずにプログラムを再起動します。起動できない場合はカードに表示します。`
        : runsNoPrograms === true
          ? `${site} の環境変数を保存しました。このマシンではプログラムが動かないため、ここでは使われません。コンテナと AWS のマシンで有効です。`
          : `${site} に新しい環境変数を反映しています。サイトを止めずにプログラムを再起動します。起動できない場合はカードに表示します。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが環境変数を変更しました。` : `${by} さんが環境変数を変更しました: ${to}`,
    button: '環境変数…',
    spoken: ({ site }) => `${site} の環境変数…`,
    form: {
      title: '環境変数',
      submit: '保存',
      intro: ({ site, repository, names, shared, runsNoPrograms }) =>
        [
          names === undefined
            ? `${site} にはまだ環境変数がありません。`
            : `${site} には次の環境変数があります（値は表示されません）: ${names}`,
          ...(shared === undefined
            ? []
            : [`${repository} のすべてのサイトに次の環境変数があります（サイト自身のものが優先されます）: ${shared}`]),
          ...(runsNoPrograms === true
            ? ['このマシンではプログラムが動かないため、ここでは使われません。コンテナと AWS のマシンで有効です。']
            : []),
        ].join('\n'),
    },
    args: {
      scope: {
        label: '対象',
        hint: '「すべてのサイト」には、これから作るサイトとプルリクエストのサイトも含まれます。',
      },
      set: {
        label: '追加・変更',
        hint: '.env ファイルと同じく、1 行に 1 つ KEY=value の形で入力します。# を含む値や複数行の値は引用符で囲んでください。保存した値は後から表示できません。',
      },
      remove: { label: '削除', hint: '名前を空白で区切って入力します。' },
    },
  },
  'revoke-share': {
    line: 'クライアントのリンクを 1 つ取り消します。ほかのリンクはそのまま使えます。',
    verb: ({ site }) => `${site} のリンクの取り消し`,
    done: ({ site, to }) => `${site} の ${to} 向けのリンクはまもなく使えなくなります。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんがリンクを取り消しました。` : `${by} さんが ${to} 向けのリンクを取り消しました。`,
    button: 'リンクを取り消す…',
    form: {
      title: 'リンクの取り消し',
      submit: '取り消す',
      intro: ({ site }) => `クライアントは ${site} を開けなくなります。すでに開いたことのある端末でも同じです。`,
    },
    args: { client: { label: 'クライアント', usage: 'クライアント名' } },
  },
  'revoke-all-shares': {
    line: 'すべてのクライアントのリンクを取り消します。',
    verb: ({ site }) => `${site} のすべてのリンクの取り消し`,
    done: ({ site }) => `${site} のクライアント向けのリンクは、まもなくすべて使えなくなります。`,
    history: ({ by }) => `${by} さんがすべてのリンクを取り消しました。`,
    button: 'すべてのリンクを取り消す…',
    confirmation: {
      question: ({ site }) => `${site} のすべてのリンクを取り消しますか？`,
      consequence: () =>
        'すでに開いたことのある端末も含め、クライアントはサイトを開けなくなります。再び共有するには新しいリンクが必要です。',
      submit: 'すべて取り消す',
    },
  },
  'hand-over': {
    line: '担当者を変更します。',
    verb: ({ site }) => `${site} の担当者の変更`,
    done: ({ site, to }) => `${site} の担当者を ${to} さんに変更しました。今後の確認は新しい担当者に届きます。`,
    history: ({ by, to }) =>
      to === undefined ? `${by} さんが担当者を変更しました。` : `${by} さんが担当者を ${to} さんに変更しました。`,
    button: '担当者を変更…',
    form: {
      title: '担当者の変更',
      submit: '変更',
      intro: ({ site, owner }) => `${site} の現在の担当者は ${owner} さんです。アーカイブ前の確認は担当者に届きます。`,
    },
    args: { owner: { label: '新しい担当者', usage: 'ユーザー' } },
  },
  'delete-without-archive': {
    line: 'アーカイブも含めて完全に削除します。',
    verb: ({ site }) => `${site} の完全な削除`,
    done: ({ site }) => `${site} を完全に削除しています。`,
    history: ({ by }) => `${by} さんが完全に削除しました。`,
    button: 'アーカイブせずに削除…',
    confirmation: {
      question: ({ site }) => `${site} を完全に削除しますか？`,
      consequence: ({ site }) => `${site} とそのマシン、アーカイブをすべて削除します。元に戻すことはできません。`,
      submit: '完全に削除',
    },
  },
}

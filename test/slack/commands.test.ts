import assert from 'node:assert/strict'
import { passwordMatches } from '../../src/control/passwords.ts'
import { phaseOf } from '../../src/site/phase.ts'
import { HOUR_MS } from '../../src/site/time.ts'
import { callbackIds } from '../../views/action-ids.ts'
import { commandNames } from '../../src/site/commands.ts'
import { commandText } from '../../views/help.ts'
import { plainDay } from '../../views/mrkdwn.ts'
import { en } from '../../views/text/en.ts'
import { ja } from '../../views/text/ja.ts'
import { aViewContext } from '../views/a-view-context.ts'
import { ELSEWHERE, HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

describe('commands', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('plum')
  })
  afterEach(() => team.close())

  const phase = async () => phaseOf(await team.site('plum'))
  const spec = async () => (await team.site('plum')).spec

  it('are answered to the asker alone, where they asked', async () => {
    const before = [team.aki.reads(), team.chie.reads()]
    const answer = await team.ben.testsite('help', ELSEWHERE)
    assert.deepEqual([answer?.ephemeralFor, answer?.channel], [team.ben.id, ELSEWHERE])
    assert.deepEqual([team.aki.reads(), team.chie.reads()], before)
  })

  it('show: the card, in the language of who asks', async () => {
    assert.match(words(await team.ben.testsite('show plum')), /\*Ready\*.*\*Expires\*/)
    assert.match(words(await team.aki.testsite('show PLUM')), /\*公開中\*.*\*期限\*/)
  })

  it('sleep and wake', async () => {
    assert.match(words(await team.aki.testsite('sleep plum')), /スリープさせています/)
    assert.equal(await phase(), 'asleep')
    assert.match(words(await team.ben.testsite('wake plum')), /is waking up/)
    assert.equal(await phase(), 'ready')
  })

  it('delete and restore', async () => {
    assert.match(words(await team.ben.confirms('delete plum')), /is being deleted/)
    assert.equal(await phase(), 'archived')
    assert.match(words(await team.ben.testsite('restore plum')), /is coming back.*16 Nov 2026, 18:00 GMT\+9/)
    assert.equal(await phase(), 'ready')
  })

  for (const typed of ['delete plum', 'rm plum', '削除 plum', 'purge plum', 'delete-without-archive plum']) {
    it(`${typed} does nothing until it is confirmed, nor when it is cancelled`, async () => {
      const before = await team.site('plum')
      const [posted, jobs] = [team.inChannel().length, team.machines.jobs().length]
      assert.equal(await team.ben.testsite(typed), undefined)
      assert.equal(team.ben.modal().view.callback_id, callbackIds.operationForm)
      assert.deepEqual(await team.site('plum'), before)
      assert.equal(await team.ben.cancels(), undefined)
      await team.pass(HOUR_MS)
      assert.deepEqual(team.ben.screen().modals, [])
      assert.deepEqual(await team.site('plum'), before)
      assert.deepEqual([team.inChannel().length, team.machines.jobs().length], [posted, jobs])
    })
  }

  it('redeploy', async () => {
    assert.match(words(await team.ben.testsite('redeploy plum')), /latest commit/)
    assert.equal(team.machines.jobs().filter(({ job }) => job.kind === 'set-up').length, 2)
  })

  it('users: a look at the team, where there is one', async () => {
    await team.has('pear', { sshTeam: 'designers' })
    assert.match(words(await team.ben.testsite('users pear')), /\*pear\* is updating its SSH access/)
    assert.match(words(await team.aki.testsite('メンバー pear')), /現在のチームのメンバーだけ/)
    assert.equal(team.machines.jobs().filter(({ job }) => job.kind === 'users').length, 2)
    assert.match(words(await team.card('pear')), /<@U0AKI> updated its SSH access/)
    const before = await team.site('plum')
    assert.match(words(await team.ben.testsite('users plum')), /`plum` has no SSH team/)
    assert.deepEqual(await team.site('plum'), before)
  })

  it('password: a new one, to the asker alone', async () => {
    const answer = await team.ben.testsite('password plum')
    const [, password = ''] = /Password: `([a-z0-9-]+)`/.exec(words(answer)) ?? []
    assert.ok(await passwordMatches(password, (await spec()).access.passwordHash))
    for (const other of [team.aki, team.chie]) assert.ok(!other.reads().includes(password))
    assert.equal(team.machines.jobs().at(-1)?.job.kind, 'access')
  })

  it('owner: hands over to who is mentioned', async () => {
    assert.match(words(await team.ben.testsite('owner plum @aki')), /now belongs to <@U0AKI>/)
    assert.equal((await spec()).owner, team.aki.id)
    for (const text of ['owner plum aki', 'owner plum @nobody']) {
      assert.match(words(await team.ben.testsite(text)), /mention one: `\/testsite hand-over NAME @USER`/)
    }
    assert.match(words(await team.ben.testsite('owner')), /`\/testsite hand-over NAME \[@USER\]`/)
  })

  it('owner: asks for the person who is left out', async () => {
    assert.equal(await team.ben.testsite('owner plum'), undefined)
    await team.ben.fills({ owner: team.aki.id })
    assert.match(words(await team.ben.submits()), /now belongs to <@U0AKI>/)
  })

  it('retry: only what has failed', async () => {
    assert.match(words(await team.ben.testsite('retry plum')), /can't retry `plum` right now: it's up and running/)
  })

  describe('extend', () => {
    const extended: [howFar: string, lastDay: string][] = [
      ['1', '2026-11-17'],
      ['14', '2026-11-30'],
      ['2026-12-24', '2026-12-24'],
      ['３', '2026-11-19'],
    ]
    for (const [howFar, lastDay] of extended) {
      it(`by ${howFar}`, async () => {
        const answer = await team.ben.testsite(`extend plum ${howFar}`)
        const expiresAt = Date.parse(`${lastDay}T18:00:00+09:00`)
        assert.equal((await spec()).expiresAt, expiresAt)
        assert.ok(words(answer).includes(`now expires ${plainDay(lastDay, aViewContext())}, 18:00`))
      })
    }

    const refused: [howFar: string, en: RegExp, ja: RegExp][] = [
      ['soon', /can't read `soon` as a date/, /`soon` を日付として読み取れません/],
      ['0', /can't read `0` as a date/, /`0` を日付として/],
      ['-3', /can't read `-3` as a date/, /`-3` を日付として/],
      ['2026-02-30', /can't read `2026-02-30` as a date/, /`2026-02-30` を日付として/],
      ['2026-11-01', /That day is over/, /過去の日付/],
      ['91', /up to 90 days from now. Choose 31 Jan 2027 or earlier/, /2027\/01\/31 以前/],
      ['2027-02-01', /up to 90 days from now/, /今日から 90 日後まで/],
    ]
    for (const [howFar, inEnglish, inJapanese] of refused) {
      it(`not by ${howFar}`, async () => {
        const before = await team.site('plum')
        assert.match(words(await team.ben.testsite(`extend plum ${howFar}`)), inEnglish)
        assert.match(words(await team.aki.testsite(`延長 plum ${howFar}`)), inJapanese)
        assert.deepEqual(await team.site('plum'), before)
      })
    }

    it('asks until when, without days or date', async () => {
      assert.equal(await team.ben.testsite('extend plum'), undefined)
      assert.equal(team.ben.modal().view.callback_id, callbackIds.operationForm)
      assert.equal(team.ben.holds('until'), '2026-11-23')
      await team.ben.fills({ until: '2026-11-20' })
      const answer = await team.ben.submits()
      assert.deepEqual([answer?.channel, answer?.ephemeralFor], [HERE, team.ben.id])
      assert.equal((await spec()).expiresAt, Date.parse('2026-11-20T18:00:00+09:00'))
    })
  })

  describe('that make no sense now', () => {
    const cases: [before: string, command: string, en: RegExp, ja: RegExp][] = [
      ['show plum', 'wake plum', /can't wake `plum` right now: it's up and running/, /スリープ解除は今は.*公開中/],
      ['show plum', 'restore plum', /can't restore `plum` right now/, /復元は今はできません/],
      ['sleep plum', 'redeploy plum', /it's asleep. Wake it with `\/testsite wake plum`/, /スリープ中です/],
      [
        'delete plum',
        'extend plum',
        /it's archived. Bring it back with `\/testsite restore plum`/,
        /アーカイブ済みです/,
      ],
      ['delete plum', 'extend plum 3', /it's archived/, /アーカイブ済みです/],
      ['delete plum', 'sleep plum', /can't put `plum` to sleep right now: it's archived/, /アーカイブ済みです/],
      ['delete plum', 'delete plum', /can't delete `plum` right now/, /削除は今はできません/],
      ['delete plum', 'password plum', /can't change the password of `plum` right now/, /パスワードの変更は今は/],
    ]
    for (const [before, command, inEnglish, inJapanese] of cases) {
      it(`say how things stand: ${before}, then ${command}`, async () => {
        await team.ben.confirms(before)
        const site = await team.site('plum')
        assert.match(words(await team.ben.testsite(command)), inEnglish)
        assert.match(words(await team.aki.testsite(command)), inJapanese)
        assert.deepEqual(await team.site('plum'), site)
      })
    }
  })

  const aboutSites = commandNames.filter((name) => !['create', 'list', 'help'].includes(name))
  for (const name of aboutSites) {
    it(`${name} wants a site that there is`, async () => {
      const { ben } = team
      const rest = name === 'hand-over' ? ' @aki' : name === 'extend' ? ' 3' : ''
      assert.ok(words(await ben.testsite(name)).includes(commandText(name, { texts: en }).usage), 'its usage')
      const unknown = words(await ben.testsite(`${name} melon${rest}`))
      assert.match(unknown, /no site named `melon`. To see all sites, type `\/testsite list all`/)
      assert.match(words(await ben.testsite(`${name} Plumm${rest}`)), /Did you mean `plum`\?/)
      assert.match(words(await team.aki.testsite(`${name} plumm${rest}`)), /`plum` のことでしょうか/)
      assert.match(words(await team.chie.testsite(`${name} plumm${rest}`, ELSEWHERE)), /list all/, 'none of hers')
    })
  }

  it("mean the nearest of one's own sites and of those of the channel", async () => {
    await team.has('cherry', { owner: team.chie.id, channel: ELSEWHERE })
    const meant = async (name: string, channel: string) =>
      /Did you mean `(\w+)`/.exec(words(await team.chie.testsite(`show ${name}`, channel)))?.[1]
    assert.equal(await meant('chery', HERE), 'cherry')
    assert.equal(await meant('plun', HERE), 'plum')
    assert.equal(await meant('plun', ELSEWHERE), undefined)
  })

  it('unknown: the nearest, and the help', async () => {
    const answer = words(await team.ben.testsite('slep plum'))
    assert.match(answer, /I don't know \*`slep`\*. Did you mean `\/testsite sleep NAME`\?/)
    for (const { line } of commandNames.map((name) => commandText(name, { texts: en })))
      assert.ok(answer.includes(JSON.stringify(line).slice(1, -1)), line)
    assert.ok(!words(await team.ben.testsite('frobnicate')).includes('Did you mean'))
    assert.match(words(await team.aki.testsite('スリプ')), /`スリプ`/)
  })

  it('unknown, though every object has a property of that name', async () => {
    for (const text of ['constructor', '__proto__', 'list constructor']) {
      assert.match(words(await team.ben.testsite(text)), /I don't know|No site matches/)
    }
  })

  it('help, in either language', async () => {
    const inEnglish = words(await team.ben.testsite('HELP'))
    const inJapanese = words(await team.aki.testsite('ヘルプ'))
    for (const name of commandNames) {
      assert.ok(inEnglish.includes(commandText(name, { texts: en }).usage), name)
      assert.ok(inJapanese.includes(commandText(name, { texts: ja }).usage), name)
    }
  })

  it('in Japanese do what the English ones do', async () => {
    const { aki } = team
    await team.ben.testsite('owner plum @aki')
    const steps: [text: string, phase: string][] = [
      ['停止 plum', 'asleep'],
      ['起動 plum', 'ready'],
      ['スリープ plum', 'asleep'],
      ['再開　plum', 'ready'],
      ['削除 plum', 'archived'],
      ['復元 plum', 'ready'],
    ]
    for (const [text, expected] of steps) {
      await aki.confirms(text)
      assert.equal(await phase(), expected, text)
    }
    assert.match(words(await aki.testsite('一覧 チャンネル')), /このチャンネルのテストサイト.*plum/)
    assert.match(words(await aki.testsite('表示 plum')), /公開中/)
    assert.match(words(await aki.testsite('詳細 plum')), /公開中/)
    assert.match(words(await aki.testsite('パスワード plum')), /パスワード: `/)
    assert.match(words(await aki.testsite('再デプロイ plum')), /再デプロイしています/)
    assert.match(words(await aki.testsite('再試行 plum')), /再試行は今はできません/)
    assert.match(words(await aki.testsite('担当 plum @chie')), /<@U0CHIE> さんに変更/)
    await aki.testsite('作成 fig')
    assert.equal(aki.holds('name'), 'fig')
  })
})

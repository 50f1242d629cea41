import assert from 'node:assert/strict'
import { phaseOf } from '../../src/site/phase.ts'
import { parseCommand } from '../../src/slack/commands/parse.ts'
import { commandText } from '../../views/help.ts'
import { en } from '../../views/text/en.ts'
import { HERE } from './a-slack.ts'
import { aTeam, type Team } from './a-team.ts'
import { words } from './member.ts'

/** Monday, 2 November 2026, in Tokyo. */
describe('what people type', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
  })
  afterEach(() => team.close())

  describe('after new', () => {
    const sources: [typed: string, repository: string, branch: string][] = [
      ['https://github.com/acme/website', 'acme/website', 'main'],
      ['https://github.com/acme/website/', 'acme/website', 'main'],
      ['https://github.com/acme/website.git', 'acme/website', 'main'],
      ['https://github.com/acme/website/tree/spring', 'acme/website', 'spring'],
      ['https://github.com/acme/website/tree/feature/sale/2026', 'acme/website', 'feature/sale/2026'],
      ['https://github.com/acme/website/tree/feature%2Fsale', 'acme/website', 'feature/sale'],
      ['https://github.com/acme/website/commits/spring/', 'acme/website', 'spring'],
      ['https://www.github.com/acme/website?tab=readme-ov-file#readme', 'acme/website', 'main'],
      ['https://github.com/acme/website#spring', 'acme/website', 'spring'],
      ['github.com/acme/website/tree/spring', 'acme/website', 'spring'],
      ['git@github.com:acme/website.git', 'acme/website', 'main'],
      ['git@github.com:acme/website.git#spring', 'acme/website', 'spring'],
      ['ssh://git@github.com/acme/website.git', 'acme/website', 'main'],
      ['git+ssh://git@github.com:22/acme/website', 'acme/website', 'main'],
      ['http://localhost:4000/git/acme/website.git', 'acme/website', 'main'],
      ['acme/website', 'acme/website', 'main'],
      ['acme/website@spring', 'acme/website', 'spring'],
      ['acme/website@feature/sale', 'acme/website', 'feature/sale'],
      ['acme/website#feature/sale', 'acme/website', 'feature/sale'],
      ['`acme/website`', 'acme/website', 'main'],
      ['ａｃｍｅ/website', 'acme/website', 'main'],
    ]
    for (const [typed, repository, branch] of sources) {
      it(`${typed} is a repository and a branch`, async () => {
        assert.equal(await team.ben.testsite(`new plum ${typed}`), undefined)
        const { ben } = team
        assert.deepEqual(
          [ben.holds('name'), ben.holds('repository'), ben.holds('branch')],
          ['plum', repository, branch],
        )
      })
    }

    const names = [
      'Plum',
      '`plum`',
      '*plum*',
      '"plum"',
      '「plum」',
      'https://plum.test.example.com/a/b?c=d',
      'plum.test.example.com',
    ]
    for (const typed of names) {
      it(`${typed} is a name`, async () => {
        assert.equal(await team.ben.testsite(`new acme/website ${typed}`), undefined)
        assert.deepEqual([team.ben.holds('name'), team.ben.holds('repository')], ['plum', 'acme/website'])
      })
    }

    it('what Slack writes as a link is the address, whatever its label', () => {
      const typed =
        'new <https://github.com/acme/website/tree/a&amp;b|the-site> <mailto:git@github.com|git@github.com>:acme/website'
      const words = ['https://github.com/acme/website/tree/a&b', 'git@github.com:acme/website']
      assert.deepEqual(parseCommand(typed), { command: 'create', words })
    })

    for (const typed of [
      'https://example.org/acme',
      'https://gitlab.com/acme/website',
      'git@gitlab.com:acme/website.git',
      'a:b',
    ]) {
      it(`${typed} is neither, and is said to be`, async () => {
        assert.match(words(await team.ben.testsite(`new ${typed}`)), /can't find a repository or a site name in `/)
        assert.match(words(await team.aki.testsite(`new ${typed}`)), /リポジトリもサイト名も読み取れません/)
        assert.deepEqual(team.ben.screen().modals, [])
      })
    }

    for (const typed of ['plum pear', 'acme/website acme/shop-api', 'plum acme/website pear']) {
      it(`${typed}: a second one is not ignored`, async () => {
        const second = typed.split(' ').at(-1)
        const answer = words(await team.ben.testsite(`new ${typed}`))
        assert.ok(answer.includes(`I don't know what to do with \`${second}\``), answer)
        assert.deepEqual(team.ben.screen().modals, [])
      })
    }
  })

  describe('as the name of a site', () => {
    const typings = [
      'https://plum.test.example.com',
      'https://plum.test.example.com/some/path?query#part',
      'http://PLUM.test.example.com:8080/',
      'plum.test.example.com',
      '`plum`',
      "'plum'",
      '“plum”',
      '*plum*',
      '_plum_',
      'PLUM',
      'ｐｌｕｍ',
      '「plum」',
      '*`Plum`*',
      'plum,',
    ]
    for (const typed of typings) {
      it(`${typed} is plum`, async () => {
        await team.has('plum')
        assert.match(words(await team.ben.testsite(`show ${typed}`)), /\*Ready\*/)
        await team.ben.testsite(`sleep ${typed}`)
        assert.equal(phaseOf(await team.site('plum')), 'asleep')
      })
    }

    for (const typed of ['https://example.com/plum', 'a.plum.test.example.com', 'plumtest.example.com']) {
      it(`${typed} is not plum`, async () => {
        await team.has('plum')
        assert.match(words(await team.ben.testsite(`show ${typed}`)), /no site named/)
      })
    }
  })

  describe('as a date', () => {
    const inBoth: [typed: string, lastDay: string][] = [
      // From the present last day, 16 November.
      ['7d', '2026-11-23'],
      ['7 days', '2026-11-23'],
      ['+7', '2026-11-23'],
      ['a week', '2026-11-23'],
      ['2w', '2026-11-30'],
      ['2 weeks', '2026-11-30'],
      ['2週間', '2026-11-30'],
      ['2週', '2026-11-30'],
      ['３日', '2026-11-19'],
      ['3日間', '2026-11-19'],
      // From today.
      ['today', '2026-11-02'],
      ['Tomorrow', '2026-11-03'],
      ['明日', '2026-11-03'],
      ['あさって', '2026-11-04'],
      ['in 3 days', '2026-11-05'],
      ['2週間後', '2026-11-16'],
      ['来週', '2026-11-09'],
      ['next week', '2026-11-09'],
      ['until next week', '2026-11-09'],
      ['来週まで', '2026-11-09'],
      ['friday', '2026-11-06'],
      ['Fri', '2026-11-06'],
      ['monday', '2026-11-09'],
      ['金曜', '2026-11-06'],
      ['金曜日', '2026-11-06'],
      ['this friday', '2026-11-06'],
      ['25日まで', '2026-11-25'],
      ['1日まで', '2026-12-01'],
      ['until 25', '2026-11-25'],
      ['until the 25th', '2026-11-25'],
      ['来週の金曜日', '2026-11-13'],
      ['再来週水曜', '2026-11-18'],
      ['next monday', '2026-11-09'],
      ['12/25', '2026-12-25'],
      ['１２/２５', '2026-12-25'],
      ['1/31', '2027-01-31'],
      ['11/11', '2026-11-11'],
      ['12月25日', '2026-12-25'],
      ['12月3日', '2026-12-03'],
      ['2026年12月25日', '2026-12-25'],
      ['2026/12/25', '2026-12-25'],
      ['2026-12-5', '2026-12-05'],
      ['25 Dec', '2026-12-25'],
      ['December 25th, 2026', '2026-12-25'],
    ]
    for (const [typed, lastDay] of inBoth) {
      it(`${typed} is ${lastDay}`, async () => {
        await team.has('plum')
        await team.ben.testsite(`extend plum ${typed}`)
        assert.equal((await team.site('plum')).spec.expiresAt, Date.parse(`${lastDay}T18:00:00+09:00`))
      })
    }

    it('12/3 is the third of December in Japanese', async () => {
      await team.has('plum')
      assert.match(words(await team.aki.testsite('延長 plum 12/3')), /期限/)
      assert.equal((await team.site('plum')).spec.expiresAt, Date.parse('2026-12-03T18:00:00+09:00'))
    })

    const refused: [typed: string, said: RegExp, inJapanese?: RegExp][] = [
      ['12/3', /`12\/3` could be 3 Dec 2026 or 12 Mar 2027. Write it in full/],
      ['next friday', /could be 6 Nov 2026 or 13 Nov 2026/, /2026\/11\/06 とも 2026\/11\/13 とも読めます/],
      ['来週の日曜日', /could be 8 Nov 2026 or 15 Nov 2026/, /2026\/11\/08 とも 2026\/11\/15 とも/],
      [
        'yesterday',
        /I read `yesterday` as 1 Nov 2026, .*between 2 Nov 2026 and 31 Jan 2027/,
        /2026\/11\/01 と読み取りました/,
      ],
      ['11月1日', /I read `11月1日` as 1 Nov 2027, /, /2027\/11\/01 と読み取りました/],
      ['2/29', /I read `2\/29` as 29 Feb 2028, /, /2028\/02\/29 と読み取りました/],
      ['2/30', /can't read `2\/30` as a date/, /日付として読み取れません/],
      ['2026/11/1', /I read `2026\/11\/1` as 1 Nov 2026/, /2026\/11\/01 と読み取りました/],
      ['13/13', /can't read `13\/13`/, /日付として読み取れません/],
      ['0d', /can't read `0d`/, /日付として読み取れません/],
      ['pear 3', /can't read `pear 3` as a date/, /日付として読み取れません/],
      ['constructor', /can't read `constructor`/, /日付として読み取れません/],
    ]
    for (const [typed, said, inJapanese] of refused) {
      it(`${typed} is refused, and it is said how it was read`, async () => {
        await team.has('plum')
        const before = await team.site('plum')
        assert.match(words(await team.ben.testsite(`extend plum ${typed}`)), said)
        if (inJapanese !== undefined) assert.match(words(await team.aki.testsite(`延長 plum ${typed}`)), inJapanese)
        assert.deepEqual(await team.site('plum'), before)
      })
    }
  })

  describe('as a command', () => {
    const aliases: [typed: string, phase: string][] = [
      ['rm plum', 'archived'],
      ['remove plum', 'archived'],
      ['del plum', 'archived'],
      ['消去 plum', 'archived'],
      ['STOP plum', 'asleep'],
      ['止める plum', 'asleep'],
    ]
    for (const [typed, phase] of aliases) {
      it(`${typed} leaves it ${phase}`, async () => {
        await team.has('plum')
        if ((await team.ben.testsite(typed)) === undefined) await team.ben.submits()
        assert.equal(phaseOf(await team.site('plum')), phase)
      })
    }

    it('start, status, info and create are understood in both languages', async () => {
      await team.has('plum')
      await team.ben.testsite('stop plum')
      await team.ben.testsite('start plum')
      assert.equal(phaseOf(await team.site('plum')), 'ready')
      for (const typed of ['status', 'info', '状態', '情報']) {
        assert.match(words(await team.ben.testsite(`${typed} plum`)), /\*Ready\*/, typed)
      }
      for (const typed of ['create', '新規作成']) {
        await team.ben.testsite(`${typed} fig`)
        assert.equal(team.ben.holds('name'), 'fig')
      }
    })

    const misspelt: [typed: string, meant: string | undefined][] = [
      ['remov', 'delete'],
      ['delte', 'delete'],
      ['restor', 'restore'],
      ['slep', 'sleep'],
      ['shwo', undefined],
      ['frob', undefined],
      ['plum', undefined],
      ['延ちょう', undefined],
    ]
    for (const [typed, meant] of misspelt) {
      it(`${typed} is unknown${meant === undefined ? '' : `, and near ${meant}`}: nothing is done`, async () => {
        await team.has('plum')
        const before = await team.site('plum')
        const answer = words(await team.ben.testsite(`${typed} plum`))
        assert.ok(answer.includes(`I don't know *\`${typed}\`*.`), answer)
        const [, nearest] = /Did you mean `\/testsite (\w+)/.exec(answer) ?? []
        assert.equal(nearest, meant)
        assert.deepEqual(await team.site('plum'), before)
      })
    }

    it('says of what it offers for a slip what that does', async () => {
      assert.match(words(await team.ben.testsite('delte plum')), /delete NAME`\? Archives it now\./)
      assert.match(words(await team.aki.testsite('delte plum')), /のことでしょうか？アーカイブします。/)
    })

    const tooMuch = ['show', 'sleep', 'wake', 'delete', 'restore', 'redeploy', 'refresh-users', 'retry'] as const
    for (const command of tooMuch) {
      it(`${command} plum pear does neither`, async () => {
        await team.has('plum')
        await team.has('pear')
        const before = [await team.site('plum'), await team.site('pear')]
        const answer = words(await team.ben.testsite(`${command} plum pear`))
        assert.match(answer, /I don't know what to do with `pear`, so nothing changed/)
        assert.ok(answer.includes(commandText(command, { texts: en }).usage))
        assert.match(words(await team.aki.testsite(`${command} plum pear`)), /`pear` の意味が分からない/)
        assert.deepEqual([await team.site('plum'), await team.site('pear')], before)
      })
    }

    it('owner takes the person first or last, and no third word', async () => {
      await team.has('plum')
      await team.ben.testsite('owner @aki `plum`')
      assert.equal((await team.site('plum')).spec.owner, team.aki.id)
      assert.match(words(await team.aki.testsite('owner plum @ben @chie')), /の意味が分からない/)
      assert.equal((await team.site('plum')).spec.owner, team.aki.id)
    })

    it('password takes none that is typed, and does not repeat it', async () => {
      await team.has('plum')
      const before = await team.site('plum')
      const answer = words(await team.ben.testsite('password plum hunter2hunter2'))
      assert.match(answer, /Others might see a password in a command/)
      assert.ok(!answer.includes('hunter2'))
      assert.deepEqual(await team.site('plum'), before)
    })

    it('list says which word it does not know, and the nearest', async () => {
      assert.match(words(await team.ben.testsite('list archved')), /No site matches. Did you mean `archived`\?/)
      assert.match(words(await team.ben.testsite('list chanel')), /Did you mean `channel`\?/)
      assert.match(words(await team.aki.testsite('list xyz', HERE)), /`xyz`.*条件に合うサイトはありません/)
      assert.match(words(await team.ben.testsite('list all mine')), /both `all` and `mine`/)
    })
  })
})

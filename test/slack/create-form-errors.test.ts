import assert from 'node:assert/strict'
import { aTeam, type Team } from './a-team.ts'
import { words, type Member } from './member.ts'

describe('mistakes in the create form', () => {
  let team: Team
  beforeEach(async () => {
    team = await aTeam()
    await team.has('taken')
  })
  afterEach(() => team.close())

  async function submitted(person: Member, values: Record<string, string>) {
    await person.testsite('new plum acme/website#main')
    await person.fills(values)
    assert.equal(await person.submits(), undefined)
    assert.equal(await team.store.load('plum'), undefined)
    return person.errors()
  }

  const cases: [field: string, value: string, en: RegExp, ja: RegExp][] = [
    ['name', 'taken', /already a site named taken/, /taken という名前はすでに使われています/],
    ['name', ' taken ', /already a site named taken/, /taken という名前はすでに使われています/],
    ['name', 'www', /The name www is reserved/, /www は予約済みの名前です/],
    ['name', '日本語', /lowercase letters/, /英小文字/],
    ['name', 'x'.repeat(64), /up to 63 characters/, /63 文字以内/],
    ['document-root', '../etc', /directory in the repository/, /リポジトリ内のディレクトリ/],
    ['app-directory', 'apps/../..', /directory in the repository/, /リポジトリ内のディレクトリ/],
    ['start-command', 'npm start\u0007', /one line of up to 500 characters/, /500 文字以内の 1 行/],
    ['start-command', 'x'.repeat(501), /one line of up to 500 characters/, /500 文字以内の 1 行/],
    ['last-day', '2026-11-01', /That day is over. Choose 2 Nov 2026 or later/, /2026\/11\/02 以降/],
    ['last-day', '2027-03-01', /up to 90 days from now/, /今日から 90 日後まで/],
    ['access-user', 'a:b', /letters, digits/, /英数字/],
    ['password', 'short', /at least 8 characters/, /8 文字以上/],
    ['password', 'x'.repeat(73), /up to 72 bytes/, /72 バイト以内/],
  ]
  for (const [field, value, en, ja] of cases) {
    it(`are told at ${field}: ${value.slice(0, 12)}`, async () => {
      for (const [person, text] of [
        [team.ben, en],
        [team.aki, ja],
      ] as const) {
        const errors = await submitted(person, { [field]: value })
        assert.deepEqual(Object.keys(errors), [field])
        assert.match(errors[field] ?? '', text)
      }
    })
  }

  it('are told all at once, and nothing typed is lost', async () => {
    const typed = {
      name: 'Taken Name',
      'document-root': '.git',
      'last-day': '2026-01-01',
      'access-user': ':',
      password: 'short',
    }
    const errors = await submitted(team.aki, typed)
    assert.deepEqual(Object.keys(errors).toSorted(), Object.keys(typed).toSorted())
    assert.match(errors['name'] ?? '', /taken-name はいかが/)
    for (const [field, value] of Object.entries(typed)) assert.equal(team.aki.holds(field), value)
    await team.aki.fills({
      name: 'plum',
      'document-root': '',
      'last-day': '2026-11-20',
      'access-user': 'aki',
      password: 'long enough',
    })
    await team.aki.submits()
    assert.equal((await team.site('plum')).spec.access.user, 'aki')
  })

  it('are told at the repository and the branch, when these went meanwhile', async () => {
    const { ben } = team
    for (const [source, field, text] of [
      ['acme/gone#main', 'repository', /can't find acme\/gone/],
      ['acme/website#gone', 'branch', /acme\/website has no branch gone/],
      ['acme/#main', 'repository', /looks like owner\/name/],
      ['acme/website#-gone', 'branch', /Choose a branch/],
    ] as const) {
      await ben.testsite(`new plum ${source}`)
      assert.equal(await ben.submits(), undefined)
      assert.deepEqual(Object.keys(ben.errors()), [field])
      assert.match(ben.errors()[field] ?? '', text)
    }
  })

  it('are told where an image or size is no longer offered', async () => {
    const { ben } = team
    await ben.testsite('new plum acme/website#main')
    await ben.wantsMore()
    const catalogue = await team.slackDeps.catalogue()
    catalogue.images = catalogue.images.slice(1)
    catalogue.sizes = catalogue.sizes.slice(1)
    await ben.submits()
    assert.deepEqual(Object.keys(ben.errors()), ['image', 'size'])
    assert.match(words(ben.errors()), /image is no longer available.*size is no longer available/)
  })

  it('of others do not matter to who submits right', async () => {
    await submitted(team.ben, { name: 'taken' })
    await team.ben.fills({ name: 'fig' })
    await team.ben.submits()
    assert.deepEqual(team.ben.screen().modals, [])
    assert.ok(await team.store.load('fig'))
  })
})

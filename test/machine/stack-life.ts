import assert from 'node:assert/strict'
import type { GitRepository } from '../support/git-repository.ts'
import { eventually } from './eventually.ts'
import type { MachineFixture, TestRepository } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import type { JobResult, TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

type Files = Parameters<GitRepository['commit']>[0]

/** A small app of a stack. What visitors see of it is `WORD SHADE NOTE`, and whatever else must never change. */
export interface App {
  name: string
  files(word: string): Files
  /** Of the site, such as `sharedDirectories`. */
  settings?: object
  /** What the page says after the three, and the log of the first build. */
  rest?: RegExp
  log: RegExp
  /** Reads all that visitors see of it; the start page unless said otherwise. `get` answers `none` for a page that isn't there. */
  read?(get: (path: string) => Promise<string>): Promise<string>
  /** Makes the note `kept`; before, it's `none`. */
  write(machine: TestMachine): Promise<unknown>
  /** How its next release can fail: files in place of those of `files`, and what the card quotes of a log, or finds wrong with the start page. */
  failingBuild?: [files: Files, reason: string, log: RegExp]
  failingStart?: [files: Files, log: RegExp]
  failingPage?: [files: Files, problem: string]
  /** The variable for SHADE; `none` where nothing can show one. */
  variable?: string
}

/** Composer says the first words also where there's nothing to do. */
const INSTALLS = /Installing (?!dependencies from lock file)|Fetching/

/** Writes the note into a file that stays, as a program of the site would; paths are those in the app directory. */
export function writesNote(path: string): App['write'] {
  const write = `setpriv --reuid app --regid app --clear-groups sh -c 'printf kept >/srv/testsite/current/${path}'`
  return (machine) => machine.sh(write)
}

/** All that happens to a site with that app, on a machine that may have had others before. */
export function itLives(app: App, on: () => { fixture: MachineFixture; machine: TestMachine }): void {
  const { name, variable = 'SHADE' } = app
  let repository: TestRepository
  let rest = ''
  const get = async (path: string) => {
    const { status, text } = await visit(on().machine, path)
    return status === 404 ? 'none' : text.trim()
  }
  const page = async () => (app.read === undefined ? get('/') : app.read(get))
  const environment = (shade: string) => (variable === 'none' ? {} : { [variable]: shade })
  const setUp = async (shade?: string): Promise<JobResult> =>
    runSetUp(on().machine, repository.cloneUrl, {
      services: [],
      ...app.settings,
      ...(shade !== undefined && { environment: environment(shade) }),
    })
  const shown = (word: string, shade: string, note: string) =>
    [word, ...(variable === 'none' ? [] : [shade]), note].join(' ') + rest
  const deploy = async (files: Files): Promise<JobResult> => {
    await repository.push(files)
    return (await on().machine.job('deploy')).result
  }
  const buildLog = async () => on().machine.sh('cat /var/log/testsite/build.log')
  const assertServed = (result: JobResult) => {
    assert.ok(result.ok, JSON.stringify(result))
    assert.deepEqual(result.deploy?.page, { status: 200 })
  }

  describe(name, () => {
    before(async () => {
      repository = await on().fixture.repository(name.replaceAll(/\W+/g, '-'), app.files('plums'))
    })

    it('is served after its first deploy', async () => {
      assertServed(await setUp('red'))
      const begin = shown('plums', 'red', 'none')
      const seen = await page()
      rest = seen.slice(begin.length)
      assert.equal(seen.slice(0, begin.length), begin)
      assert.match(rest, app.rest ?? /^$/)
      assert.match(await buildLog(), app.log)
    })

    it('takes what is written', async () => {
      await app.write(on().machine)
      assert.equal(await page(), shown('plums', 'red', 'kept'))
    })

    if (app.failingBuild !== undefined) {
      const [files, reason, log] = app.failingBuild
      it('stays as it was when it cannot be built', async () => {
        const result = await deploy({ ...app.files('pears'), ...files })
        assert.ok(!result.ok, JSON.stringify(result))
        assert.deepEqual([result.reason, result.permanent], [reason, true], result.log)
        assert.match(result.log, log)
        assert.equal(await page(), shown('plums', 'red', 'kept'))
      })
    }

    if (app.failingPage !== undefined) {
      const [files, problem] = app.failingPage
      it('is told to have no good start page', async () => {
        const result = await deploy({ ...app.files('pears'), ...files })
        assert.ok(result.ok, JSON.stringify(result))
        assert.equal(result.deploy?.page?.problem, problem)
      })
    }

    it('keeps what was written over the next deploy, which installs nothing', async () => {
      assertServed(await deploy(app.files('quinces')))
      assert.equal(await page(), shown('quinces', 'red', 'kept'))
      assert.doesNotMatch(await buildLog(), INSTALLS)
    })

    if (app.failingStart !== undefined) {
      const [files, log] = app.failingStart
      it('stays as it was when it does not start', async () => {
        const result = await deploy({ ...app.files('pears'), ...files })
        assert.ok(!result.ok, JSON.stringify(result))
        assert.deepEqual([result.reason, result.permanent], ['start-failed', true], result.log)
        assert.match(result.log, log)
        assert.equal(await page(), shown('quinces', 'red', 'kept'))
      })
    }

    if (variable !== 'none') {
      it('shows a changed environment without a push', async () => {
        const document = { kind: 'environment', environment: environment('blue') }
        const { result } = await on().machine.job('environment', document)
        assert.ok(result.ok, JSON.stringify(result))
        const isShown = async () => (await page()) === shown('quinces', 'blue', 'kept')
        await eventually(isShown, 'the new environment is shown')
      })
    }

    it('is there again with all that was written after an archive and a restore, and deploys as before', async () => {
      const before = shown('quinces', 'blue', 'kept')
      assert.equal(await page(), before)
      await on().machine.archiveAndRestore()
      let seen = ''
      const isBack = async () => (seen = await page().catch(String)) === before
      await eventually(isBack, 'it is back').catch(() => assert.equal(seen, before))
      await repository.push(app.files('apples'))
      assertServed(await setUp())
      assert.equal(await page(), shown('apples', 'blue', 'kept'))
      assert.doesNotMatch(await buildLog(), INSTALLS)
    })
  })
}

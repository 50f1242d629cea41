import assert from 'node:assert/strict'
import { type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { runSetUp } from './run-set-up.ts'
import { type App, itLives, writesNote } from './stack-life.ts'
import type { TestMachine } from './test-machine.ts'
import { visit } from './visit.ts'

const FILES = {
  'hugo.toml': 'title = "Plum"\nenableGitInfo = true\nbaseURL = "https://example.com/"\n',
  'layouts/index.html': '{{ .Title }} {{ getenv "HUGO_SHADE" }}',
}
const content = (word: string) => ({ 'content/_index.md': `---\ntitle: ${word}\n---\n` })

/** Built by the newest version, for the address of the site. */
const HUGO: App = {
  name: 'that declares no version',
  files: (word) => ({
    ...FILES,
    ...content(word),
    'content/about.md': '',
    'layouts/_default/single.html': '{{ .Permalink }} by {{ hugo.Version }}',
  }),
  variable: 'HUGO_SHADE',
  settings: { sharedDirectories: ['public/uploads'] },
  rest: /^ https:\/\/plum\.test\.example\.com\/about\/ by 0\.168\.0$/,
  log: /^Hugo \(hugo\.toml\)[^]*Installing Hugo 0\.168\.0/,
  read: async (get) => `${await get('/')} ${await get('/uploads/note.txt')} ${await get('/about/')}`,
  write: writesNote('public/uploads/note.txt'),
  failingBuild: [{ 'layouts/index.html': '{{ .Nothing }' }, 'build-failed', /index\.html:1/],
  failingPage: [{ 'hugo.toml': 'disableKinds = ["home"]\n' }, 'forbidden'],
}

describe('a Hugo project', () => {
  let fixture: MachineFixture
  let machine: TestMachine
  before(async () => {
    fixture = await makeMachineFixture()
    machine = await fixture.connectedMachine()
  })
  after(() => fixture.close())

  itLives(HUGO, () => ({ fixture, machine }))

  describe('of another version', () => {
    let deploy: (changes: Record<string, string>) => ReturnType<typeof runSetUp>
    before(async () => {
      const { cloneUrl, push } = await fixture.repository('hugo', {
        ...FILES,
        ...content('Quinces'),
        'layouts/index.html': '{{ .Title }} by {{ hugo.Version }}',
      })
      deploy = async (changes) => {
        await push(changes, 'Change')
        return runSetUp(machine, cloneUrl)
      }
    })
    const text = async () => (await visit(machine)).text.trimEnd()
    const debianHugo = async () =>
      /^hugo v(\d+\.\d+\.\d+)/.exec(await machine.sh('/usr/bin/hugo version'))?.[1] ?? assert.fail('no version')

    it('is built by the version that it declares', async () => {
      const result = await deploy({ 'netlify.toml': '[build.environment]\nHUGO_VERSION = "0.160.1"\n' })
      assert.ok(result.ok, JSON.stringify(result))
      assert.match(await text(), /by 0\.160\.1$/)
    })

    it('is told which versions can be had', async () => {
      const result = await deploy({ 'netlify.toml': '[build.environment]\nHUGO_VERSION = "0.999.0"\n' })
      assert.ok(!result.ok && result.reason === 'build-failed', JSON.stringify(result))
      const [, own] =
        /Hugo 0\.999\.0 can't be had\. Versions that can: (\S+), 0\.\d+\.\d+ to 0\.\d+\.\d+\./.exec(result.log) ?? []
      assert.equal(own, await debianHugo(), result.log)
      assert.match(await text(), /by 0\.160\.1$/)
    })

    it("is built by Debian's older version when it declares none and the newest refuses it", async () => {
      const layout = '{{ .Title }} by {{ hugo.Version }} for {{ .Site.Author.name }}'
      const result = await deploy({
        'netlify.toml': '',
        'hugo.toml': 'title = "Plum"\n[author]\nname = "Aki"\n',
        'layouts/index.html': layout,
      })
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await text(), `Quinces by ${await debianHugo()} for Aki`)
    })

    it('is the example of a theme, which says if it has none', async () => {
      const theme = await fixture.repository('theme', {
        'theme.toml': 'name = "Plum"\n',
        'go.mod': 'module github.com/plum/theme\n\ngo 1.16\n',
        'layouts/index.html': '{{ .Title }} of a theme',
      })
      const alone = await runSetUp(machine, theme.cloneUrl)
      assert.ok(!alone.ok && alone.reason === 'build-failed', JSON.stringify(alone))
      assert.match(alone.log, /A Hugo theme has no pages of its own\. Add a site that shows it[^\n]*$/)
      await theme.push({ 'exampleSite/config.toml': 'title = "Plums"\ntheme = "plum-theme"\nthemesDir = "../.."\n' })
      const result = await runSetUp(machine, theme.cloneUrl)
      assert.ok(result.ok, JSON.stringify(result))
      assert.equal(await text(), 'Plums of a theme')
    })
  })
})

import assert from 'node:assert/strict'
import { createServer } from 'node:http'
import { text } from 'node:stream/consumers'
import * as z from 'zod'
import { aDocument } from './documents.ts'
import { eventually } from './eventually.ts'
import { HOST, type MachineFixture, makeMachineFixture } from './machine-fixture.ts'
import { type ReportService, startReportService, TOKEN } from './report-service.ts'
import type { TestMachine } from './test-machine.ts'

const bodySchema = z.strictObject({ commit: z.string(), changed: z.number(), image: z.base64() })

const SETTLED = '[ ! -e /var/lib/testsite/owed-picture ] && flock -n /run/testsite/picture.lock echo settled || true'

const page = (color: string, more = '') =>
  `<!doctype html><link rel="stylesheet" href="https://plum.test.example.com/style.css"><body style="background:${color}">Plums${more}`

const UNTIDY = '/usr/local/bin/chromium-headless-shell'
/** A browser that ends at once, and leaves a process behind that keeps writing to its profile. */
const UNTIDY_BROWSER = `#!/bin/bash
for argument; do if [[ $argument == --user-data-dir=* ]]; then profile=\${argument#*=}; fi; done
{ while :; do mkdir -p "$profile"; : >"$profile/$RANDOM"; done } 3>&- 4>&- &
until [[ -d $profile ]]; do :; done
`

/** Takes pictures as the service does. */
async function startGallery() {
  const pictures: z.infer<typeof bodySchema>[] = []
  const take = async (req: Parameters<typeof text>[0], authorization = '') => {
    const body: unknown = JSON.parse(await text(req))
    assert.equal(authorization, `Bearer ${TOKEN}`)
    pictures.push(bodySchema.parse(body))
  }
  const server = createServer((req, res) => {
    take(req, req.headers.authorization).then(
      () => res.writeHead(204).end(),
      () => res.writeHead(400).end(),
    )
  })
  await new Promise<void>((resolve) => server.listen(0, '0.0.0.0', resolve))
  const address = server.address()
  assert.ok(address !== null && typeof address === 'object')
  return { pictures, port: address.port, close: () => void server.close() }
}

describe('the picture of a start page', () => {
  let fixture: MachineFixture
  let reports: ReportService
  let gallery: Awaited<ReturnType<typeof startGallery>>
  let machine: TestMachine
  let repository: Awaited<ReturnType<MachineFixture['repository']>>
  before(async () => {
    ;[fixture, reports, gallery] = await Promise.all([makeMachineFixture(), startReportService(), startGallery()])
    const files = { 'public/index.html': page('#7b3fa0'), 'public/style.css': 'body { font: 40px sans-serif }' }
    ;[machine, repository] = await Promise.all([fixture.machine(), fixture.repository('site', files)])
    await fixture.connect(machine)
    await machine.sh('apt-get -q -y update && apt-get -q -y install --no-install-recommends chromium')
    const report = {
      url: `http://${HOST}:${reports.port}/`,
      pictureUrl: `http://${HOST}:${gallery.port}/picture/plum`,
      token: TOKEN,
    }
    const { result } = await machine.job('set-up', await aDocument(repository.cloneUrl, { report }))
    assert.ok(result.ok, JSON.stringify(result))
  })
  after(async () => {
    await fixture.close()
    await reports.close()
    gallery.close()
  })

  const deploy = async (files: Record<string, string>) => {
    const commit = await repository.push(files)
    const { result } = await machine.job('deploy')
    assert.ok(result.ok, JSON.stringify(result))
    return commit
  }
  /** Once it has been decided what to show of the last deploy. */
  const settled = () => eventually(async () => (await machine.sh(SETTLED)).trim() === 'settled', 'the picture is taken')

  it('is taken after the first deploy, as JPEG, small, and of what visitors see', async () => {
    const [first] = await eventually(async () => gallery.pictures.length > 0 && gallery.pictures, 'a picture comes')
    assert.ok(first !== undefined)
    const image = Buffer.from(first.image, 'base64')
    assert.equal(image.subarray(0, 3).toString('hex'), 'ffd8ff')
    assert.ok(image.length < 200_000)
    assert.equal(first.changed, 1)
    assert.match(first.commit, /^[0-9a-f]{40}$/)
  })

  it('is sent again once it looks different, with what has changed, and not before', async () => {
    await deploy({ 'public/other.html': 'other' })
    await settled()
    assert.equal(gallery.pictures.length, 1)
    const commit = await deploy({ 'public/index.html': page('#ffffff') })
    await eventually(async () => gallery.pictures.length === 2, 'another comes')
    assert.equal(gallery.pictures[1]?.commit, commit)
    assert.ok((gallery.pictures[1]?.changed ?? 0) > 0.9)
  })

  it('is not taken of a page that asks for a login, or has none', async () => {
    await deploy({ 'public/index.html': page('#123456', '<form><input type="password"></form>') })
    await settled()
    await deploy({ 'public/index.html': '' })
    await settled()
    assert.equal(gallery.pictures.length, 2)
    assert.equal(reports.reports.at(-1)?.status.deploys[0]?.result, 'deployed')
  })

  it('leaves no browser and no files behind', async () => {
    await machine.sh(`cat >${UNTIDY} <<'END'\n${UNTIDY_BROWSER}END\nchmod 755 ${UNTIDY}`)
    await deploy({ 'public/index.html': page('#654321') })
    await settled()
    const left = await machine.sh('ls -d /var/tmp/testsite-picture.* 2>/dev/null; pgrep -c chromium || true')
    assert.equal(left.trim(), '0')
  })
})

import assert from 'node:assert/strict'
import { execFile, execFileSync } from 'node:child_process'
import { createHash } from 'node:crypto'
import { chmod, readFile, writeFile } from 'node:fs/promises'
import { createServer, type Server } from 'node:http'
import { join } from 'node:path'
import { promisify } from 'node:util'
import { chosenSettings } from '../../src/aws/settings.ts'
import { makeTemporaryDirectory, type TemporaryDirectory } from '../support/temporary-directory.ts'
import { listen } from '../../src/local/listen.ts'

const VERSION = '3.3.4364.0'
const PACKAGE = Buffer.from('a package')

/** Debian's `gnupg` signs as AWS does, and `tools/pin-ssm-agent.sh` judges by Debian's `gpgv`. */
describe("the agent's package, before it is pinned", () => {
  let home: TemporaryDirectory
  let bucket: Server
  let url: string
  const files = new Map<string, Buffer>()

  const gpg = (...args: string[]) => execFileSync('gpg', ['--homedir', home.path, '--batch', '--quiet', ...args])
  const newKey = (name: string) => gpg('--passphrase', '', '--quick-generate-key', name, 'rsa2048', 'sign', 'never')
  const publicKey = (name: string) => gpg('--armor', '--export', name)

  async function sign(name: string): Promise<Buffer> {
    const [file, signature] = [join(home.path, 'package'), join(home.path, 'package.sig')]
    await writeFile(file, PACKAGE)
    gpg('--yes', '--local-user', name, '--output', signature, '--detach-sign', file)
    return readFile(signature)
  }

  before(async () => {
    home = await makeTemporaryDirectory()
    await chmod(home.path, 0o700)
    for (const name of ['aws', 'another']) newKey(name)
    bucket = createServer(({ url = '' }, response) => {
      const file = files.get(url)
      response.writeHead(file === undefined ? 403 : 200).end(file)
    })
    url = `http://127.0.0.1:${await listen(bucket)}`
  })
  after(async () => {
    bucket.close()
    execFileSync('gpgconf', ['--homedir', home.path, '--kill', 'all'])
    await home.remove()
  })

  beforeEach(async () => {
    files.clear()
    files.set('/latest/VERSION', Buffer.from(`${VERSION}\n`))
    files.set(`/${VERSION}/debian_arm64/amazon-ssm-agent.deb`, PACKAGE)
    files.set(`/${VERSION}/debian_arm64/amazon-ssm-agent.deb.sig`, await sign('aws'))
  })

  async function pin(key: Buffer): Promise<string> {
    const file = join(home.path, 'key.asc')
    await writeFile(file, key)
    const env = { ...process.env, SSM_AGENT_URL: url }
    return (await promisify(execFile)('bash', ['tools/pin-ssm-agent.sh', file, 'arm64'], { env })).stdout
  }

  it('is the setting, if AWS has signed it', async () => {
    const [, version, sha256] =
      /^ssmAgent: \{ version: '(.*)', sha256: '(.*)' \},\n$/.exec(await pin(publicKey('aws'))) ?? []
    const setting = chosenSettings.shape.ssmAgent.parse({ version, sha256 })
    assert.deepEqual(setting, { version: VERSION, sha256: createHash('sha256').update(PACKAGE).digest('hex') })
  })

  it('is refused when it was changed, or signed by somebody else', async () => {
    files.set(`/${VERSION}/debian_arm64/amazon-ssm-agent.deb`, Buffer.from('a changed package'))
    await assert.rejects(pin(publicKey('aws')), /The package isn't signed by the key/)
    files.set(`/${VERSION}/debian_arm64/amazon-ssm-agent.deb`, PACKAGE)
    await assert.rejects(pin(publicKey('another')), /The package isn't signed by the key/)
  })

  it('is not looked at with a file that has no key', async () => {
    await assert.rejects(pin(Buffer.from('<html>')), /has no public key in it/)
  })
})

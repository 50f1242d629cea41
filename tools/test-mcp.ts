import { spawnSync } from 'node:child_process'
import { access, mkdir } from 'node:fs/promises'
import { homedir } from 'node:os'
import { join } from 'node:path'
import process from 'node:process'
import { takeNoArguments } from './arguments.ts'

/** `npm run test:mcp`: `pokopoko mcp` with clients of others. The inspector comes from npm, into a cache; the tests find it in INSPECTOR. */
const VERSION = '2.12.0'

takeNoArguments('npm run test:mcp')
const cache = join(process.env['XDG_CACHE_HOME'] ?? join(homedir(), '.cache'), 'pokopoko', `mcp-inspector-${VERSION}`)
const inspector = join(cache, 'node_modules/@modelcontextprotocol/inspector/clients/launcher/build/index.js')
const isThere = await access(inspector).then(
  () => true,
  () => false,
)
if (!isThere) {
  await mkdir(cache, { recursive: true })
  const quietly = ['--ignore-scripts', '--no-audit', '--no-fund', '--no-save']
  run('npm', ['install', '--prefix', cache, ...quietly, `@modelcontextprotocol/inspector@${VERSION}`])
}
run('npx', ['mocha', 'test/mcp/*.test.ts'], { INSPECTOR: inspector })

function run(command: string, args: string[], env: NodeJS.ProcessEnv = {}): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}

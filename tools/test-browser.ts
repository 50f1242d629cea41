import { spawnSync } from 'node:child_process'
import process from 'node:process'
import { findChromium } from '../src/local/find-chromium.ts'

/**
 * `npm run test:browser`: the workspace page in Debian's chromium, which root may have installed on the way. Without
 * a browser this fails; it never skips. Arguments go on to mocha, files first; the tests find the browser in CHROMIUM.
 */
const PACKAGES = ['chromium', 'fonts-ipafont-gothic', 'fonts-noto-color-emoji']

let chromium = await findChromium(process.env)
if (chromium === undefined) {
  install()
  chromium = await findChromium(process.env)
}
if (chromium === undefined) fail('No chromium. Install one (Debian: apt-get install chromium) or name it in CHROMIUM.')
const [tests = 'test/browser/*.test.ts', ...rest] = process.argv.slice(2)
run('npx', ['mocha', tests, ...rest], {
  CHROMIUM: chromium,
})

function install(): void {
  if (process.getuid?.() !== 0 || spawnSync('apt-get', ['--version']).status !== 0) return
  const env = { DEBIAN_FRONTEND: 'noninteractive' }
  run('apt-get', ['update', '-qq'], env)
  run('apt-get', ['install', '-y', '-o', 'DPkg::Lock::Timeout=300', '-qq', '--no-install-recommends', ...PACKAGES], env)
}

function run(command: string, args: string[], env: NodeJS.ProcessEnv): void {
  const { status } = spawnSync(command, args, { stdio: 'inherit', env: { ...process.env, ...env } })
  if (status !== 0) process.exit(status ?? 1)
}

function fail(message: string): never {
  console.error(message)
  process.exit(1)
}

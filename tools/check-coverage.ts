import { readFileSync } from 'node:fs'
import { join, relative } from 'node:path'
import { transformSync } from 'esbuild'
import * as z from 'zod'
import { takeNoArguments } from './arguments.ts'

/**
 * The last part of `npm run check:tests`: coverage of each file, from the summary that c8 has written. c8's own thresholds
 * for each file know no exceptions, and take a file that has types alone for one that never ran.
 */
const MIN_PERCENT = { lines: 85, branches: 60, functions: 60 }

/** Files below that in the suites of `npm run check:tests`, by what runs them. One that is no longer below has to leave. */
const EXCEPTIONS: Record<string, string[]> = {
  'wiring that runs bundled, in processes of its own: test/process, and test:aws': [
    'src/cli/deployed.ts',
    'src/cli/local.ts',
    'src/cli/main.ts',
    'src/lambda/bake.ts',
    'src/lambda/checked-settings.ts',
    'src/lambda/clone-tokens.ts',
    'src/lambda/code-cache.ts',
    'src/lambda/code-host.ts',
    'src/lambda/engine.ts',
    'src/lambda/gateway.ts',
    'src/lambda/index.ts',
    'src/lambda/keep-images.ts',
    'src/lambda/machines.ts',
    'src/lambda/offers.ts',
    'src/lambda/reconcile.ts',
    'src/lambda/slack-settings.ts',
    'src/lambda/slack.ts',
    'src/lambda/sweep.ts',
    'src/local/answer.ts',
    'src/local/main.ts',
    'src/local/platform/cli-endpoint.ts',
    'src/local/platform/activity.ts',
  ],
  'containers: test:machine': [
    'src/local/containers/containers.ts',
    'src/local/containers/images.ts',
    'src/local/containers/instances.ts',
    'src/local/containers/machines.ts',
  ],
  'started by hand, or by .ci/run itself': [
    'infra/deploy.ts',
    'infra/deploying/terminal.ts',
    'infra/destroy.ts',
    'infra/main.ts',
    'tools/bake.ts',
    'tools/build.ts',
    'tools/check-coverage.ts',
    'tools/check-regexes.ts',
    'tools/check-views.ts',
    'tools/checking-views/deployed.ts',
    'tools/common-passwords.ts',
    'tools/holidays/dates-of-all.ts',
    'tools/lambda-node.ts',
    'tools/manifest.ts',
    'tools/package-proxy.ts',
    'tools/test-browser.ts',
    'tools/test-chaos.ts',
    'tools/test-mcp.ts',
    'tools/try-repositories.ts',
    'tools/with-packages.mjs',
    'tools/chaos/run-scenarios.ts',
    'tools/chaos/messages.ts',
    'tools/chaos/scenario-worker.ts',
  ],
}

takeNoArguments('npm run check:tests')

const root = join(import.meta.dirname, '..')
const share = z.object({ pct: z.number() })
const summarySchema = z.record(z.string(), z.object({ lines: share, branches: share, functions: share }))

const summary = summarySchema.parse(JSON.parse(readFileSync(join(root, 'coverage/coverage-summary.json'), 'utf8')))
const below = Object.entries(summary)
  .filter(([path, { lines, branches, functions }]) => {
    if (path === 'total' || hasTypesAlone(path)) return false
    const { lines: l, branches: b, functions: f } = MIN_PERCENT
    return lines.pct < l || branches.pct < b || functions.pct < f
  })
  .map(([path, { lines, branches, functions }]) => ({
    path: relative(root, path),
    found: `${lines.pct} % of lines, ${branches.pct} % of branches, ${functions.pct} % of functions`,
  }))

const excepted = new Set(Object.values(EXCEPTIONS).flat())
const bad = below.filter(({ path }) => !excepted.has(path))
const stale = [...excepted].filter((path) => !below.some((file) => file.path === path))
for (const { path, found } of bad) console.error(`${path}: ${found} are tested`)
for (const path of stale) console.error(`${path} is tested well enough: take it out of the exceptions`)
if (bad.length > 0 || stale.length > 0) process.exitCode = 1

/** Nothing is left of it when its types are taken out. */
function hasTypesAlone(path: string): boolean {
  if (!path.endsWith('.ts')) return false
  const { code } = transformSync(readFileSync(path, 'utf8'), { loader: 'ts' })
  return code.trim() === ''
}

import { rm } from 'node:fs/promises'
import { join, relative } from 'node:path'
import { takeNoArguments } from './arguments.ts'
import { buildFunctions } from './build-functions.ts'
import { makeCodeCaches } from './code-cache/make-code-caches.ts'
import { lambdaNode, lambdaVersions } from './lambda-node.ts'

/**
 * `npm run build`: the functions as they are deployed, in `dist/lambda`. Prints the size of each file; fails when one is over its
 * limit, so that nothing heavy slips in.
 */
const KIB = 1024
const out = join(import.meta.dirname, '../dist/lambda')

/** In KiB: a tenth more than they weigh. */
const LIMITS: Record<string, number> = {
  'slack/index.js': 3,
  'slack/function.js': 720,
  'slack/offers.js': 400,
  'slack/client.js': 280,
  // Loaded by whoever opens or sends the form of variables.
  'slack/environment-access.js': 90,
  // Loaded by whoever asks for a log: a client of one more service.
  'slack/ask-for-logs.js': 220,
  // Loaded where the settings are another version's.
  'slack/slack-settings.js': 170,
  // With what makes a site, and the words for pull requests. Nobody but GitHub waits for it, ten seconds.
  'slack/github-events.js': 365,
  'reconcile/index.js': 3,
  'reconcile/function.js': 1160,
  'reconcile/client.js': 280,
  // All of reconcile, and the weekly digest.
  'sweep/index.js': 3,
  'sweep/function.js': 1160,
  'sweep/client.js': 280,
  'bake/index.js': 3,
  'bake/function.js': 715,
  'gateway/index.js': 3,
  'gateway/function.js': 475,
  // Loaded with the first push to a site that sleeps.
  'gateway/repository-hook.js': 400,
  'gateway/clone-tokens.js': 400,
  'reconcile/instance.tar.gz': 150,
  'sweep/instance.tar.gz': 150,
  'bake/instance.tar.gz': 150,
}

/** Of each code cache, in KiB. */
const CACHE_LIMIT = 1700

takeNoArguments('npm run build')
await rm(out, { recursive: true, force: true })
const sizes = await buildFunctions(out)
for (const [path, bytes] of [...sizes, ...(await codeCaches())]) {
  const name = relative(out, path)
  const limit = name.endsWith('.cache') ? CACHE_LIMIT : (LIMITS[name] ?? 0)
  const isOver = bytes > limit * KIB
  console.log(
    `${name.padEnd(26)} ${(bytes / KIB).toFixed(0).padStart(5)} KiB, limit ${limit}${isOver ? ': TOO LARGE' : ''}`,
  )
  if (isOver) process.exitCode = 1
}

/** Functions work without. */
async function codeCaches(): Promise<Map<string, number>> {
  try {
    return await makeCodeCaches(
      join(out, 'slack'),
      lambdaVersions.map((version) => lambdaNode(version, 'arm64')),
    )
  } catch (error) {
    console.error(`No code caches, so the function for Slack starts slowly: ${String(error)}`)
    return new Map()
  }
}

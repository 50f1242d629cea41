import { createPrivateKey } from 'node:crypto'
import { createAppAuth } from '@octokit/auth-app'
import { retry } from '@octokit/plugin-retry'
import { throttling } from '@octokit/plugin-throttling'
import { Octokit } from '@octokit/rest'
import Bottleneck from 'bottleneck/light.js'
import type { Clock } from '../control/ports.ts'
import { PermanentError } from '../site/errors.ts'
import { SECOND_MS } from '../site/time.ts'
import { checkResponses, fetchWithBody } from './check-responses.ts'
import { limitError, translateError } from './errors.ts'
import { rememberResponses } from './remember-responses.ts'

export type GithubAuth = { appId: string; privateKey: string; installationId: number } | { token: string }

export interface GithubOptions {
  auth: GithubAuth
  /** `https://api.github.com` unless given; `https://HOST/api/v3` of a GitHub Enterprise Server. */
  apiUrl?: string
  clock: Clock
  pace?: Pace
}

/** For tests. */
export interface Pace {
  /** Between writes: a second by default, see "Best practices for using the REST API". */
  writeEveryMs?: number
  /** Length of a second of waiting. */
  secondMs?: number
  /** For a whole response. */
  timeoutMs?: number
}

export interface Github {
  /** For people who wait in Slack: fails rather than waits. */
  quick: Octokit
  /** For the reconciler: retries, and waits out short limits. */
  patient: Octokit
}

interface Manner {
  /** For a whole response, with its body. */
  timeoutMs: number
  /** After server and network errors; the n-th wait is n² times `retryWaitMs`. */
  retries: number
  retryWaitMs: number
  /** Calls that would have to wait longer for a limit fail, and the reconciler retries. */
  limitWaitSeconds: number
}

const QUICK: Manner = { timeoutMs: 5 * SECOND_MS, retries: 1, retryWaitMs: 100, limitWaitSeconds: 0 }
/** All waits of a set-up's calls together stay below a minute, after which its claim expires. */
const PATIENT: Manner = { timeoutMs: 10 * SECOND_MS, retries: 2, retryWaitMs: SECOND_MS, limitWaitSeconds: 15 }
const LIMIT_RETRIES = 1

/** Of one client, as in Octokit, whose clients otherwise share them: people would wait for the reconciler's slow calls. */
const CALLS_AT_ONCE = 10

/** Writes that notify people count for this many others, as in Octokit. */
const NOTIFIES_FOR = 3

/** Where a retry can't help, or is the throttling plugin's. */
const DO_NOT_RETRY = [400, 401, 403, 404, 409, 410, 422, 429, 451]

/** The first plugins are next to the network: they also see calls that were queued, and retries. */
const Client = Octokit.plugin(rememberResponses, checkResponses, leaveAlone, retry, throttling)

type LimitedOptions = ConstructorParameters<typeof Octokit>[0] & {
  limitedForMs?: () => number
}

/** Makes no calls while GitHub throttles, which would prolong it. Source: "Best practices for using the REST API". */
function leaveAlone({ hook }: Pick<Octokit, 'hook'>, { limitedForMs = () => 0 }: LimitedOptions) {
  hook.before('request', ({ method, url }) => {
    const ms = limitedForMs()
    if (ms > 0) throw limitError(`${method} ${url}`, ms)
  })
  return {}
}

/**
 * Two clients that share their token. Their errors are ours (`translateError`). PermanentError `code-host-denied` for an invalid
 * private key.
 */
export function createGithub({ auth, apiUrl, clock, pace = {} }: GithubOptions): Github {
  if ('privateKey' in auth) checkPrivateKey(auth.privateKey)
  const { writeEveryMs = SECOND_MS } = pace
  const write = new Bottleneck.Group({ maxConcurrent: 1, minTime: writeEveryMs })
  const notifications = new Bottleneck.Group({ maxConcurrent: 1, minTime: NOTIFIES_FOR * writeEveryMs })
  const make = (manner: Manner, access: object) =>
    createClient(manner, { access, apiUrl, clock, pace, groups: { write, notifications } })
  const patient = make(PATIENT, 'token' in auth ? { auth: auth.token } : { authStrategy: createAppAuth, auth })
  return { patient, quick: make(QUICK, { authStrategy: () => patient.auth }) }
}

/** Without the parser's error as cause, which might quote the key. */
function checkPrivateKey(pem: string): void {
  try {
    // Octokit accepts escaped line ends, too.
    createPrivateKey(pem.replaceAll('\\n', '\n'))
  } catch {
    const message = 'The private key of the GitHub App is none: store the file as GitHub gave it, whole'
    throw new PermanentError('code-host-denied', { message })
  }
}

interface ClientParts {
  /** Octokit's `auth`, and `authStrategy` unless it's a token. */
  access: object
  apiUrl: string | undefined
  clock: Clock
  pace: Pace
  groups: Record<'write' | 'notifications', Bottleneck.Group>
}

function createClient(manner: Manner, { access, apiUrl, clock, pace, groups }: ClientParts): Octokit {
  const secondMs = pace.secondMs ?? SECOND_MS
  // Missing in the plugin's types.
  const all = { global: new Bottleneck.Group({ maxConcurrent: CALLS_AT_ONCE }) }
  let limitedUntil = 0
  const mayWait = (seconds: number, _options: object, _client: object, retryCount: number) => {
    limitedUntil = clock.now() + seconds * secondMs
    return seconds <= manner.limitWaitSeconds && retryCount < LIMIT_RETRIES
  }
  const limitedForMs = () => Math.max(0, limitedUntil - clock.now())
  const client = new Client({
    limitedForMs,
    ...access,
    ...(apiUrl !== undefined && { baseUrl: apiUrl.replace(/(?<!\/)\/+$/, '') }),
    userAgent: 'pokopoko',
    // Its warnings come as errors, too, and log lines are ours.
    log: { debug: ignore, info: ignore, warn: ignore, error: ignore },
    request: { fetch: fetchWithBody(pace.timeoutMs ?? manner.timeoutMs) },
    retry: {
      doNotRetry: DO_NOT_RETRY,
      retries: manner.retries,
      retryAfterBaseValue: (manner.retryWaitMs / SECOND_MS) * secondMs,
    },
    throttle: {
      ...groups,
      ...all,
      retryAfterBaseValue: secondMs,
      onRateLimit: mayWait,
      onSecondaryRateLimit: mayWait,
    },
  })
  client.hook.error('request', (error) => {
    throw translateError(error, limitedForMs())
  })
  return client
}

function ignore(): void {}

import { createServer, type IncomingMessage, type Server, type ServerResponse } from 'node:http'
import type { VisitorAccess } from '../../control/jobs.ts'
import type { Clock } from '../../control/ports.ts'
import { PASSWORD_QUESTION } from '../../site/basic-auth.ts'
import { isRobot } from '../../site/robot.ts'
import { shareIdIn } from '../../site/share-cookie.ts'
import { HEALTH_PATH, HOOK_PATH } from '../../site/paths.ts'
import type { Guesses } from '../../site/site.ts'
import type { Instant } from '../../site/time.ts'
import { answer } from '../answer.ts'
import { createCredentialsCheck } from './basic-auth.ts'
import type { Disk } from './disk.ts'
import { receiveHook } from './hook.ts'
import { createGuessCounter } from './guesses.ts'
import { createSession, isUnasked } from './session.ts'
import { serveFile } from './static-files.ts'
import { preferredLanguage } from '../../../views/accept-language.ts'
import { gatewayAnswer, type GatewayPage } from '../../../views/gateway.ts'
import { gatewayLanguages, gatewayText } from '../../../views/text/gateway.ts'

interface SiteServerOptions {
  disk: Disk
  onPush(): Promise<void>
  /** Many passwords were tried. */
  onGuesses(guesses: Guesses): Promise<void>
  clock: Clock
  /** Somebody visits the site: a person who knows its password. */
  onUse(): void
  /** Told of faults that no visitor can be told of. */
  report(error: unknown): void
}

/** The web server of one machine, not yet listening. */
export function createSiteServer({ disk, onPush, onGuesses, onUse, clock, report }: SiteServerOptions): Server {
  const areRight = createCredentialsCheck()
  const counted = createGuessCounter(clock)
  const respond = async (req: IncomingMessage, res: ServerResponse) => {
    res.setHeader('x-robots-tag', 'noindex')
    const path = req.url?.split('?', 1)[0]
    if (path === HEALTH_PATH) return answer(res, 200, 'ok')
    const { setUp, access, sessionToken, releases } = disk.content()
    const [release] = releases
    if (path === HOOK_PATH && setUp !== undefined) {
      return receiveHook(req, res, { secret: setUp.webhookSecret, branch: setUp.branch, onPush })
    }
    if (access === undefined) return answerVisitor(req, res, 'preparing', NOT_YET)
    const session = sessionToken === undefined ? undefined : createSession(sessionToken)
    if (session?.isIn(req.headers) !== true && !isClient(req, access.shares, clock.now())) {
      if (!(await areRight(req.headers.authorization, access))) {
        const guesses = counted(req.headers.authorization)
        if (guesses !== undefined) void onGuesses(guesses).catch(report)
        const question = { 'www-authenticate': PASSWORD_QUESTION }
        return answerVisitor(req, res, 'password', isUnasked(req.headers) ? {} : question)
      }
      if (session !== undefined) res.setHeader('set-cookie', session.cookie)
    }
    if (!isRobot(req.headers['user-agent'])) onUse()
    if (release === undefined) return answerVisitor(req, res, 'preparing', NOT_YET)
    return serveFile(req, res, disk.published(release))
  }
  return createServer((req, res) => {
    respond(req, res).catch((error: unknown) => {
      // The visitor has gone away: nobody to answer, and no fault of ours.
      if (req.socket.destroyed) return
      report(error)
      answer(res, 500, 'Something went wrong here.')
    })
  })
}

/** Has opened a link that still works. */
function isClient({ headers }: IncomingMessage, shares: VisitorAccess['shares'], now: Instant): boolean {
  const id = shares && shareIdIn(headers.cookie, shares.key, now)
  return id !== undefined && shares?.ids.includes(id) === true
}

const NOT_YET = { 'retry-after': '5' }

/** A page for browsers, and its sentence for programs, as real machines answer (instance/nginx/site.conf). */
function answerVisitor(
  { headers }: IncomingMessage,
  res: ServerResponse,
  kind: 'preparing' | 'password',
  more: Record<string, string>,
): void {
  const language = preferredLanguage(headers['accept-language'], gatewayLanguages)
  const page: GatewayPage = kind === 'preparing' ? { kind, stage: 'ready' } : { kind }
  const { status, headers: own, body } = gatewayAnswer(page, { language, timeZone: 'UTC', back: '/' })
  const shared = { 'content-language': language, vary: 'accept, accept-language', ...more }
  if (/\btext\/html\b/i.test(headers.accept ?? '')) res.writeHead(status, { ...own, ...shared }).end(body)
  else answer(res, status, gatewayText[language][kind].text, shared)
}

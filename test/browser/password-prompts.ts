import type { CDPSession, Page } from 'playwright-core'

export interface PasswordPrompts {
  /** How often the browser has asked. */
  asked(): number
  /** What is typed from now on; undefined: cancelled. */
  answerWith(credentials: { username: string; password: string } | undefined): void
}

/** Answers a browser that asks for a password, and counts: what it knows already, it doesn't ask for. */
export async function answerPasswordPrompts(page: Page): Promise<PasswordPrompts> {
  const session: CDPSession = await page.context().newCDPSession(page)
  let asked = 0
  let credentials: { username: string; password: string } | undefined
  const send = (promise: Promise<unknown>) => void promise.catch(() => undefined)
  session.on('Fetch.requestPaused', ({ requestId }) => send(session.send('Fetch.continueRequest', { requestId })))
  session.on('Fetch.authRequired', ({ requestId }) => {
    asked++
    const authChallengeResponse =
      credentials === undefined
        ? ({ response: 'CancelAuth' } as const)
        : ({ response: 'ProvideCredentials', ...credentials } as const)
    // Typed once: wrong ones are asked for again.
    credentials = undefined
    send(session.send('Fetch.continueWithAuth', { requestId, authChallengeResponse }))
  })
  await session.send('Fetch.enable', { handleAuthRequests: true })
  return {
    asked: () => asked,
    answerWith: (given) => {
      credentials = given
    },
  }
}

import { createPublicKey, randomBytes, verify } from 'node:crypto'
import * as z from 'zod'
import { type Answer, failed } from './answer.ts'
import type { Caller } from './route.ts'
import type { FakeState, TokenScope } from './state.ts'

const MINUTE_S = 60
/** "Generating a JSON Web Token (JWT) for a GitHub App". */
const MAX_LIFE_S = 10 * MINUTE_S
const TOKEN_LIFE_MS = 60 * MINUTE_S * 1000

const BAD_CREDENTIALS = failed(401, 'Bad credentials')

/** Who asks; an answer when nobody that may. */
export function authenticate(state: FakeState, header: string | undefined, now: number): Caller | Answer {
  const [, scheme = '', token = ''] = /^(bearer|token) (\S+)$/i.exec(header ?? '') ?? []
  if (header === undefined) return failed(401, 'Requires authentication')
  const personal = state.personalTokens.get(token)
  if (personal !== undefined) return { kind: 'person', token: personal }
  if (token.split('.').length === 3)
    return scheme.toLowerCase() === 'bearer' ? checkJwt(state, token, now) : BAD_CREDENTIALS
  const endsAt = state.tokens.get(token)
  if (endsAt === undefined || endsAt <= now || state.app.state === 'gone') return BAD_CREDENTIALS
  if (state.app.state === 'suspended') return failed(403, 'This installation has been suspended')
  return { kind: 'installation' }
}

const claimsSchema = z.object({ iat: z.int(), exp: z.int(), iss: z.union([z.string(), z.number()]) })
const headerSchema = z.object({ alg: z.string() })

function checkJwt({ app }: FakeState, token: string, now: number): Caller | Answer {
  const [head = '', payload = '', signature = ''] = token.split('.')
  const isSigned =
    headerSchema.safeParse(decode(head)).data?.alg === 'RS256' &&
    verify('sha256', Buffer.from(`${head}.${payload}`), app.publicKey, Buffer.from(signature, 'base64url'))
  const claims = claimsSchema.safeParse(decode(payload))
  if (!isSigned || !claims.success) return failed(401, 'A JSON web token could not be decoded')
  const { iat, exp, iss } = claims.data
  const nowS = now / 1000
  if (String(iss) !== app.id) return failed(404, 'Integration not found')
  if (iat > nowS)
    return failed(
      401,
      "'Issued at' claim ('iat') must be an Integer representing the time that the assertion was issued",
    )
  if (exp <= nowS)
    return failed(
      401,
      "'Expiration time' claim ('exp') must be a numeric value representing the future time at which the assertion expires",
    )
  if (exp > nowS + MAX_LIFE_S) return failed(401, "'Expiration time' claim ('exp') is too far in the future")
  return { kind: 'app' }
}

function decode(part: string): unknown {
  try {
    return JSON.parse(Buffer.from(part, 'base64url').toString('utf8'))
  } catch {
    return undefined
  }
}

/** A new installation token, good for an hour. */
export function giveToken(state: FakeState, now: number, scope: TokenScope): { token: string; expiresAt: string } {
  const token = `ghs_${randomBytes(18).toString('hex')}`
  state.tokens.set(token, now + TOKEN_LIFE_MS)
  state.tokenScopes.set(token, scope)
  return { token, expiresAt: new Date(now + TOKEN_LIFE_MS).toISOString().replace(/\.\d+Z$/, 'Z') }
}

/** The public half of an App's key, from either half in PEM. */
export function publicKeyOf(pem: string) {
  return createPublicKey(pem)
}

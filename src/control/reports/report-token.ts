import { createHash, randomBytes, timingSafeEqual } from 'node:crypto'

/** A new secret by which one machine may report. Only the machine keeps it. */
export function newReportToken(): string {
  return randomBytes(32).toString('base64url')
}

/** What the record keeps of it. The token is random and long, so a plain hash gives nothing away. */
export function reportTokenHash(token: string): string {
  return digest(token).toString('hex')
}

/** Is it a token of one of these hashes? Takes as long for any. */
export function isReportToken(token: string, hashes: readonly string[]): boolean {
  const given = digest(token)
  let isKnown = false
  for (const hash of hashes) {
    const known = Buffer.from(hash, 'hex')
    if (known.length === given.length && timingSafeEqual(known, given)) isKnown = true
  }
  return isKnown
}

function digest(token: string): Buffer {
  return createHash('sha256').update(token).digest()
}

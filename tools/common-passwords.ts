import { readFileSync, writeFileSync } from 'node:fs'
import { HASH_BYTES, hashOf } from '../src/site/password.ts'
import { takeNoArguments } from './arguments.ts'

/**
 * `npx tsx tools/common-passwords.ts <LIST` writes src/site/common-passwords.ts from a list of passwords, the most common first. The
 * one that is there is made of `passwords-common` in @zxcvbn-ts/language-common 4.1.3 (MIT).
 */
const COUNT = 10_000
/** Shorter ones are refused anyway. */
const MIN_LENGTH = 8

takeNoArguments('npx tsx tools/common-passwords.ts <LIST')
const common = readFileSync(0, 'utf8').split('\n').slice(0, COUNT)
const long = new Set(common.map((password) => password.toLowerCase()).filter(({ length }) => length >= MIN_LENGTH))
const hashes = [...long].map(hashOf).toSorted()
writeFileSync(
  new URL('../src/site/common-passwords.ts', import.meta.url),
  `/**
 * Those of the ${COUNT.toLocaleString('en')} most common passwords that have ${MIN_LENGTH} letters or more, in lower case: the first ${HASH_BYTES} bytes of each
 * one's SHA-256, sorted, in base64. Made by tools/common-passwords.ts.
 */
export const COMMON_PASSWORDS =
  '${Buffer.from(hashes.join(''), 'hex').toString('base64')}'
`,
)

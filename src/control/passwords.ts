import { randomInt } from 'node:crypto'
import bcrypt from 'bcryptjs'
import { checkPassword } from '../site/password.ts'

export interface ChosenPassword {
  /** To be shown once, and kept nowhere. */
  password: string
  wasGenerated: boolean
  passwordHash: string
}

/** The password as typed, or a generated one for ''. UserError when it is easy to guess, or too long. */
export async function choosePassword(typed: string, siteName: string): Promise<ChosenPassword> {
  const wasGenerated = typed === ''
  const password = wasGenerated ? generatePassword() : checkPassword(typed, siteName)
  return { password, wasGenerated, passwordHash: await hashPassword(password) }
}

/** Without i, l, o, 0 and 1, which look like each other. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 3
const GROUP_LENGTH = 5

/** A password that can be read out: `xxxxx-xxxxx-xxxxx`, 15 characters of 31, over 74 bits. */
export function generatePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** Low, since web servers check the password at every request; `htpasswd -B` uses 5. */
const BCRYPT_COST = 8

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, BCRYPT_COST)
}

export function passwordMatches(password: string, passwordHash: string): Promise<boolean> {
  return bcrypt.compare(password, passwordHash)
}

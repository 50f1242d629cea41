import { randomInt } from 'node:crypto'
import bcrypt from 'bcryptjs'
import { checkPassword } from '../site/password.ts'

export interface ChosenPassword {
  /** To be shown once. */
  password: string
  wasGenerated: boolean
  passwordHash: string
}

/** The password that was typed, or a generated one for ''. UserError when it is too short or too long. */
export async function choosePassword(typed: string): Promise<ChosenPassword> {
  const wasGenerated = typed === ''
  const password = wasGenerated ? generatePassword() : checkPassword(typed)
  return { password, wasGenerated, passwordHash: await hashPassword(password) }
}

/** No i, l, o, 0, 1: they look like each other on paper. */
const ALPHABET = 'abcdefghjkmnpqrstuvwxyz23456789'
const GROUPS = 3
const GROUP_LENGTH = 5

/** A password to be read out: 15 letters of 31, over 74 bits, as `xxxxx-xxxxx-xxxxx`. */
export function generatePassword(): string {
  const group = () => Array.from({ length: GROUP_LENGTH }, () => ALPHABET.charAt(randomInt(ALPHABET.length))).join('')
  return Array.from({ length: GROUPS }, group).join('-')
}

/** Web servers check it at every request, so it is low; `htpasswd -B` itself takes 5. */
const BCRYPT_COST = 8

export function hashPassword(password: string): Promise<string> {
  return bcrypt.hash(password, BCRYPT_COST)
}

export function passwordMatches(password: string, passwordHash: string): Promise<boolean> {
  return bcrypt.compare(password, passwordHash)
}

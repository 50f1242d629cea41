import { createHmac } from 'node:crypto'
import { PASSWORD, SECRET, USER } from './documents.ts'
import type { TestMachine } from './test-machine.ts'

export interface Answer {
  status: number
  text: string
  headers: Headers
}

/** A visitor; with the site's password unless said otherwise. `null` for none. */
export async function visit(
  { url }: Pick<TestMachine, 'url'>,
  path = '/',
  { password = PASSWORD, ...init }: RequestInit & { password?: string | null } = {},
): Promise<Answer> {
  const headers = new Headers(init.headers)
  if (password !== null) headers.set('authorization', `Basic ${btoa(`${USER}:${password}`)}`)
  const response = await fetch(`${url}${path}`, { redirect: 'manual', ...init, headers })
  return { status: response.status, text: await response.text(), headers: response.headers }
}

export const HOOK = '/_pokopoko/hook'

export function signatureOf(body: string, secret = SECRET): string {
  return `sha256=${createHmac('sha256', secret).update(body).digest('hex')}`
}

/** An event as GitHub sends it. */
export async function deliver(
  machine: Pick<TestMachine, 'url'>,
  event: string,
  payload: object | string,
  signature?: string | null,
): Promise<Answer> {
  const body = typeof payload === 'string' ? payload : JSON.stringify(payload)
  const signed = signature === undefined ? signatureOf(body) : signature
  return visit(machine, HOOK, {
    password: null,
    method: 'POST',
    body,
    headers: {
      'content-type': 'application/json',
      'x-github-event': event,
      ...(signed !== null && { 'x-hub-signature-256': signed }),
    },
  })
}

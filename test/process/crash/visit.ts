import assert from 'node:assert/strict'
import { type IncomingHttpHeaders, request } from 'node:http'
import { usualOrder } from '../../../src/site/order.ts'
import type { LocalProcess } from '../../support/local-process.ts'
import type { Tally } from '../../support/chaos/tally.ts'
import type { Scenario } from './scenario.ts'
import { headOf } from './pushes.ts'

/** A site that is up asks for the password that somebody was told last, and serves what was pushed last. */
export async function checkVisit(
  main: LocalProcess,
  dataDirectory: string,
  life: Scenario,
  tally: Tally,
): Promise<void> {
  assert.equal((await visit(main, life.name)).status, 401, `${life.name} asks for no password`)
  const last = life.asked.findLast(({ action }) => action === 'create' || action === 'change-password')
  // It took effect, and the process died before it had told it.
  if (last?.password === undefined) return
  const head = await headOf(dataDirectory, life)
  const expected = { status: 200, body: life.pushes.find(({ commit }) => commit === head)?.page }
  assert.deepEqual(
    await visit(main, life.name, { password: last.password }),
    expected,
    `${life.name}, with its password`,
  )
  tally.count('visits with the password')
}

interface Visit {
  method?: string
  path?: string
  password?: string
}

/** By the router, as a browser comes to a site's name. */
export async function visit(main: LocalProcess, name: string, asked: Visit = {}) {
  const { status, body } = await send(main, name, asked)
  return { status, body }
}

/** The same with the headers of the answer, and a cookie. */
export function send(
  main: LocalProcess,
  name: string,
  { method = 'GET', path = '/', password, cookie }: Visit & { cookie?: string },
) {
  const headers = { host: `${name}.localhost:${main.sitesPort}`, ...(cookie !== undefined && { cookie }) }
  const auth = password === undefined ? {} : { auth: `${usualOrder.accessUser}:${password}` }
  return new Promise<{ status: number; body: string; headers: IncomingHttpHeaders }>((resolve, reject) => {
    request({ host: '127.0.0.1', port: main.sitesPort, method, path, headers, ...auth }, (response) => {
      let body = ''
      response.setEncoding('utf8').on('data', (text: string) => {
        body += text
      })
      response.on('end', () => resolve({ status: response.statusCode ?? 0, body, headers: response.headers }))
    })
      .on('error', reject)
      .end()
  })
}

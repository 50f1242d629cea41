import assert from 'node:assert/strict'
import { setTimeout as pause } from 'node:timers/promises'
import { cliEndpointFile } from '../../../src/local/platform/cli-endpoint.ts'
import pLimit, { type LimitFunction } from 'p-limit'
import { exitCodes, outputSchema } from '../../../src/terminal/output.ts'
import type { Command } from '../../../src/terminal/command.ts'
import { usualOrder } from '../../../src/site/order.ts'
import type { LocalProcess, SeenMessage } from '../../support/local-process.ts'
import type { Outcome, Request, Scenario, SentRequest } from './scenario.ts'

/** Asks for one thing, and tells what became of it as far as the person was told. */
export type SendRequest = (main: LocalProcess, life: Scenario, action: Request) => Promise<SentRequest>

const DAYS = '3'
const unknown = { outcome: 'unknown' } as const

/** At a terminal, by a name used once; passwords are typed, so that they are known even where no answer came. */
export function askAtTerminal(dataDirectory: string): SendRequest {
  let asked = 0
  return async (_main, life, action) => {
    const by = `terminal-${(asked += 1)}-${life.name}`
    const password = action === 'create' || action === 'change-password' ? `typed-${by}` : undefined
    const output = await perform(dataDirectory, commandOf(life, action, password ?? ''), by)
    if (output === undefined) return { action, by, password, ...unknown }
    assert.ok(output.exitCode === exitCodes.done || output.exitCode === exitCodes.notDone, output.stderr)
    return { action, by, password, outcome: output.exitCode === exitCodes.done ? 'granted' : 'refused' }
  }
}

function commandOf({ name, repository, branch, owner, channel }: Scenario, action: Request, password: string): Command {
  if (action !== 'create') {
    const args = { ...(action === 'extend' && { until: DAYS }), ...(action === 'change-password' && { password }) }
    return { command: action, name, args }
  }
  const { accessUser } = usualOrder
  const documentRoot = 'public'
  const flags = { spaFallback: false, spot: false }
  return {
    command: action,
    order: { name, repository, branch, owner, channel, documentRoot, accessUser, password, ...flags },
  }
}

/** By the door of the command line; undefined when the process died before it had answered. */
export async function perform(dataDirectory: string, command: Command, by: string) {
  const endpoint = await cliEndpointFile(dataDirectory).read()
  assert.ok(endpoint, 'the command line has no door')
  const answer = await unlessKilled(async () => {
    const response = await fetch(endpoint.url, {
      method: 'POST',
      headers: { 'content-type': 'application/json', authorization: `Bearer ${endpoint.token}` },
      body: JSON.stringify({ command, by, locale: 'en', json: true }),
    })
    return { status: response.status, text: await response.text() }
  })
  if (answer === undefined) return undefined
  assert.equal(answer.status, 200, answer.text)
  return outputSchema.parse(JSON.parse(answer.text))
}

/** undefined when the connection broke: there is nobody at its other end. */
export async function unlessKilled<T>(work: () => Promise<T>): Promise<T | undefined> {
  try {
    return await work()
  } catch (error) {
    // What fetch throws when there is no answer; a wrong one is an Error.
    if (error instanceof TypeError) return undefined
    throw error
  }
}

/** In Slack: commands, and the forms that some of them open. A person has one form open at a time. */
export function askInSlack(): SendRequest {
  const atForms = new Map<string, LimitFunction>()
  return async (main, life, action) => {
    const { owner: by, name } = life
    const send = async () => {
      if (action === 'create') return fillForm(main, life)
      if (action === 'delete' || action === 'delete-without-archive') return confirm(main, life, `${action} ${name}`)
      return command(main, life, `${action} ${name}${action === 'extend' ? ` ${DAYS}` : ''}`)
    }
    const atForm = atForms.get(by) ?? pLimit(1)
    atForms.set(by, atForm)
    return { action, by, ...((await atForm(() => unlessKilled(send))) ?? unknown) }
  }
}

interface Told {
  outcome: Outcome
  password?: string | undefined
}

async function command(main: LocalProcess, life: Scenario, text: string): Promise<Told> {
  const { owner, channel } = life
  const before = await toldOf(main, life)
  const askedAt = Date.now()
  const { notice } = await main.do('command', { as: owner, channel, command: '/testsite', text })
  return readAnswer(main, life, before, notice !== undefined || Date.now() - askedAt > SLACK_WAITS_MS)
}

/** Says yes to what the command asks. */
async function confirm(main: LocalProcess, life: Scenario, text: string): Promise<Told> {
  const { owner, channel } = life
  const before = await toldOf(main, life)
  const modals = async () => (await main.screen(owner)).modals.map(({ id }) => id)
  const others = await modals()
  const { notice } = await main.do('command', { as: owner, channel, command: '/testsite', text })
  if (notice !== undefined) return unknown
  const question = (await modals()).find((id) => !others.includes(id))
  if (question === undefined) return readAnswer(main, life, before, false)
  return submit(main, life, before, question, {})
}

async function fillForm(main: LocalProcess, life: Scenario): Promise<Told> {
  const { name, owner, channel, repository, branch } = life
  const before = await toldOf(main, life)
  const text = `new ${name} ${repository}#${branch}`
  if ((await main.do('command', { as: owner, channel, command: '/testsite', text })).notice !== undefined)
    return unknown
  const modal = (await main.screen(owner)).modals.at(-1)
  // On busy cores, too late for Slack to open a form: then nothing was asked for.
  if (modal === undefined) return unknown
  await main.do('act', {
    as: owner,
    container: { viewId: modal.id },
    element: { blockId: 'more-options', actionId: 'more-options' },
    picked: { type: 'button' },
    state: {},
  })
  const state = { 'document-root': { 'document-root': { type: 'plain_text_input', text: 'public' } } }
  return submit(main, life, before, modal.id, state)
}

async function submit(
  main: LocalProcess,
  life: Scenario,
  before: SeenMessage[],
  viewId: string,
  state: object,
): Promise<Told> {
  const askedAt = Date.now()
  const { notice } = await main.do('submit', { as: life.owner, viewId, state })
  const isStillOpen = (await main.screen(life.owner)).modals.some(({ id }) => id === viewId)
  // What cannot be done is said in the form's place.
  if (notice === undefined && isStillOpen) return { outcome: 'refused' }
  return readAnswer(main, life, before, notice !== undefined || Date.now() - askedAt > SLACK_WAITS_MS)
}

/** What that person alone was told of the site. */
async function toldOf(main: LocalProcess, { owner, name }: Scenario): Promise<SeenMessage[]> {
  const { messages } = await main.screen(owner)
  return messages.filter((message) => message.ephemeralFor === owner && message.text.includes(name))
}

/** Slack waits so long for everything together. On busy cores it gives up on what the app does all the same. */
const SLACK_WAITS_MS = 3000
/** The answer then comes late, and must not be taken for that to the next request. */
const LATE_MS = 60_000
const LOOK_EVERY_MS = 100

async function readAnswer(main: LocalProcess, life: Scenario, before: SeenMessage[], isLate: boolean): Promise<Told> {
  const look = async () => (await toldOf(main, life)).find(({ ts }) => !before.some((message) => message.ts === ts))
  const end = Date.now() + LATE_MS
  let answer = await look()
  for (; answer === undefined && Date.now() < end; answer = await look()) await pause(LOOK_EVERY_MS)
  if (answer === undefined && isLate) return unknown
  assert.ok(answer, 'nobody was told anything')
  if (answer.text.startsWith('⚠️')) return { outcome: 'refused' }
  const password = /Password: `([^`]+)`|パスワード: `([^`]+)`/.exec(JSON.stringify(answer.blocks))
  return { outcome: 'granted', password: password?.[1] ?? password?.[2] }
}

import type { Picked, Container, SlackNotice, ViewValues } from '../src/workspace.ts'
import { hasField, read } from './wire.ts'

export interface ElementAt {
  blockId: string
  actionId: string
}

export interface Suggestions {
  options: { text: string; value: string }[]
  notice?: string
}

/** What one person does. Each call rejects with an Error whose message can be shown. */
export interface Api {
  say(message: { channel: string; text: string; threadTs?: string }): Promise<SlackNotice>
  command(command: { channel: string; command: string; text: string }): Promise<SlackNotice>
  shortcut(callbackId: string): Promise<SlackNotice>
  openHome(): Promise<SlackNotice>
  act(action: { container: Container; element: ElementAt; picked: Picked; state: ViewValues }): Promise<SlackNotice>
  suggest(query: { container: Container; element: ElementAt; query: string; state: ViewValues }): Promise<Suggestions>
  submit(form: { viewId: string; state: ViewValues }): Promise<SlackNotice>
  close(viewId: string): Promise<SlackNotice>
  skip(ms: number): Promise<SlackNotice>
  skipToNext(): Promise<SlackNotice>
}

interface Answer {
  notice?: string
}

export function createApi(as: string): Api {
  const notice = async (name: string, body: object) => read(await post(name, body), isAnswer).notice
  return {
    say: (message) => notice('say', { as, ...message }),
    command: (command) => notice('command', { as, ...command }),
    shortcut: (callbackId) => notice('shortcut', { as, callbackId }),
    openHome: () => notice('openHome', { as }),
    act: (action) => notice('act', { as, ...action }),
    suggest: async (query) => read(await post('suggest', { as, ...query }), isSuggestions),
    submit: (form) => notice('submit', { as, ...form }),
    close: (viewId) => notice('close', { as, viewId }),
    skip: (ms) => notice('skip', { ms }),
    skipToNext: () => notice('skipToNext', {}),
  }
}

const isAnswer = (value: unknown): value is Answer => typeof value === 'object'
const isSuggestions = (value: unknown): value is Suggestions => hasField(value, 'options')
const isFailure = (value: unknown): value is { error: string } => hasField(value, 'error')

/** @returns the JSON of the answer */
async function post(name: string, body: object): Promise<string> {
  const response = await fetch(`/do/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = await response.text()
  if (!response.ok) throw new Error(read(answer, isFailure).error)
  return answer
}

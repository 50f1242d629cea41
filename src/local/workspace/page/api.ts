import type { Picked, Place, SlackNotice, ViewValues } from '../../slack/workspace.ts'

export interface ElementAt {
  blockId: string
  actionId: string
}

export interface Suggestions {
  options: { text: string; value: string }[]
  notice?: string
}

/** What one person asks of the workspace. All reject with an Error whose message can be shown. */
export interface Api {
  say(message: { channel: string; text: string; threadTs?: string }): Promise<SlackNotice>
  command(command: { channel: string; command: string; text: string }): Promise<SlackNotice>
  shortcut(callbackId: string): Promise<SlackNotice>
  openHome(): Promise<SlackNotice>
  act(action: { place: Place; element: ElementAt; picked: Picked; state: ViewValues }): Promise<SlackNotice>
  suggest(query: { place: Place; element: ElementAt; query: string; state: ViewValues }): Promise<Suggestions>
  submit(form: { viewId: string; state: ViewValues }): Promise<SlackNotice>
  close(viewId: string): Promise<SlackNotice>
  skip(ms: number): Promise<SlackNotice>
  skipToNext(): Promise<SlackNotice>
}

export function createApi(as: string): Api {
  const notice = async (name: string, body: object) => (await post<{ notice?: string }>(name, body)).notice
  return {
    say: (message) => notice('say', { as, ...message }),
    command: (command) => notice('command', { as, ...command }),
    shortcut: (callbackId) => notice('shortcut', { as, callbackId }),
    openHome: () => notice('openHome', { as }),
    act: (action) => notice('act', { as, ...action }),
    suggest: (query) => post<Suggestions>('suggest', { as, ...query }),
    submit: (form) => notice('submit', { as, ...form }),
    close: (viewId) => notice('close', { as, viewId }),
    skip: (ms) => notice('skip', { ms }),
    skipToNext: () => notice('skipToNext', {}),
  }
}

/** What comes back is our own server's, which is typed by the same interfaces. */
async function post<T>(name: string, body: object): Promise<T> {
  const response = await fetch(`/do/${name}`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify(body),
  })
  const answer = (await response.json()) as T & { error?: string }
  if (!response.ok) throw new Error(answer.error ?? response.statusText)
  return answer
}

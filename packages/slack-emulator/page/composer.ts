import type { SlackNotice } from '../src/workspace.ts'
import { createCommandCompletion } from './command-completion.ts'
import type { PageContext } from './page-context.ts'
import { isBusy } from './page-context.ts'
import { h, isEnter } from './dom.ts'
import { iconOf } from './icons.ts'
import { attachMenu } from './menu.ts'

interface ComposerOptions {
  channel: string
  threadTs?: string
  label: string
  placeholder: string
}

/** The message box: Enter sends, Shift+Enter starts a new line, `/` shows the commands. */
export function createComposer(context: PageContext, options: ComposerOptions): HTMLElement {
  const { words } = context
  const { label, placeholder, threadTs } = options
  const box = h('textarea', { rows: 1, 'aria-label': label, placeholder, autocomplete: 'off' })
  const completion = createCommandCompletion(context, box)
  const sendButton = h('button', { type: 'submit', class: 'send', 'aria-label': words.send }, iconOf('send'))
  const tools = h('div', { class: 'tools' }, ...(threadTs === undefined ? shortcutButton(context) : []), sendButton)
  const form = h('form', { class: 'composer' }, box, completion.element, tools)

  const send = async () => {
    const text = box.value.trim()
    if (text === '' || isBusy(form)) return
    box.value = ''
    completion.update()
    const isSent = await context.run(form, () => post(text, options, context))
    // Nobody should have to type it twice.
    if (!isSent && box.value === '') box.value = text
  }
  box.addEventListener('input', completion.update)
  box.addEventListener('keydown', (event) => {
    if (completion.takes(event)) return
    if (!isEnter(event) || event.shiftKey) return
    event.preventDefault()
    void send()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    void send()
  })
  return form
}

function post(text: string, { channel, threadTs }: ComposerOptions, { api }: PageContext): Promise<SlackNotice> {
  const command = /^(?<command>\/\S+)(?:\s+(?<rest>[\s\S]*))?$/.exec(text)?.groups
  if (command?.['command'] !== undefined) {
    return api.command({ channel, command: command['command'], text: command['rest'] ?? '' })
  }
  return api.say({ channel, text, ...(threadTs !== undefined && { threadTs }) })
}

function shortcutButton(context: PageContext): HTMLElement[] {
  if (context.screen().shortcuts.length === 0) return []
  const { words } = context
  const button = h('button', { type: 'button', class: 'quiet', 'aria-label': words.shortcuts, title: words.shortcuts })
  button.append(iconOf('bolt'))
  const menu = attachMenu(button, words.shortcuts, () =>
    context.screen().shortcuts.map(({ name, callbackId }) => ({
      text: name,
      run: () => void context.run(button, () => context.api.shortcut(callbackId)),
    })),
  )
  return [h('span', { class: 'with-menu' }, button, menu)]
}

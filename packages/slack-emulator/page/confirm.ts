import type { ConfirmationDialog } from '@slack/types'
import type { PageContext } from './page-context.ts'
import { h, newId } from './dom.ts'
import { renderText } from './render-mrkdwn.ts'

/** Asks for confirmation. Closing the dialog means no. */
export function askFirst(ask: ConfirmationDialog, context: PageContext): Promise<boolean> {
  const titleId = newId()
  const textId = newId()
  const style = ask.style === 'danger' ? 'danger' : 'primary'
  const yes = h('button', { type: 'button', class: `button ${style}` }, ask.confirm?.text ?? 'OK')
  const no = h('button', { type: 'button', class: 'button' }, ask.deny?.text ?? context.words.close)
  const dialog = h(
    'dialog',
    { class: 'confirm', role: 'alertdialog', 'aria-labelledby': titleId, 'aria-describedby': textId },
    h('h2', { id: titleId }, ask.title?.text ?? ''),
    h('div', { id: textId, class: 'text' }, ...renderText(ask.text, context)),
    h('div', { class: 'buttons' }, no, yes),
  )
  document.body.append(dialog)
  dialog.showModal()
  no.focus()
  return new Promise((resolve) => {
    let isWanted = false
    const end = (answer: boolean) => {
      isWanted = answer
      dialog.close()
    }
    yes.addEventListener('click', () => end(true))
    no.addEventListener('click', () => end(false))
    dialog.addEventListener('close', () => {
      dialog.remove()
      resolve(isWanted)
    })
  })
}

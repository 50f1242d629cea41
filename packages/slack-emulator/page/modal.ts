import type { OpenView } from '../src/workspace.ts'
import { syncBlocks } from './blocks.ts'
import { dayOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h, newId, setText } from './dom.ts'
import { knownBlocks } from './known-blocks.ts'
import { noticePlace } from './notices.ts'
import { createSurface } from './surfaces.ts'

export interface Modal {
  update(view: OpenView, isTop: boolean): void
  remove(): void
}

/** A view of the app as a dialog. */
export function createModal(desk: PageContext, { id }: OpenView): Modal {
  const surface = createSurface({ viewId: id })
  const title = h('h2', { id: newId() })
  const blocks = h('div', { class: 'blocks' })
  const submit = h('button', { type: 'submit', class: 'button primary' })
  const close = h('button', { type: 'button', class: 'button' })
  const form = h(
    'form',
    { novalidate: true },
    title,
    blocks,
    noticePlace(),
    h('div', { class: 'buttons' }, close, submit),
  )
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': title.id }, form)
  document.body.append(dialog)

  const end = () => void desk.run(close, () => desk.api.close(id))
  close.addEventListener('click', end)
  dialog.addEventListener('cancel', (event) => {
    // The workspace closes it, so that the app hears of it. Popovers inside cancel, too.
    if (event.target !== dialog) return
    event.preventDefault()
    end()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!submit.hidden) void desk.run(submit, () => desk.api.submit({ viewId: id, state: surface.state() }))
  })
  let shownErrors = ''
  return {
    remove: () => {
      dialog.close()
      dialog.remove()
    },
    update: ({ view, values = {}, errors = {} }, isTop) => {
      setText(title, view.title.text)
      setText(submit, view.submit?.text ?? '')
      submit.hidden = view.submit === undefined
      setText(close, view.close?.text ?? desk.words.close)
      const day = dayOf(desk.dates().now, desk.dates())
      syncBlocks(blocks, knownBlocks(view.blocks), { surface, values, errors, day }, desk)
      if (!isTop) dialog.close()
      else if (!dialog.open) open(dialog, blocks)
      const digest = JSON.stringify(errors)
      if (isTop && digest !== shownErrors) blocks.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
      shownErrors = digest
    },
  }
}

function open(dialog: HTMLDialogElement, blocks: HTMLElement): void {
  dialog.showModal()
  const first =
    blocks.querySelector<HTMLElement>('[autofocus]') ?? blocks.querySelector<HTMLElement>('.input [data-at]')
  first?.focus()
}

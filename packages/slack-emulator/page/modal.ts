import type { OpenView } from '../src/workspace.ts'
import { syncBlocks } from './blocks.ts'
import { dayOf } from './date-tokens.ts'
import type { PageContext } from './page-context.ts'
import { h, newId, setText } from './dom.ts'
import { noticeArea } from './notices.ts'
import { createSurface } from './surfaces.ts'

interface Modal {
  update(view: OpenView, isTop: boolean): void
  remove(): void
}

/** A view of the app as a dialog. */
function createModal(context: PageContext, { id }: OpenView): Modal {
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
    noticeArea(),
    h('div', { class: 'buttons' }, close, submit),
  )
  const dialog = h('dialog', { class: 'modal', 'aria-labelledby': title.id }, form)
  document.body.append(dialog)

  const end = () => void context.run(close, () => context.api.close(id))
  close.addEventListener('click', end)
  dialog.addEventListener('cancel', (event) => {
    // The workspace closes it, since the app may want to know. Popovers in it fire `cancel`, too.
    if (event.target !== dialog) return
    event.preventDefault()
    end()
  })
  form.addEventListener('submit', (event) => {
    event.preventDefault()
    if (!submit.hidden) void context.run(submit, () => context.api.submit({ viewId: id, state: surface.values() }))
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
      setText(close, view.close?.text ?? context.words.close)
      const day = dayOf(context.dates().now, context.dates())
      const hadFocus = dialog.contains(document.activeElement)
      syncBlocks(blocks, view.blocks, { surface, values, errors, day }, context)
      if (!isTop) dialog.close()
      else if (!dialog.open) open(dialog, blocks)
      // What had it is gone.
      else if (hadFocus && !dialog.contains(document.activeElement)) focusFirst(blocks)
      const digest = JSON.stringify(errors)
      if (isTop && digest !== shownErrors) blocks.querySelector<HTMLElement>('[aria-invalid=true]')?.focus()
      shownErrors = digest
    },
  }
}

function open(dialog: HTMLDialogElement, blocks: HTMLElement): void {
  dialog.showModal()
  focusFirst(blocks)
}

function focusFirst(blocks: HTMLElement): void {
  const first =
    blocks.querySelector<HTMLElement>('[autofocus]') ?? blocks.querySelector<HTMLElement>('.input [data-at]')
  first?.focus()
}

/** The stack of modals: only the topmost is open; those below keep what was typed. */
export function createModals(context: PageContext): { update(views: OpenView[]): void } {
  const modals = new Map<string, Modal>()
  return {
    update: (views) => {
      for (const [id, modal] of modals) {
        if (views.some((view) => view.id === id)) continue
        modals.delete(id)
        modal.remove()
      }
      for (const view of views) {
        const modal = modals.get(view.id) ?? createModal(context, view)
        modals.set(view.id, modal)
        modal.update(view, view === views.at(-1))
      }
    },
  }
}

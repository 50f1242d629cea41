import type { OpenView } from '../src/workspace.ts'
import type { PageContext } from './page-context.ts'
import { createModal, type Modal } from './modal.ts'

/** The stack of modals: only the topmost is open, those under it wait with what was typed in them. */
export function createModals(desk: PageContext): { update(views: OpenView[]): void } {
  const modals = new Map<string, Modal>()
  return {
    update: (views) => {
      for (const [id, modal] of modals) {
        if (views.some((view) => view.id === id)) continue
        modals.delete(id)
        modal.remove()
      }
      for (const view of views) {
        const modal = modals.get(view.id) ?? createModal(desk, view)
        modals.set(view.id, modal)
        modal.update(view, view === views.at(-1))
      }
    },
  }
}

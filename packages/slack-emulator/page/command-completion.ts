import { isEnter } from './dom.ts'
import type { PageContext } from './page-context.ts'
import { createSuggestionList } from './suggestion-list.ts'

/** Completes slash commands. */
export function createCommandCompletion(context: PageContext, box: HTMLTextAreaElement) {
  const list = createSuggestionList(box, {
    label: context.words.commands,
    onPick: ({ value }) => {
      box.value = `${value} `
      list.hide()
      box.focus()
    },
  })
  box.setAttribute('aria-autocomplete', 'list')
  box.addEventListener('blur', list.hide)

  const update = () => {
    const typed = box.value
    if (!/^\/\S*$/.test(typed)) return list.hide()
    const found = context
      .screen()
      .commands.filter(({ command }) => command.startsWith(typed.toLowerCase()))
      .map(({ command, description, usageHint }) => ({
        value: command,
        text: usageHint === undefined ? command : `${command} ${usageHint}`,
        detail: description,
      }))
    // Enter sends a complete command.
    list.show(found, found.some(({ value }) => value === typed) ? -1 : 0)
  }
  /** Whether the key was meant for the list. */
  const takes = (event: KeyboardEvent): boolean => {
    if (!list.isOpen()) return false
    const isTaken = handle(event)
    if (isTaken) event.preventDefault()
    return isTaken
  }
  const handle = (event: KeyboardEvent): boolean => {
    if (event.key === 'ArrowDown' || event.key === 'ArrowUp') list.move(event.key === 'ArrowDown' ? 1 : -1)
    else if (event.key === 'Escape') list.hide()
    else if (isEnter(event) || event.key === 'Tab') {
      const active = list.active()
      if (active === undefined || event.shiftKey) return false
      box.value = `${active.value} `
      list.hide()
    } else return false
    return true
  }
  return { element: list.element, update, takes }
}

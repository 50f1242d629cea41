import type { ExternalSelect } from '@slack/types'
import type { PageContext } from '../page-context.ts'
import { h, isEnter } from '../dom.ts'
import { showNotice } from '../notices.ts'
import { createSuggestionList, type Suggestion, type SuggestionList } from '../suggestion-list.ts'
import type { Field } from './field.ts'

const DEBOUNCE_MS = 150
/** Source: Slack, "Select menu of external data source". */
const MIN_QUERY_LENGTH = 3

/** Texts of picked options; the workspace only stores their values. */
const names = new Map<string, string>()

/** A text box that loads its options from the app. Leaving it without a pick restores the last one. */
export function renderExternalSelect(element: ExternalSelect, field: Field, context: PageContext): HTMLElement {
  const input = createInput(element, field)
  let picked = initialPick(element, field)
  input.value = picked?.text ?? ''
  const pick = (suggestion: Suggestion) => {
    picked = suggestion
    names.set(suggestion.value, suggestion.text)
    input.value = suggestion.text
    list.hide()
    field.hold({ type: 'external_select', value: suggestion.value })
    void field.act(input, { type: 'external_select', value: suggestion.value })
  }
  const list = createSuggestionList(input, { label: context.words.suggestions, onPick: pick })
  const search = createSearch(element, { input, list, field, context })
  const restore = () => {
    search.stop()
    list.hide()
    if (input.value.trim() === '' && picked !== undefined) {
      picked = undefined
      field.hold(null)
    }
    input.value = picked?.text ?? ''
  }
  /** The picked option is no query: all options are shown. */
  const open = () => search.begin(input.value === picked?.text ? '' : input.value.trim())
  input.addEventListener('input', () => search.begin(input.value.trim()))
  input.addEventListener('blur', restore)
  input.addEventListener('click', () => {
    if (!list.isOpen() && element.min_query_length === 0) open()
  })
  input.addEventListener('keydown', (event) => {
    const isHandled = handleKey(event, list, { open, pick, restore })
    if (isHandled) event.preventDefault()
  })
  return h('span', { class: 'select' }, input, list.element)
}

function createInput(element: ExternalSelect, field: Field): HTMLInputElement {
  const input = h('input', {
    ...field.attributes,
    type: 'text',
    role: 'combobox',
    autocomplete: 'off',
    placeholder: element.placeholder?.text,
    'aria-label': field.isInput ? undefined : (element.placeholder?.text ?? field.label),
    'aria-autocomplete': 'list',
    'aria-expanded': 'false',
  })
  input.autofocus = element.focus_on_load === true
  return input
}

interface Steps {
  open(): void
  pick(suggestion: Suggestion): void
  restore(): void
}

/** Whether the key was meant for the list. Enter always is, since it would submit the form. */
function handleKey(event: KeyboardEvent, list: SuggestionList, { open, pick, restore }: Steps): boolean {
  const active = list.active()
  if (event.key === 'ArrowDown' || event.key === 'ArrowUp') {
    if (list.isOpen()) list.move(event.key === 'ArrowDown' ? 1 : -1)
    else open()
  } else if (isEnter(event)) {
    if (active !== undefined) pick(active)
  } else if (event.key === 'Escape' && list.element.matches(':popover-open')) restore()
  else return false
  return true
}

function initialPick(element: ExternalSelect, field: Field): Suggestion | undefined {
  const held = field.value()
  const initial = element.initial_option
  const own = initial?.value === undefined ? undefined : { value: initial.value, text: initial.text.text }
  if (held?.type !== 'external_select') return undefined
  return held.value === own?.value ? own : { value: held.value, text: names.get(held.value) ?? held.value }
}

interface SearchDeps {
  input: HTMLInputElement
  list: SuggestionList
  field: Field
  context: PageContext
}

/** Asks the app when the person pauses. Only the last query's answer is shown. */
function createSearch(element: ExternalSelect, { input, list, field, context }: SearchDeps) {
  const { words } = context
  const minLength = element.min_query_length ?? MIN_QUERY_LENGTH
  let timer: ReturnType<typeof setTimeout> | undefined
  let last = 0
  const load = async (query: string) => {
    const turn = ++last
    try {
      const { surface, at } = field
      const { container } = surface
      const { options, notice } = await context.api.suggest({ container, element: at, query, state: surface.values() })
      if (turn !== last || document.activeElement !== input) return
      if (notice !== undefined) showNotice(notice, words)
      if (options.length === 0) list.say(words.noOptions)
      else list.show(options, 0)
    } catch (error) {
      list.hide()
      showNotice(words.failed(error instanceof Error ? error.message : String(error)), words)
    }
  }
  const stop = () => {
    clearTimeout(timer)
    last += 1
  }
  return {
    stop,
    begin: (query: string) => {
      stop()
      if (query.length < minLength) return list.say(words.typeMore(minLength))
      list.say(words.loading)
      timer = setTimeout(() => void load(query), DEBOUNCE_MS)
    },
  }
}

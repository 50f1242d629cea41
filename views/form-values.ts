/** What an input holds; the shape of Bolt's `view.state.values[block][action]`, as far as our forms use it. */
export interface InputValue {
  value?: string | null
  selected_date?: string | null
  selected_option?: { value: string } | null
  selected_options?: { value: string }[]
  selected_user?: string | null
  selected_conversation?: string | null
}

/** By block_id, then action_id. */
export type FormValues = Record<string, Record<string, InputValue>>

/** What was typed or picked in the input with that action_id; undefined when it is empty or not there. */
export function valueOf(values: FormValues, actionId: string): string | undefined {
  const input = inputOf(values, actionId)
  if (input === undefined) return undefined
  const { value, selected_date: date, selected_option: picked, selected_user: user, selected_options: ticked } = input
  return (
    value ?? date ?? picked?.value ?? user ?? input.selected_conversation ?? ticked?.map((one) => one.value).join(',')
  )
}

/** The values of all options that are picked in the input with that action_id. */
export function pickedIn(values: FormValues, actionId: string): string[] {
  return inputOf(values, actionId)?.selected_options?.map(({ value }) => value) ?? []
}

/** Whether the only box of the checkboxes with that action_id is ticked; undefined when they are not there. */
export function flagOf(values: FormValues, actionId: string): boolean | undefined {
  const input = inputOf(values, actionId)
  return input && (input.selected_options ?? []).length > 0
}

/** Whether there is such an input, even an empty one. */
export function isAsked(values: FormValues, actionId: string): boolean {
  return inputOf(values, actionId) !== undefined
}

function inputOf(values: FormValues, actionId: string): InputValue | undefined {
  return Object.values(values).find((block) => actionId in block)?.[actionId]
}

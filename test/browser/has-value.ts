import type { Locator } from 'playwright-core'

/** Resolves once the input has that value, which the page may be told later than what it shows beside it. */
export async function hasValue(input: Locator, value: string): Promise<void> {
  while ((await input.inputValue()) !== value) await input.page().waitForTimeout(50)
}

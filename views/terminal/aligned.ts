/** Rows of cells as lines of columns; `toTheRight`: columns of numbers. */
export function aligned(rows: string[][], toTheRight: readonly number[] = []): string[] {
  const widths = (rows[0] ?? []).map((_, column) => Math.max(...rows.map((cells) => width(cells[column] ?? ''))))
  const padded = (cell: string, column: number) => {
    const padding = ' '.repeat((widths[column] ?? 0) - width(cell))
    return toTheRight.includes(column) ? padding + cell : cell + padding
  }
  return rows.map((cells) => cells.map(padded).join('  ').trimEnd())
}

/** Columns that it takes: kana, kanji and full-width forms take two (Unicode, UAX #11). */
function width(text: string): number {
  const wide = text.match(
    /[\u1100-\u115F\u2E80-\uA4CF\uAC00-\uD7A3\uF900-\uFAFF\uFE30-\uFE6F\uFF00-\uFF60\uFFE0-\uFFE6]/g,
  )
  return [...text].length + (wide?.length ?? 0)
}

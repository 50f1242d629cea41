import { writeFile } from 'node:fs/promises'
import { takeNoArguments } from './arguments.ts'
import { datesOfAll, sourceOf } from './holidays/dates-of-all.ts'

/** `npm run holidays`: writes src/holiday-dates.ts, with the dates of this year and the next ten, of all places that date-holidays knows. */
takeNoArguments('npm run holidays')
const firstYear = new Date().getUTCFullYear()
const file = new URL('../src/holiday-dates.ts', import.meta.url)
await writeFile(file, sourceOf(datesOfAll({ firstYear, lastYear: firstYear + 10 })))

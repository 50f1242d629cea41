/** What is written to stdout and stderr meanwhile. */
export async function captured(work: () => unknown): Promise<string> {
  const streams = [process.stdout, process.stderr]
  const writes = streams.map((stream) => stream.write)
  let text = ''
  for (const stream of streams) {
    stream.write = (chunk: string | Uint8Array) => {
      text += String(chunk)
      return true
    }
  }
  try {
    await work()
  } finally {
    streams.forEach((stream, index) => {
      const write = writes[index]
      if (write !== undefined) stream.write = write
    })
  }
  return text
}

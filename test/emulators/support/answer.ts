export interface Answer {
  status: number
  type: string
  body: string
}

/** As EC2 says that it will not. */
export function refusal(code: string): Answer {
  const body = `<Response><Errors><Error><Code>${code}</Code><Message>Refused</Message></Error></Errors><RequestID>1</RequestID></Response>`
  return { status: 400, type: 'text/xml', body }
}

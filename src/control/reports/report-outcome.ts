/** `denied` for a wrong token and for a missing site alike, so that nobody learns which names exist. `unexpected`: the site has no machine. */
export type ReportOutcome = 'recorded' | 'denied' | 'invalid' | 'unexpected'

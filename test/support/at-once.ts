/** It's always everybody's turn. */
export const atOnce = { turn: async () => {}, recordTurn: async () => {} }

/** What a request's `judge` is told of the tries before. */
export const FIRST = { mayHaveBeenActedOn: false };
/** An earlier try may have been acted on. */
export const AGAIN = { mayHaveBeenActedOn: true };

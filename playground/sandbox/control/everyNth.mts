/**
 * Whether a text is among the chosen of which there is one in `every` (0: none, 1: all). The same text is
 * always chosen or never, so that a token that was refused once is refused again.
 */
export function isOneIn(every: number, text: string): boolean {
	if (every <= 1) return every === 1;
	// FNV-1a: spreads tokens that differ in few letters.
	let hash = 0x811c9dc5;
	for (let index = 0; index < text.length; index += 1) {
		hash = Math.imul(hash ^ text.charCodeAt(index), 0x01000193);
	}
	return (hash >>> 0) % every === 0;
}

/** Counts calls; true for every n-th of them. */
export function everyNth(every: number): () => boolean {
	let seen = 0;
	return () => {
		seen += 1;
		return seen % every === 0;
	};
}

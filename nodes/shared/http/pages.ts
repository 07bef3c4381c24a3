/** One page of a list. */
export interface Page<T, Cursor> {
	entries: T[];
	/** What the next page is asked for with; undefined: this is the last one. */
	next?: Cursor | undefined;
}

/** No list is that long: a service that goes on has lost its way. */
const MOST_PAGES = 1000;

/**
 * Reads a list that comes in pages. It ends where the service says so, and where asking on leads nowhere: at a page that
 * brings nothing new (an empty one, the one before again), and at a cursor that was there before.
 * @param ask gets one page; without a cursor the first
 * @param keyOf tells entries apart where pages may overlap: of equal ones the first is kept
 * @param limit how many are wanted; default: all
 * @throws what `ask` throws
 */
export async function allPages<T, Cursor extends string | number>(
	ask: (cursor: Cursor | undefined) => Promise<Page<T, Cursor>>,
	{ keyOf, limit = Infinity }: { keyOf?: (entry: T) => string; limit?: number | undefined } = {},
): Promise<T[]> {
	const found: T[] = [];
	const keys = new Set<string>();
	const asked = new Set<Cursor | undefined>();
	let before = '';
	for (let cursor: Cursor | undefined; asked.size < MOST_PAGES && !asked.has(cursor); ) {
		asked.add(cursor);
		const { entries, next } = await ask(cursor);
		const page = JSON.stringify(entries);
		const fresh = page === before ? [] : entries.filter((entry) => !keyOf || isNew(keys, keyOf(entry)));
		for (const entry of fresh) found.push(entry);
		before = page;
		if (next === undefined || fresh.length === 0 || found.length >= limit) break;
		cursor = next;
	}
	return found.slice(0, limit);
}

function isNew(keys: Set<string>, key: string): boolean {
	if (keys.has(key)) return false;
	keys.add(key);
	return true;
}

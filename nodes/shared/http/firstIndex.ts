/** @returns the first index whose entry fits, in a list whose last entries fit and whose first don't; its length for none */
export function firstIndex<T>(list: readonly T[], fits: (entry: T) => boolean): number {
	let from = 0;
	let to = list.length;
	while (from < to) {
		const middle = (from + to) >> 1;
		if (fits(list[middle])) to = middle;
		else from = middle + 1;
	}
	return from;
}

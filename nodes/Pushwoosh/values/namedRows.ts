import { ItemProblem } from '../../shared/failure';
import type { CollectionReader } from '../../shared/form/fieldReader';
import type { ItemReader } from '../../shared/form/itemReader';

/**
 * Reads the rows of a list in which each has a name of its own.
 * @param noun what a row is, for messages: "tag"
 * @returns name and row, in the order of the form
 * @throws ItemProblem for a row without a name, and for a name that stands twice
 */
export function namedRows(
	item: ItemReader,
	[list, group]: [list: string, group: string],
	noun: string,
): Array<[name: string, row: CollectionReader]> {
	const rows = new Map<string, CollectionReader>();
	for (const row of item.rows(list, group)) {
		const name = row.requiredText('name');
		if (rows.has(name)) {
			throw new ItemProblem(
				`The ${noun} '${name}' stands twice in '${item.field(list).label}'`,
				'Remove one of the two.',
			);
		}
		rows.set(name, row);
	}
	return [...rows];
}

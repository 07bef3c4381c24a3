import type { IExecuteFunctions } from 'n8n-workflow';
import { ItemProblem, toFailure } from '../../shared/failure';

/** A file of an input item, that is still to be read. */
export interface ItemFile {
	itemIndex: number;
	/** The item's binary property. */
	property: string;
}

/**
 * Reads a file of an input item.
 * @param label the field that names it
 * @throws ItemProblem when the item has no file there
 */
export async function readFile(
	{ helpers }: Pick<IExecuteFunctions, 'helpers'>,
	{ itemIndex, property }: ItemFile,
	label: string,
): Promise<Buffer> {
	const read = async () => {
		helpers.assertBinaryData(itemIndex, property);
		return await helpers.getBinaryDataBuffer(itemIndex, property);
	};
	return await read().catch((error: unknown) => {
		throw new ItemProblem(
			`'${label}' is “${property}”, but the item has no such binary property`,
			`Check the name, and that the node before gives a file. n8n says: ${toFailure(error).message}`,
		);
	});
}

import type { ItemReader } from '../../shared/form/itemReader';
import { toRequiredText } from '../../shared/form/values';

/** What an item wants of its export. */
export interface Delivery {
	/** Until it is complete. */
	wait: boolean;
	/** The file itself, not only its address. */
	download: boolean;
	/** The name of the binary field that takes the file. */
	binaryPropertyName: string;
}

/** @throws ItemProblem */
export function readDelivery(item: ItemReader): Delivery {
	const wait = item.boolean('waitForCompletion', true);
	// The form shows the download only where there is a file to wait for.
	const download = wait && item.boolean('download', false);
	if (!download) return { wait, download, binaryPropertyName: 'data' };
	const name = toRequiredText(item.raw('binaryPropertyName', 'data'), item.field('binaryPropertyName'));
	return { wait, download, binaryPropertyName: name };
}

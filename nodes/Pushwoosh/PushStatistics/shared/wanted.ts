import type { ItemReader } from '../../../shared/form/itemReader';
import { readLimit } from '../../../shared/form/limitFields';
import type { MessageShape } from '../../api/messageItems';
import type { MessageFilters } from '../../api/statistics';
import { readPlatforms } from '../../fields/platforms';
import { readCodes } from './fields';
import { readDays } from './period';

/** Which messages are wanted, how many, and how they are written. */
export interface Wanted extends MessageFilters {
	shape: MessageShape;
	limit: number | undefined;
}

/** Reads what Get Messages is asked for. @throws ItemProblem */
export function readWanted(item: ItemReader): Wanted {
	const [source, campaign] = [String(item.choice('source')), item.text('campaign').trim()];
	const dates = readDays(item);
	return {
		application: item.locator('application').value,
		...(dates ? { dates } : {}),
		...(source === '' ? {} : { source }),
		...(campaign === '' ? {} : { campaign }),
		platforms: readPlatforms(item),
		messageCodes: readCodes(item),
		shape: { simplify: item.boolean('simplify'), perPlatform: item.boolean('perPlatform') },
		limit: readLimit(item),
	};
}

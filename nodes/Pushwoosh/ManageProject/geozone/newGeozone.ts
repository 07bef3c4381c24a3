import { ItemProblem } from '../../../shared/failure';
import type { ItemReader } from '../../../shared/form/itemReader';
import { readRawFields } from '../shared/fields';
import { readCoordinates } from './fields';

/** A geozone that is to be made. */
export interface NewZone {
	application: string;
	name: string;
	skips: boolean;
	/** An entry of `geozones`. */
	zone: Record<string, unknown>;
}

/** Reads a geozone that is to be made. @throws ItemProblem */
export function readZone(item: ItemReader): NewZone {
	const name = item.requiredText('name');
	const content = item.text('content');
	const preset = item.text('preset').trim();
	const campaign = item.text('campaign').trim();
	const cooldown = item.wholeNumber('cooldown');
	const zone = {
		name,
		...readCoordinates(item),
		range: item.wholeNumber('range'),
		...(content.trim() === '' ? {} : { content }),
		...(preset === '' ? {} : { presetCode: preset }),
		...(cooldown === 0 ? {} : { cooldown }),
		...(campaign === '' ? {} : { campaign }),
		...readRawFields(item),
	};
	if (!('content' in zone) && !('presetCode' in zone)) {
		throw new ItemProblem(
			"'Content' is empty, and no preset is chosen",
			'Write what a device gets, or choose a preset.',
			'EMPTY_PARAMETER',
		);
	}
	return {
		application: item.locator('application').value,
		name,
		skips: item.choice('ifExists') === 'skip',
		zone,
	};
}

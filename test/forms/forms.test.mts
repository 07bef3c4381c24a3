import { expect, it } from 'vitest';

import { builtDescriptions } from '../nodes.mts';
import { visibleFields } from './visibleFields.mts';

// Names, types, defaults and choices are what saved workflows depend on: after a release they may only grow.
it.each(builtDescriptions())('$name shows the fields that workflows depend on', async (description) => {
	const seen = JSON.stringify(visibleFields(description), undefined, 1);
	await expect(seen).toMatchFileSnapshot(`./${description.name}.json`);
});

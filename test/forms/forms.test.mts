import { existsSync, readFileSync } from 'node:fs';
import { expect, it } from 'vitest';

import { builtDescriptions } from '../nodes.mts';
import { visibleFields } from './visibleFields.mts';

// Names, types, defaults and choices are what saved workflows depend on: after a release they may only grow.
it.each(builtDescriptions())('$name shows the fields that workflows depend on', async (description) => {
	const file = `./${description.name}.json`;
	const seen = inOrderOf(new URL(file, import.meta.url), visibleFields(description));
	await expect(JSON.stringify(seen, undefined, 1)).toMatchFileSnapshot(file);
});

/** Forms in the order of the file, new ones at the end: nothing depends on which choice comes first. */
function inOrderOf<T extends object>(file: URL, forms: T): T {
	const known = existsSync(file) ? Object.keys(JSON.parse(readFileSync(file, 'utf8')) as object) : [];
	const place = (name: string) => (known.includes(name) ? known.indexOf(name) : known.length);
	return Object.fromEntries(Object.entries(forms).sort(([a], [b]) => place(a) - place(b))) as T;
}

import { describe, expect, it } from 'vitest';

import { ItemProblem } from '../../../../nodes/shared/failure.ts';
import { item, run, tokenOperation } from './tokens.mts';

const unreadable = () => {
	throw new ItemProblem("'Topic' is odd", 'Change it.', 'ODD');
};

describe('an item that can’t be used', () => {
	it('is known by the identifiers that can be read of it: a parameter as given, or read in the way of the operation', async () => {
		const operation = tokenOperation({
			read: unreadable,
			identifiedBy: {
				registrationToken: 'tokens',
				topic: (reader) => reader.requiredText('topic').toUpperCase(),
				name: 'missing',
				broken: unreadable,
			},
		});
		const { json } = await run({ items: [item('a b', 'news')], onError: 'continue' }, operation);
		expect(json).toEqual([
			{
				error: "'Topic' is odd",
				details: { code: 'ODD', advice: 'Change it.', registrationToken: 'a b', topic: 'NEWS' },
			},
		]);
	});

	it('has no identifiers where the operation names none', async () => {
		const { json } = await run(
			{ items: [item('a')], onError: 'continue' },
			tokenOperation({ read: unreadable }),
		);
		expect(json).toEqual([{ error: "'Topic' is odd", details: { code: 'ODD', advice: 'Change it.' } }]);
	});
});

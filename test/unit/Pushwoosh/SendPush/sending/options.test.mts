import { describe, expect, it } from 'vitest';

import {
	readSendOptions,
	sendOptionFields,
	type SendOptions,
} from '../../../../../nodes/Pushwoosh/SendPush/sending/options.ts';
import { ItemProblem } from '../../../../../nodes/shared/failure.ts';
import { collectionReader } from '../../../support/readers.mts';

const read = (values: Record<string, unknown>, fields = sendOptionFields) =>
	readSendOptions(collectionReader(fields, values));

const DEFAULTS: SendOptions = {
	combineItems: true,
	canBundle: true,
	messagesPerRequest: 1,
	requestsPerMinute: 600,
	repeatUncertain: false,
	failOnWarning: false,
};

describe('the options of sending', () => {
	it.each<[Record<string, unknown>, Partial<SendOptions>]>([
		[{}, {}],
		[{ combineItems: false }, { combineItems: false }],
		[{ messagesPerRequest: 50 }, { messagesPerRequest: 50 }],
		[{ requestsPerMinute: 1 }, { requestsPerMinute: 1 }],
		[{ repeatUncertain: true }, { repeatUncertain: true }],
		[{ onWarning: 'fail' }, { failOnWarning: true }],
		[{ onWarning: 'report' }, { failOnWarning: false }],
	])('%j differ from the defaults in %j', (values, expected) => {
		expect(read(values)).toStrictEqual({ ...DEFAULTS, ...expected });
	});

	it('of a method that takes one message in a request say so, whatever is added', () => {
		const single = sendOptionFields.filter(({ name }) => name !== 'messagesPerRequest');
		expect(read({ messagesPerRequest: 50 }, single)).toStrictEqual({ ...DEFAULTS, canBundle: false });
	});

	it.each([
		[{ messagesPerRequest: 0 }, "'Messages per Request' must be a whole number, at least 1, but is 0"],
		[{ messagesPerRequest: 1.5 }, "'Messages per Request' must be a whole number, at least 1, but is 1.5"],
		[{ requestsPerMinute: 0 }, "'Requests per Minute' must be a whole number, at least 1, but is 0"],
		[{ requestsPerMinute: 0.5 }, "'Requests per Minute' must be a whole number, at least 1, but is 0.5"],
		[{ onWarning: 'shout' }, "'When Pushwoosh Warns' is none of the possible choices"],
	])('%j is refused', (values, text) => {
		expect(() => read(values)).toThrow(ItemProblem);
		expect(() => read(values)).toThrow(text);
	});
});

import { plainCall } from '../api/plainCall';
import { rawQuestionFields, readPath } from './shared/rawQuestion';

/** Calls any method of statistics with fields of the user's own. */
export const getRaw = plainCall({
	option: {
		name: 'Get Raw Statistics',
		value: 'getRaw',
		action: 'Get raw statistics',
		description: 'Call any documented method for statistics, and get its answer as it is',
	},
	fields: rawQuestionFields,
	unit: { one: 'question', many: 'questions' },
	done: 'answered',
	read: (item) => ({
		verb: item.choice('method', ['POST', 'GET']),
		path: readPath(item.requiredText('path')),
		body: item.jsonObject('body') ?? {},
	}),
	identifiers: { path: 'path' },
	family: 'statistics',
	verb: ({ verb }) => verb,
	method: ({ path }) => path.slice('/api/v2/'.length),
	asks: 'give the statistics',
	request: ({ body }) => body,
	value: (response) => response,
	output: (answer) => answer,
	outputKeys: [],
});

import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import { emptyField } from '../../shared/form/values';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { BULK_KEYS, bulkOptions, BulkRun, waitForResultField, type BulkResult } from './shared/bulkSending';
import { application, identifierFields, readIdentifier, ROW } from './shared/identifier';
import { ignoreColumnsOption, tagFields, tagReader } from './shared/tagFields';
import { LIST_OPERATORS, reportTagging, taggingParts, TagWriter, type Tagging } from './shared/tagging';

/** Sets tags of users or devices, up to 1000 a request; what Pushwoosh says of each decides its row. */
export const setTags = defineOperation({
	option: {
		name: 'Set Tags',
		value: 'setTags',
		action: 'Set tags of users or devices',
		description: 'Set tags of many users or devices at once, with a result for each',
	},
	fields: [
		application,
		...identifierFields({ pushToken: true }),
		...tagFields,
		{
			displayName: 'List Tags',
			name: 'listOperator',
			type: 'options',
			default: 'set',
			description: 'What to do with the entries of tags that hold lists',
			options: [
				{ name: 'Add Entries', value: 'append' },
				{ name: 'Remove Entries', value: 'remove' },
				{ name: 'Replace the List', value: 'set' },
			],
		},
		{
			displayName: 'Create Missing Tags',
			name: 'createMissingTags',
			type: 'boolean',
			default: false,
			description: "Whether Pushwoosh makes tags that it doesn't have yet; when off it skips them",
		},
		waitForResultField,
	],
	options: [...bulkOptions, ignoreColumnsOption],
	limits: { concurrency: CONCURRENCY, batch: { most: 1000, what: 'users or devices' } },
	start: (setup): Operation<Tagging, BulkResult, PushwooshSession> => {
		const readTags = tagReader(setup, ['identifier']);
		const tags = new TagWriter(new BulkRun(setup));
		return {
			unit: ROW,
			open: openPushwoosh,
			read: (item) => {
				const unit: Tagging = {
					application: item.locator('application').value,
					...readIdentifier(item),
					given: readTags(item),
					operator: item.choice('listOperator', LIST_OPERATORS),
					createMissing: item.boolean('createMissingTags'),
					wait: item.boolean('waitForResult'),
				};
				if (Object.keys(unit.given.values).length === 0) throw emptyField(item.field('tags'));
				return [unit];
			},
			identify: ({ identifier }) => ({ identifier }),
			identifiedBy: { identifier: 'identifier' },
			check: async (units, hands) => await tags.check(units, hands),
			parts: taggingParts,
			send: async (batch, hands) => await tags.send(batch, hands),
			outputKeys: () => ['identifier', ...BULK_KEYS, 'tags', 'skippedTags'],
			report: reportTagging,
			summary: (run) => doneAndFailed(run, ROW, 'tagged'),
			hints: (run) => tags.hints(run),
		};
	},
});

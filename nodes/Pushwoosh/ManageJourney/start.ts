import type { INodeProperties } from 'n8n-workflow';
import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { EMPTY_ADVICE, toText } from '../../shared/form/values';
import { asRecord } from '../../shared/json';
import { defineOperation } from '../../shared/node/operationEntry';
import { filledText } from '../api/applications';
import { CONCURRENCY } from '../api/plainCall';
import { askPushwoosh } from '../api/request';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { namedRows } from '../values/namedRows';
import { attributeTable } from '../fields/attributeTable';
import { filterFields, readFilter } from '../fields/filterFields';
import { JOURNEY, journeyField, readJourney } from './shared/journey';
import { unsentOf, userIdsField, withUnsent } from './shared/people';

/** The entry of each choice in the call. */
const KINDS = { users: 'users', hwids: 'hwids', segment: 'filter' } as const;

interface Start {
	journeyId: string;
	kind: keyof typeof KINDS;
	/** Users or devices, each once; of a segment its expression alone. */
	entries: string[];
	attributes: Array<[string, string]>;
}

interface Started {
	requestUuid?: string;
}

const shownFor = (kind: keyof typeof KINDS, field: INodeProperties): INodeProperties => ({
	...field,
	displayOptions: { show: { startFor: [kind], ...field.displayOptions?.show } },
});

/** Lets users into journeys; who enters the same with the same attributes shares requests. */
export const start = defineOperation({
	option: {
		name: 'Start',
		value: 'start',
		action: 'Start a journey for users',
		description: 'Let users, devices or a segment into a running journey',
	},
	fields: [
		journeyField,
		{
			displayName: 'Start For',
			name: 'startFor',
			type: 'options',
			default: 'users',
			description: 'Who enters the journey',
			options: [
				{ name: 'Devices', value: 'hwids' },
				{ name: 'Segment', value: 'segment', description: 'All whose tags meet a condition' },
				{ name: 'Users', value: 'users' },
			],
		},
		shownFor('users', userIdsField),
		shownFor('hwids', {
			displayName: 'HWIDs',
			name: 'hwids',
			type: 'string',
			required: true,
			default: '',
			description: 'IDs of the devices, separated by commas; an expression may give a list',
		}),
		...filterFields().map((field) => shownFor('segment', field)),
		{
			...attributeTable(
				'attributeValues',
				"Values for the attributes of the journey's API entry point; sent as texts",
				{
					placeholder: 'e.g. promo_code',
					description: 'Name of the attribute exactly as the entry point has it',
				},
				[{ displayName: 'Value', name: 'value', type: 'string', default: '' }],
			),
			displayName: 'Attribute Values',
		},
	],
	limits: { concurrency: CONCURRENCY, batch: { most: 1000, what: 'users or devices' } },
	start: (): Operation<Start, Started, PushwooshSession> => ({
		unit: JOURNEY,
		open: openPushwoosh,
		read: (item) => [readStart(item)],
		identify: ({ journeyId }) => ({ journeyId }),
		identifiedBy: { journeyId: readJourney },
		names: (_, parts) => unsentOf(parts),
		parts: ({ entries, ...unit }) => {
			// The expression is part of the group, so that no request holds two.
			const group = JSON.stringify([
				unit.journeyId,
				unit.kind,
				unit.attributes,
				unit.kind === 'segment' ? entries : '',
			]);
			return entries.map((id) => ({ group, id }));
		},
		async send({ sample: { journeyId, kind, attributes }, parts }, hands) {
			const ids = parts.map(({ id }) => id);
			const started = await askPushwoosh(hands, {
				family: 'journey',
				method: `journey/${journeyId}/start/external`,
				request: {
					payload: {
						[KINDS[kind]]: kind === 'segment' ? ids[0] : ids,
						...(attributes.length === 0 ? {} : { attribute_values: Object.fromEntries(attributes) }),
					},
				},
				asks: 'start the journey',
				onlyOnce: true,
				// Accepted is what it says with 200; the ID of the request stands at the top or in the payload.
				read: ({ response }): Started => ({
					requestUuid:
						filledText(response.request_uuid) ?? filledText(asRecord(response.payload)?.request_uuid),
				}),
				explain: (failure) => (failure.code === '400' ? { ...failure, advice: PRECONDITIONS } : failure),
			});
			return parts.map(() => ({ kind: 'succeeded', data: started }));
		},
		outputKeys: () => ['journeyId', 'success', 'submitted', 'requestUuid', 'requestUuids'],
		report: ({ journeyId, kind }, parts) => {
			const uuids = new Set(parts.flatMap(({ answer }) => answer.data?.requestUuid ?? []));
			const [requestUuid] = uuids;
			return {
				kind: 'succeeded',
				json: {
					journeyId,
					success: true,
					...(kind === 'segment' ? {} : { submitted: parts.length }),
					...(requestUuid === undefined ? {} : { requestUuid }),
					...(uuids.size > 1 ? { requestUuids: [...uuids] } : {}),
				},
			};
		},
		explain: (failure, { kind }, parts) => (kind === 'segment' ? failure : withUnsent(failure, parts)),
		summary: (run) => doneAndFailed(run, { one: 'start', many: 'starts' }, 'accepted'),
	}),
});

const PRECONDITIONS =
	'A start needs a journey that is running, with exactly one active API entry point, and attribute names exactly as that has them.';

function readStart(item: ItemReader): Start {
	const kind = item.choice('startFor', ['users', 'hwids', 'segment'] as const);
	const ids = kind === 'users' ? 'userIds' : 'hwids';
	return {
		journeyId: readJourney(item),
		kind,
		entries: kind === 'segment' ? [readFilter(item)] : [...new Set(item.list(ids, 'lines'))],
		attributes: readAttributes(item),
	};
}

/** Sorted, so that the order in the form makes no difference. */
function readAttributes(item: ItemReader): Start['attributes'] {
	const rows = namedRows(item, ['attributeValues', 'attribute'], 'attribute');
	const attributes = rows.map(([name, row]): [string, string] => {
		const value = toText(row.raw('value'), { name: 'value', label: name });
		if (value.trim() !== '') return [name, value];
		throw new ItemProblem(`The attribute '${name}' has no value`, EMPTY_ADVICE, 'EMPTY_PARAMETER');
	});
	return attributes.sort(([a], [b]) => (a < b ? -1 : 1));
}

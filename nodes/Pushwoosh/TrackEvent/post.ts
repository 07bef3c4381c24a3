import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import { ItemProblem } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { jsonField, textField } from '../../shared/form/plainFields';
import { emptyField } from '../../shared/form/values';
import { retryWhenNotActedOn, retryWhenPassing } from '../../shared/http/retry';
import { defineOperation, type OperationSetup } from '../../shared/node/operationEntry';
import { filledText } from '../api/applications';
import { givenOf } from '../api/plainCall';
import { reportOf, warnings } from '../api/reporting';
import { askPushwoosh } from '../api/request';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { parseDate } from '../dates/moment';
import { toInstant } from '../dates/timeZone';
import { attributeTable } from '../fields/attributeTable';
import { requiredText } from '../fields/requiredText';
import { namedRows } from '../values/namedRows';
import { CHOSEN_TYPES, isEmptyValue, readValue, valueColumns } from '../values/typedValue';
import { application, EVENT } from './shared';

type PostedEvent = ReturnType<typeof readPost>;

interface Posted {
	code?: string;
	warning?: string;
}

/** Posts events, one request each: what happens now, to this user, and may start a journey. */
export const post = defineOperation({
	option: {
		name: 'Post',
		value: 'post',
		action: 'Post an event',
		description: 'Tell Pushwoosh that something happened to a user; needs the Device token',
	},
	fields: [
		application,
		requiredText(
			'Event',
			'event',
			'The name of the event exactly as the Pushwoosh Control Panel shows it, capitals included',
			'Checkout',
		),
		textField(
			'User ID',
			'userId',
			'Whom it happened to. Give the user ID, the HWID, or best both.',
			'user-001',
		),
		textField(
			'HWID',
			'hwid',
			"The ID of the user's device: without it, Pushwoosh may not let the user into a journey",
		),
		attributeTable(
			'attributes',
			'What the event tells, such as a price; an attribute without a value is left out',
			{ placeholder: 'e.g. price', description: 'Name of the attribute as the event has it' },
			valueColumns('How to read the value', '19.95'),
		),
		jsonField(
			'Attributes (JSON)',
			'attributesJson',
			"Further attributes as a JSON object; one that stands in 'Attributes', too, has the value from there",
			'{ "price": 19.95 }',
		),
		{
			displayName: 'Time',
			name: 'timestamp',
			type: 'dateTime',
			default: '',
			description: "When it happened; empty = now. Without a time zone it is in the workflow's.",
		},
		textField(
			'Deduplicate By',
			'deduplicateBy',
			'Items of one run with the same key are posted once, and the result is told at each. Pushwoosh itself knows no such key: two runs post twice.',
			'={{ $json.orderId }}',
		),
	],
	options: [
		{
			displayName: 'Repeat Uncertain Posts',
			name: 'repeatUncertain',
			type: 'boolean',
			default: false,
			description:
				'Whether to post again when it is not known whether Pushwoosh took the event, as after a lost connection. The event may then count twice.',
		},
	],
	limits: { concurrency: 5 },
	start: (setup): Operation<PostedEvent, Posted, PushwooshSession> => {
		const keys = new Map<string, string>();
		const repeats = setup.options.boolean('repeatUncertain');
		return {
			unit: EVENT,
			open: openPushwoosh,
			read: (item) => [readPost(item, setup, keys)],
			identify: ({ request }) => ({ ...givenOf(request, ['userId', 'hwid']), event: request.event }),
			identifiedBy: { userId: 'userId', hwid: 'hwid', event: 'event' },
			parts: ({ key }) => [key === '' ? { id: 'post' } : { group: 'post', id: key }],
			retriesUncertain: repeats,
			async send({ sample: { request } }, hands) {
				const posted = await askPushwoosh(hands, {
					family: 'device',
					method: 'postEvent',
					request,
					asks: 'take the event',
					retry: repeats ? retryWhenPassing : retryWhenNotActedOn,
					onlyOnce: true,
					read: ({ response, warning }) => ({ code: filledText(response.code), warning }),
					explain: (failure, isMissing) =>
						isMissing
							? {
									...failure,
									advice:
										"Check 'Event': the name has to be exactly the one in the Control Panel. 'Create' makes a new one.",
								}
							: failure,
				});
				return [{ kind: 'succeeded', data: posted }];
			},
			outputKeys: () => ['event', 'userId', 'hwid', 'success', 'code'],
			report: ({ request }, parts) =>
				reportOf(parts, ({ code }) => ({
					json: {
						...givenOf(request, ['event', 'userId', 'hwid']),
						success: true,
						...(code === undefined ? {} : { code }),
					},
				})),
			summary: (run) => doneAndFailed(run, EVENT, 'posted'),
			hints: (run) => {
				const posted = run.units.filter((_, index) => run.reports[index].kind === 'succeeded');
				const some = posted.filter(({ unit: { request } }) => request.hwid === undefined).length;
				if (some === 0) return warnings(run);
				const message = `${some} of ${posted.length} events were posted without an HWID: they count, but an older edition of Pushwoosh's documentation says that they let nobody into a journey.`;
				return [...warnings(run), { message, location: 'outputPane', type: 'info' }];
			},
		};
	},
});

function readPost(item: ItemReader, setup: OperationSetup, keys: Map<string, string>) {
	const userId = item.text('userId').trim();
	const hwid = item.text('hwid').trim();
	const event = item.requiredText('event');
	if (userId === '' && hwid === '') throw emptyField(item.field('userId'));
	/** Unix seconds. */
	const timestampUTC = readTime(item, setup.info.timezone);
	/** The call's fields. */
	const request = {
		application: item.locator('application').value,
		event,
		...(userId === '' ? {} : { userId }),
		...(hwid === '' ? {} : { hwid }),
		attributes: readAttributes(item),
		...(timestampUTC === undefined ? {} : { timestampUTC }),
	};
	/** Events of a run with equal keys are posted once. */
	const key = item.text('deduplicateBy').trim();
	if (key !== '') {
		// What happened to somebody else would never be posted, and be reported as if it were.
		const said = JSON.stringify([request.application, event, userId, hwid]);
		if ((keys.get(key) ?? said) !== said) {
			throw new ItemProblem(
				`'${item.field('deduplicateBy').label}' is “${key}” for two different events`,
				'The key names one event: take the order number and its status, not the order alone.',
			);
		}
		keys.set(key, said);
	}
	return { request, key };
}

function readAttributes(item: ItemReader): Record<string, unknown> {
	const attributes = new Map<string, unknown>(Object.entries(item.jsonObject('attributesJson') ?? {}));
	for (const [name, row] of namedRows(item, ['attributes', 'attribute'], 'attribute')) {
		const value = row.raw('value');
		if (!isEmptyValue(value)) attributes.set(name, readValue(value, row.choice('type', CHOSEN_TYPES), name));
	}
	return Object.fromEntries(attributes);
}

/** @returns Unix seconds; undefined where no time is given */
function readTime(item: ItemReader, timezone: string): number | undefined {
	const value = item.raw('timestamp');
	if (isEmptyValue(value)) return undefined;
	const moment = parseDate(value);
	if (moment) return Math.floor((moment.instant ?? toInstant(moment.wallClock, timezone)) / 1000);
	throw new ItemProblem(
		`'${item.field('timestamp').label}' isn't a date and time that can be read`,
		'Give it like 2027-01-31 18:30, or leave it empty for now.',
	);
}

import { doneAndFailed } from '../../shared/engine/hints';
import type { Operation } from '../../shared/engine/operation';
import { ItemProblem, orFailed } from '../../shared/failure';
import type { ItemReader } from '../../shared/form/itemReader';
import { defineOperation } from '../../shared/node/operationEntry';
import { CONCURRENCY } from '../api/plainCall';
import { asAnswered, askPushwoosh, type Asking } from '../api/request';
import { openPushwoosh, type PushwooshSession } from '../api/session';
import { journeyId } from './shared/journey';
import { unsentOf, userIdsField, withUnsent } from './shared/people';

interface Removal {
	userIds: string[];
	journeyIds: string[];
	/** Then there are no IDs. */
	all: boolean;
}

/** Takes users out of journeys; items that name the same journeys share requests. */
export const removeUsers = defineOperation({
	option: {
		name: 'Remove Users',
		value: 'removeUsers',
		action: 'Remove users from journeys',
		description: 'Take users out of journeys that they are in',
	},
	fields: [
		userIdsField,
		{
			displayName: 'All Journeys',
			name: 'allJourneys',
			type: 'boolean',
			default: false,
			description: 'Whether to take the users out of every journey of the account',
		},
		{
			displayName: 'Journeys',
			name: 'journeys',
			type: 'string',
			required: true,
			displayOptions: { show: { allJourneys: [false] } },
			default: '',
			placeholder: 'e.g. 11111111-1111-4111-8111-111111111111',
			description:
				'IDs of the journeys, or the addresses of their pages, separated by commas; an expression may give a list',
		},
		{
			displayName: 'Confirm All Journeys',
			name: 'confirmAllJourneys',
			type: 'boolean',
			displayOptions: { show: { allJourneys: [true] } },
			default: false,
			description: 'Whether to really take the users out of all of them',
		},
	],
	limits: { concurrency: CONCURRENCY, batch: { most: 1000, what: 'users' } },
	start: (): Operation<Removal, undefined, PushwooshSession> => {
		// An older edition of the documentation has another word before the token of this call (the reference, 1.4).
		let scheme: string | undefined;
		const remove = async (
			{ sample, parts }: { sample: Removal; parts: Array<{ id: string }> },
			hands: Asking,
			word: string | undefined,
		) =>
			await askPushwoosh(hands, {
				family: 'journey',
				method: 'journey/drop-users/external',
				request: {
					user_ids: parts.map(({ id }) => id),
					...(sample.all ? { all_journeys: true } : { journey_uuids: sample.journeyIds }),
				},
				asks: 'remove the users',
				scheme: word,
				read: asAnswered,
			});
		return {
			unit: { one: 'removal', many: 'removals' },
			open: openPushwoosh,
			read: (item) => [readRemoval(item)],
			identify: ({ journeyIds, all }) => (all ? { allJourneys: true } : { journeyIds }),
			identifiedBy: { userIds: 'userIds' },
			names: (_, parts) => unsentOf(parts),
			parts: ({ userIds, journeyIds, all }) => {
				const group = JSON.stringify(all ? 'all' : [...journeyIds].sort());
				return userIds.map((id) => ({ group, id }));
			},
			async send(batch, hands) {
				// Others are on their way at the same time, and may learn it meanwhile.
				const word = scheme;
				const outcome = await orFailed(remove(batch, hands, word));
				if ('failed' in outcome) {
					if (outcome.failed.failure.httpStatus !== 401 || word !== undefined) throw outcome.failed;
					scheme = 'Bearer';
					await remove(batch, hands, scheme);
				}
				return batch.parts.map(() => ({ kind: 'succeeded', data: undefined }));
			},
			outputKeys: () => ['journeyIds', 'allJourneys', 'removed', 'submitted'],
			report: ({ journeyIds, all }, parts) => ({
				kind: 'succeeded',
				json: { journeyIds, ...(all ? { allJourneys: true } : {}), removed: true, submitted: parts.length },
			}),
			explain: (failure, _, parts) => withUnsent(failure, parts),
			summary: (run) => doneAndFailed(run, { one: 'removal', many: 'removals' }, 'accepted'),
		};
	},
});

function readRemoval(item: ItemReader): Removal {
	const userIds = [...new Set(item.list('userIds', 'lines'))];
	const all = item.boolean('allJourneys');
	if (!all) {
		const { label } = item.field('journeys');
		const ids = item.list('journeys', 'lines').map((text) => journeyId(text, label));
		return { userIds, journeyIds: [...new Set(ids)], all };
	}
	if (!item.boolean('confirmAllJourneys')) {
		throw new ItemProblem(
			`This takes users out of every journey, and '${item.field('confirmAllJourneys').label}' is off`,
			"Switch 'Confirm All Journeys' on if that is what you want, or name the journeys.",
		);
	}
	return { userIds, journeyIds: [], all };
}

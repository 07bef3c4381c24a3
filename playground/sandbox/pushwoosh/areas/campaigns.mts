import type { Answer } from '../../http/message.mts';
import * as is from '../checks.mts';
import { envelope, Refusal, requireApplication } from '../envelope.mts';
import type { Call } from '../envelope.mts';
import { newCode } from '../state.mts';
import type { PushwooshState } from '../state.mts';
import type { AreaMethod } from './families.mts';
import { needed, optional } from './fields.mts';

export const CAMPAIGN_METHODS: Record<string, AreaMethod> = {
	createCampaign: {
		token: 'server',
		fields: { application: optional(is.text), name: needed(is.text), description: optional(is.text) },
		run: createCampaign,
	},
	deleteCampaign: { token: 'server', fields: { campaign: needed(is.code) }, run: deleteCampaign },
	getCampaigns: {
		token: 'server',
		fields: {
			application: optional(is.text),
			cursor: optional(is.text),
			limit: optional(is.range(1, 1000)),
		},
		run: getCampaigns,
	},
};

function createCampaign(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const name = String(call.fields.name);
	const { campaigns, changes } = state.books;
	const isThere = [...campaigns.values()].some(
		(known) => known.application === application && known.name === name,
	);
	if (isThere && state.settings.campaigns.existingNameAs === 'refused')
		throw new Refusal(210, `Campaign "${name}" already exists`);
	const code = newCode(5, 5);
	campaigns.set(code, { code, name, description: String(call.fields.description ?? ''), application });
	changes.push({ what: `campaign “${name}” created`, application, at: state.clock.now() });
	return envelope(200, 'OK', { campaign: code });
}

function deleteCampaign(state: PushwooshState, call: Call): Answer {
	const campaign = state.books.campaigns.get(String(call.fields.campaign));
	if (campaign === undefined) throw new Refusal(404, 'Campaign not found');
	const { code, name, application } = campaign;
	requireApplication(state, { ...call, fields: { application } });
	state.books.campaigns.delete(code);
	state.books.changes.push({ what: `campaign “${name}” deleted`, application, at: state.clock.now() });
	return envelope(200, 'OK', null);
}

/** The cursor is opaque to clients; here it holds the place where the next page begins. */
function getCampaigns(state: PushwooshState, call: Call): Answer {
	const { code: application } = requireApplication(state, call);
	const { lastPage, withoutLimit } = state.settings.campaigns;
	const own = [...state.books.campaigns.values()].filter((campaign) => campaign.application === application);
	const limit = Number(call.fields.limit ?? (withoutLimit === 'all' ? Math.max(1, own.length) : 100));
	const given = (call.fields.cursor ?? '') as string;
	const from = placeOf(given);
	const end = from + limit;
	const isLast = end >= own.length;
	const ends = {
		noCursor: {},
		emptyCursor: { cursor: '' },
		sameCursor: { cursor: given === '' ? cursorFor(from) : given },
		cursorToEmptyPage: { cursor: cursorFor(Math.min(end, own.length)) },
	};
	return envelope(200, 'OK', {
		campaigns: own.slice(from, end).map(({ code, name, description }) => ({ code, name, description })),
		limit,
		...(isLast ? ends[lastPage] : { cursor: cursorFor(end) }),
	});
}

function cursorFor(place: number): string {
	return Buffer.from(`from ${place}`).toString('base64url');
}

function placeOf(cursor: string): number {
	if (cursor === '') return 0;
	const [, place] = /^from (\d+)$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
	if (place === undefined) throw new Refusal(210, 'Field "cursor" is not a cursor of an earlier answer');
	return Number(place);
}

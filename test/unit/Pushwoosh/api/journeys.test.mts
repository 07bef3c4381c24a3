import { describe, expect, it } from 'vitest';

import { journeyState, listJourneys } from '../../../../nodes/Pushwoosh/api/journeys.ts';
import { RequestFailure } from '../../../../nodes/shared/failure.ts';
import { toAnswer } from '../../../../nodes/shared/http/answer.ts';
import { FIRST } from '../../support/earlierTries.mts';
import { handsOf } from '../access.mts';

/** Lists from these pages. @returns what was asked for, too */
async function listOf(pages: unknown[], status = 200) {
	const asked: string[] = [];
	const hands = handsOf((request) => {
		asked.push(request.url);
		const judged = request.judge(toAnswer(status, {}, JSON.stringify(pages[asked.length - 1])), FIRST);
		if (judged.ok) return judged.value;
		throw new RequestFailure(judged.failure);
	});
	const journeys = await listJourneys(hands);
	return { asked, journeys };
}

const page = (id: string, more: object = {}) => ({
	payload: { items: [{ id, title: `Title ${id}`, ...more }] },
});

describe('the list of journeys', () => {
	it('is read page by page, from page 1', async () => {
		const metadata = { _metadata: { page_count: 2 } };
		const { asked, journeys } = await listOf([
			{ ...page('a', { status: 'STATUS_RUNNING' }), ...metadata },
			{ ...page('b'), ...metadata },
		]);
		expect(asked).toEqual([1, 2].map((number) => `https://journey.pushwoosh.com/api/journey?page=${number}`));
		expect(journeys).toEqual([
			{ id: 'a', title: 'Title a', status: 'running' },
			{ id: 'b', title: 'Title b' },
		]);
	});

	it('is one page where nothing says how many there are', async () =>
		expect((await listOf([page('a')])).asked).toHaveLength(1));

	it.each([
		[{}, 200],
		[{ payload: {} }, 200],
		[{ code: 5, message: 'Not Found' }, 404],
	])('%j with HTTP %i says how else a journey is named', async (body, status) => {
		const failed = await listOf([body], status).catch((error: unknown) => error);
		expect(failed).toBeInstanceOf(RequestFailure);
		expect(failed).toMatchObject({ failure: { advice: expect.stringContaining("'By URL'") as string } });
	});
});

it.each([
	['STATUS_PAUSED', 'paused'],
	['status_draft', 'draft'],
	['Running', 'running'],
	['', undefined],
	[null, undefined],
])('the state %j is %j', (status, state) => expect(journeyState(status)).toBe(state));

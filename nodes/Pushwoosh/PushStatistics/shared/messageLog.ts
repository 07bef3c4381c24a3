import type { IDataObject } from 'n8n-workflow';
import { asRecord, recordsIn } from '../../../shared/json';
import { allPages } from '../../../shared/http/pages';
import { filledText } from '../../api/applications';
import type { PushwooshHands } from '../../api/listCall';
import { pushwooshRequest } from '../../api/request';
import type { Failure } from '../../../shared/failure';

/** Rows of a page; the service takes up to 100,000 (its reference, 12.3). */
const PAGE_SIZE = 10_000;

/**
 * Asks getMessageLog for rows, page by page, until there is no token for the next one, or it was there before.
 * @param request the fields of the first call @param limit how many are wanted; default: all
 */
export async function logRows(
	request: Record<string, unknown>,
	limit: number | undefined,
	{ http, session }: PushwooshHands,
): Promise<IDataObject[]> {
	const size = Math.min(limit ?? PAGE_SIZE, PAGE_SIZE);
	return await allPages<IDataObject, string>(
		async (token) => {
			const page = token === undefined ? {} : { pagination_token: token };
			const { value } = await http.request(
				pushwooshRequest({
					session,
					family: 'statistics',
					method: 'statistics/getMessageLog',
					request: { ...request, limit: size, ...page },
					asks: 'give the recipients',
					unproven: { message: "Pushwoosh's answer holds no rows" },
					explain: aboutThePlan,
					read: ({ response }) => readLogPage(response),
				}),
			);
			return value;
		},
		{ limit },
	);
}

function aboutThePlan(failure: Failure): Failure {
	if (failure.code !== '403') return failure;
	const advice = `${failure.advice ?? ''} Pushwoosh gives recipients on custom plans only.`.trim();
	return { ...failure, advice };
}

/** The key of the rows isn't documented: the first list counts, of an older form that in `response`. */
function readLogPage(
	response: Record<string, unknown>,
): { entries: IDataObject[]; next?: string } | undefined {
	const inner = asRecord(response.response) ?? {};
	const entries = [...Object.values(response), ...Object.values(inner)].map(recordsIn).find((list) => list);
	const next = filledText(response.pagination_token) ?? filledText(inner.pagination_token);
	return entries && { entries, ...(next === undefined ? {} : { next }) };
}

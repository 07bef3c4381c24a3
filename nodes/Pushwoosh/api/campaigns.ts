import type { IDataObject } from 'n8n-workflow';
import { allPages } from '../../shared/http/pages';
import { filledText } from './applications';
import { readEntries } from './entries';
import { askPushwoosh, type Asking } from './request';

/** Entries of a page where the service doesn't say; its example's answer has as many. */
const PAGE_SIZE = 100;

/**
 * Lists the campaigns of an application (Pushwoosh API reference, 7.2). What marks the last page isn't documented: fewer
 * entries than a page holds, an empty page, a page that repeats, or a cursor that was there before.
 * @param limit how many are wanted; default: all
 */
export async function listCampaigns(
	hands: Asking,
	application: string,
	limit?: number,
): Promise<IDataObject[]> {
	return await allPages<IDataObject, string>(async (cursor) => await askForPage(hands, application, cursor), {
		limit,
	});
}

async function askForPage(hands: Asking, application: string, cursor: string | undefined) {
	return await askPushwoosh(hands, {
		family: 'remote',
		method: 'getCampaigns',
		request: { application, limit: PAGE_SIZE, ...(cursor === undefined ? {} : { cursor }) },
		asks: 'list the campaigns',
		unproven: { message: "Pushwoosh's answer holds no list of campaigns" },
		read: ({ response: { campaigns, cursor: next, limit } }) => {
			const entries = campaigns === null ? [] : readEntries(campaigns);
			const size = Number(filledText(limit) ?? PAGE_SIZE) || PAGE_SIZE;
			return entries && { entries, next: entries.length < size ? undefined : filledText(next) };
		},
	});
}
